import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setApiKey } from "../../../src/host/models/set-api-key";
import { fake, resetFake } from "../../support/fake-vscode";
import { fakeSecrets } from "../../support/fake-vscode/storage";
import { enter, type } from "../../support/fake-vscode/window";
import { type MessagesServer, startMessagesServer } from "../../support/messages-server";
import { newParts } from "./support";

const key = "sk-ant-test-0123456789";
let server: MessagesServer;
beforeEach(async () => {
  resetFake();
  server = await startMessagesServer({ key });
  fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: server.url });
});
afterEach(() => server.close());

/** Opens the box; `done` resolves to what the command returns. */
async function open(parts = newParts()) {
  const done = setApiKey(parts);
  const box = await vi.waitFor(() => {
    const opened = fake.window.inputBoxes.at(-1);
    if (!opened?.control.visible) throw new Error("no box yet");
    return opened;
  });
  return { ...parts, done, box };
}

function address(url: string): void {
  fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: url });
}

describe("Set API key", () => {
  it("stores a key that the endpoint takes, and shows none of it", async () => {
    const { box, done, keys, lines, globalState } = await open();
    expect([box.password, box.ignoreFocusOut]).toEqual([true, true]);
    enter(box, ` ${key}\n`);
    expect(await done).toBe(true);
    expect(await keys.read()).toBe(key);
    expect(server.otherRequests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /v1/models?limit=1000"]);
    expect(fake.window.messages).toEqual([{ severity: "information", text: "The API key is stored.", buttons: [] }]);
    expect(JSON.stringify([fake.window.messages, lines, globalState.text()])).not.toContain(key);
  });

  it("says that a key is refused, keeps the box open and takes the next one", async () => {
    const { box, done, keys } = await open();
    enter(box, "sk-ant-wrong-123456");
    await vi.waitFor(() =>
      expect(box.validationMessage).toMatchObject({
        severity: 3,
        message: expect.stringMatching(/refused the API key \(401\)/),
      }),
    );
    expect([box.control.visible, box.busy, await keys.read()]).toEqual([true, false, undefined]);
    enter(box, key);
    expect(await done).toBe(true);
    expect(await keys.read()).toBe(key);
  });

  it("says that a text cannot be a key, without sending it", async () => {
    const { box } = await open();
    enter(box, "my key");
    await vi.waitFor(() =>
      expect(box.validationMessage).toMatchObject({ message: expect.stringMatching(/character that no key has/) }),
    );
    expect(server.otherRequests).toEqual([]);
  });

  it("never sends the key unencrypted over a network", async () => {
    address("http://gateway.example");
    const { box } = await open();
    enter(box, key);
    await vi.waitFor(() =>
      expect(box.validationMessage).toMatchObject({ message: expect.stringMatching(/unencrypted/) }),
    );
  });

  it.each([
    ["Save anyway", true, key],
    ["", false, undefined],
  ])("offers to save when the endpoint cannot be reached; pressing %j", async (button, result, stored) => {
    address("http://127.0.0.1:9");
    fake.window.press(button);
    const { box, done, keys } = await open();
    enter(box, key);
    expect(await done).toBe(result);
    expect(await keys.read()).toBe(stored);
    expect(fake.window.messages[0]).toEqual({
      severity: "warning",
      text: expect.stringMatching(/^The key could not be checked\. .*127\.0\.0\.1:9.*/),
      buttons: ["Save anyway"],
    });
  });

  it.each([
    [402, "billing_error", "out of credit", /^The account behind this key has no credit \(402\)/],
    [403, "permission_error", "on hold", /does not allow this with this key \(403\)\. It said: "on hold"/],
  ])("says that a key is known but of no use yet (%d)", async (status, type, message, sentence) => {
    const refusing = createServer((_request, response) => {
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ error: { type, message } }));
    });
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
    address(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`);
    const { box, done, keys } = await open();
    enter(box, key);
    expect(await done).toBe(false);
    expect(await keys.read()).toBeUndefined();
    expect(fake.window.messages[0]).toMatchObject({ severity: "warning", text: expect.stringMatching(sentence) });
    refusing.close();
  });

  it.each(["leaves", "types on"])("ends a check at once when the person %s", async (what) => {
    let closed = 0;
    const silent = createServer((request) => request.socket.once("close", () => closed++));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    address(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const { box, done, keys } = await open();
    enter(box, key);
    expect([box.busy, box.prompt]).toEqual([true, expect.stringContaining("Press Escape to cancel")]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (what === "leaves") box.hide();
    else type(box, `${key}4`);
    await vi.waitFor(() => expect(closed).toBe(1));
    expect(box.control.visible).toBe(what === "types on");
    if (box.control.visible)
      expect([box.busy, box.prompt]).toEqual([false, expect.stringContaining("The key is checked")]);
    box.hide();
    expect(await done).toBe(false);
    expect([await keys.read(), fake.window.messages]).toEqual([undefined, []]);
    silent.close();
  });

  it("removes a stored key when nothing is entered, and only then", async () => {
    const parts = newParts();
    const first = await open(parts);
    enter(first.box, "");
    expect(await first.done).toBe(false);
    expect(fake.window.messages).toEqual([]);
    await parts.keys.save(key);
    const second = await open(parts);
    expect(second.box.prompt).toContain("nothing to remove it");
    enter(second.box, "  ");
    await second.done;
    expect(await parts.keys.read()).toBeUndefined();
    expect(fake.window.messages.map(({ text }) => text)).toEqual(["The API key was removed."]);
  });

  it("says when the system keeps no secrets", async () => {
    const { box, done } = await open(newParts({ secrets: fakeSecrets("broken") }));
    enter(box, key);
    expect(await done).toBe(true);
    expect(fake.window.messages[0]).toMatchObject({
      severity: "warning",
      text: expect.stringMatching(/until the window closes/),
    });
  });
});
