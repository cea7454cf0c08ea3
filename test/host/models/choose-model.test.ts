import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chooseModel } from "../../../src/host/models/choose-model";
import { fake, resetFake } from "../../support/fake-vscode";
import { fakeChatModel } from "../../support/fake-vscode/language-models";
import { enter, pick, renderQuickPick } from "../../support/fake-vscode/window";
import { type MessagesServer, startMessagesServer } from "../../support/messages-server";
import { newParts } from "./support";

const key = "sk-ant-test-0123456789";
let server: MessagesServer;
beforeEach(async () => {
  resetFake();
  server = await startMessagesServer({
    key,
    capabilities: { display_name: "Claude", max_input_tokens: 1_000_000, retires_at: "2027-05-01T00:00:00Z" },
  });
  fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: server.url });
});
afterEach(() => server.close());

/** Opens the picker and waits until nothing is being asked any more. */
async function open(parts = newParts()) {
  const before = fake.window.quickPicks.length;
  const done = chooseModel(parts);
  return { ...parts, done, list: await opened(before) };
}

async function opened(index: number) {
  return vi.waitFor(() => {
    const list = fake.window.quickPicks[index];
    if (!list || list.busy || list.items.length === 0) throw new Error("still busy");
    return list;
  });
}

async function local(status: number, body: object): Promise<() => void> {
  const listening = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  fake.settings.set("mlEngineer.local.baseUrl", { globalValue: `http://127.0.0.1:${port}` });
  return () => listening.close();
}

describe("Choose model", () => {
  it("shows what there is and why the rest is not, and asks nobody", async () => {
    const { list, done } = await open();
    expect(renderQuickPick(list)).toBe(
      `== Offline
Offline reviewer | No key, no network. Reviews the pipeline by rules.
== Anthropic, at ${server.url}
Sign in with an API key | There is no key yet. Requests cost money.
== VS Code's language models
None available | Sign in to a provider or add your own key in Manage Language Models.
== Local server
Ask http://localhost:11434 | Ollama, llama.cpp, LM Studio, vLLM. It is asked when you pick this.`,
    );
    expect(server.otherRequests).toEqual([]);
    list.hide();
    expect(await done).toBeUndefined();
  });

  it("lists the endpoint's models with window, price and end, and VS Code's own", async () => {
    const parts = newParts({ environment: { ANTHROPIC_API_KEY: "key-of-the-environment" } });
    await parts.keys.save(key);
    fake.settings.set("mlEngineer.prices", { globalValue: { "scripted-model": { input: 4, output: 20 } } });
    fake.models.set([fakeChatModel({ name: "Small", vendor: "maker", maxInputTokens: 128_000 })]);
    const { list, done, choice } = await open(parts);
    expect(renderQuickPick(list).split("\n").slice(2, -2)).toEqual([
      `== Anthropic, at ${server.url}`,
      "As each agent asks | Claude, by the model that the agent's file names.",
      "Claude | scripted-model · 1M tokens of context · $4 in, $20 out per million tokens · until 2027-05-01",
      "Use the key in ANTHROPIC_API_KEY | Claude, by the model that the agent's file names. Requests cost money.",
      "Change the API key",
      "== VS Code's language models",
      "Small | maker · 128k tokens of context",
    ]);
    expect(server.otherRequests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`]);
    pick(list, "Claude");
    expect(await done).toEqual({ provider: "anthropic", key: "stored", model: "scripted-model" });
    expect(choice.createModel({ model: "inherit" }).name).toBe("scripted-model");
    const again = await open(parts);
    expect(renderQuickPick(again.list)).toContain("$(check) Claude | scripted-model");
    again.list.hide();
  });

  it("says why the endpoint's models cannot be listed", async () => {
    const parts = newParts();
    await parts.keys.save("sk-ant-wrong-123456");
    const { list } = await open(parts);
    expect(renderQuickPick(list)).toContain(
      `The models could not be listed | ${server.url} refused the API key (401).`,
    );
    list.hide();
  });

  it("leads from a missing key through signing in to the list of models", async () => {
    const { list, done, keys } = await open();
    pick(list, "Sign in");
    enter(await vi.waitFor(() => fake.window.inputBoxes[0] ?? Promise.reject()), key);
    const second = await opened(1);
    expect(await keys.read()).toBe(key);
    pick(second, "As each agent asks");
    expect(await done).toEqual({ provider: "anthropic", key: "stored" });
  });

  it("uses a model of VS Code", async () => {
    const chatModel = fakeChatModel({ id: "m", vendor: "maker", name: "Small" });
    fake.models.set([chatModel]);
    const { list, done, choice } = await open();
    pick(list, "Small");
    expect(await done).toEqual({ provider: "vscode", id: "m", vendor: "maker", name: "Small" });
    expect(await choice.status()).toEqual({
      provider: "vscode",
      label: "Small",
      reason: "One of VS Code's language models answers. You chose it.",
    });
    expect(chatModel.requests).toEqual([]);
  });

  it("leads to where VS Code's models are managed", async () => {
    const { list, done } = await open();
    pick(list, "None available");
    expect(await done).toBeUndefined();
    expect(fake.executedCommands).toEqual(["workbench.action.chat.manage"]);
  });

  it("asks the local server only when it is picked, and lists its models", async () => {
    const close = await local(200, { data: [{ id: "qwen3:8b" }, { id: "big", max_model_len: 32_768 }] });
    const { list, done, choice } = await open();
    pick(list, "Ask http");
    await vi.waitFor(() =>
      expect(renderQuickPick(list)).toContain("qwen3:8b\nbig | 32.8k tokens of context\nChange the address"),
    );
    pick(list, "qwen3:8b");
    expect(await done).toEqual({ provider: "local", model: "qwen3:8b" });
    expect(choice.createModel({ model: "opus" })).toMatchObject({ provider: "local", name: "qwen3:8b" });
    close();
  });

  it("says what is wrong with the local server, and asks again or leads to its address", async () => {
    const closed = await local(200, {});
    const { list, done } = await open();
    closed();
    const address = String(fake.settings.globalValue("mlEngineer.local.baseUrl"));
    list.value = "ask h";
    pick(list, "Ask http");
    await vi.waitFor(() =>
      expect(renderQuickPick(list)).toBe(
        `Ask again | Nothing answers at ${address}: the connection was refused.
Change the address | ${address} | Start the server, or check the base URL.`,
      ),
    );
    const close = await local(200, { data: [] });
    pick(list, "Ask again");
    await vi.waitFor(() => expect(renderQuickPick(list)).toContain("has no model yet"));
    pick(list, "Change the address");
    expect(await done).toBeUndefined();
    expect(fake.executedCommands).toEqual(["workbench.action.openSettings"]);
    close();
  });

  it("keeps the person's place while answers come in", async () => {
    const parts = newParts();
    await parts.keys.save(key);
    const done = chooseModel(parts);
    const list = await vi.waitFor(
      () => fake.window.quickPicks.find(({ items }) => items.length > 0) ?? Promise.reject(),
    );
    list.activeItems = list.items.filter(({ label }) => label.startsWith("Ask http"));
    await opened(0);
    expect(list.items.some(({ label }) => label === "Claude")).toBe(true);
    expect(list.activeItems).toEqual([list.items.at(-1)]);
    expect(list.items).toContain(list.activeItems[0]);
    list.hide();
    await done;
  });

  it("stops asking when it is closed", async () => {
    let closed = 0;
    const silent = createServer((request) => request.socket.once("close", () => closed++));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    fake.settings.set("mlEngineer.local.baseUrl", {
      globalValue: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    });
    const { list, done } = await open();
    pick(list, "Ask http");
    await new Promise((resolve) => setTimeout(resolve, 100));
    list.hide();
    expect(await done).toBeUndefined();
    await vi.waitFor(() => expect(closed).toBe(1));
    silent.close();
  });
});
