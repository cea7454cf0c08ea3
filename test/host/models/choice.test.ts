import { beforeEach, describe, expect, it } from "vitest";
import type { ModelEvent } from "../../../src/core/model/model";
import { fake, resetFake } from "../../support/fake-vscode";
import { fakeChatModel } from "../../support/fake-vscode/language-models";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { answer, startMessagesServer } from "../../support/messages-server";
import { newParts } from "./support";

const key = "sk-ant-test-0123456789";
const inherit = { model: "inherit" };
beforeEach(resetFake);

async function ask(model: ReturnType<ReturnType<typeof newParts>["choice"]["createModel"]>): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  const request = {
    system: "You help.",
    tools: [],
    messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
  } as const;
  for await (const event of model.stream(request, new AbortController().signal)) events.push(event);
  return events;
}

describe("what answers", () => {
  it("is the offline reviewer until the person chose, with a way to connect a model", async () => {
    const { choice } = newParts();
    expect(choice.createModel(inherit).provider).toBe("offline");
    expect(await choice.status()).toEqual({
      provider: "offline",
      label: "offline reviewer",
      reason: "No model is connected, so the offline reviewer answers.",
      offer: { text: "Connect a model", action: "choose-model" },
    });
    expect(await choice.acceptOffer()).toBe(false);
  });

  it.each([
    ["the stored key", { stored: key }, "Use Claude with the stored API key", "anthropic"],
    ["the environment's key", { environment: key }, "Use Claude with the key in ANTHROPIC_API_KEY", "anthropic"],
    ["a model of VS Code", { chat: true }, "Use Large model through VS Code", "vscode"],
  ] as const)("offers %s, and uses it after one click only", async (_what, found, text, provider) => {
    const { choice, keys } = newParts(
      "environment" in found ? { environment: { ANTHROPIC_API_KEY: found.environment } } : {},
    );
    if ("stored" in found) await keys.save(found.stored);
    if ("chat" in found) {
      fake.models.set([
        fakeChatModel({ name: "Small model" }),
        fakeChatModel({ id: "2", name: "Large model", maxInputTokens: 200_000 }),
      ]);
    }
    expect((await choice.status()).offer).toEqual({ text, action: "connect-model" });
    expect(choice.createModel(inherit).provider).toBe("offline");
    expect(await choice.acceptOffer()).toBe(true);
    expect(choice.createModel(inherit).provider).toBe(provider);
    expect((await choice.status()).offer).toBeUndefined();
  });

  it("stays offline without an offer once the person chose that", async () => {
    const { choice } = newParts({ environment: { ANTHROPIC_API_KEY: key } });
    await choice.choose({ provider: "offline" });
    expect(await choice.status()).toEqual({
      provider: "offline",
      label: "offline reviewer",
      reason: "The offline reviewer answers: no key, no network. You chose it.",
    });
  });

  it("is remembered, without the key, and a broken memory counts as none", async () => {
    const globalState = fakeMemento();
    const first = newParts({ globalState });
    await first.keys.save(key);
    await first.choice.choose({ provider: "anthropic", key: "stored", model: "claude-sonnet-5-5" });
    expect(globalState.text()).not.toContain(key);
    expect(newParts({ globalState }).choice.createModel(inherit)).toMatchObject({
      provider: "anthropic",
      name: "claude-sonnet-5-5",
    });
    await globalState.update("mlEngineer.modelChoice", { provider: "evil", key });
    expect(newParts({ globalState }).choice.inForce()).toMatchObject({ decidedBy: "nobody" });
  });

  it("prefers the person's model to the agent's, and the agent's to the default", async () => {
    const { choice } = newParts();
    await choice.choose({ provider: "anthropic", key: "stored" });
    expect(choice.createModel({ model: "haiku" }).name).toBe("claude-haiku-5-5");
    expect(choice.createModel(inherit).name).toBe("claude-opus-5-5");
    fake.settings.set("mlEngineer.model", { globalValue: "claude-sonnet-5-5" });
    expect(choice.createModel({ model: "haiku" }).name).toBe("claude-sonnet-5-5");
  });

  it.each([
    ["stored", key],
    ["environment", "key-of-the-environment"],
  ] as const)("sends the %s key when that was chosen, even when there is another", async (chosen, sent) => {
    const server = await startMessagesServer({ otherwise: answer([{ type: "text", text: "Hello" }]) });
    fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: server.url });
    const { choice, keys } = newParts({ environment: { ANTHROPIC_API_KEY: "key-of-the-environment" } });
    await keys.save(key);
    await choice.choose({ provider: "anthropic", key: chosen });
    await ask(choice.createModel(inherit));
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${sent}`]);
    await server.close();
  });

  it("keeps the chosen model when another key is stored", async () => {
    const { choice } = newParts();
    await choice.useStoredKey();
    expect(choice.inForce().choice).toEqual({ provider: "anthropic", key: "stored" });
    await choice.choose({ provider: "anthropic", key: "environment", model: "claude-sonnet-5-5" });
    await choice.useStoredKey();
    expect(choice.inForce().choice).toEqual({ provider: "anthropic", key: "stored", model: "claude-sonnet-5-5" });
  });

  it("offers nothing of VS Code's models when they cannot be listed", async () => {
    const { choice, lines } = newParts();
    fake.models.fail(new Error("no extension host"));
    expect((await choice.status()).offer).toEqual({ text: "Connect a model", action: "choose-model" });
    expect(lines[0]).toContain("no extension host");
  });

  it("says what is missing and how to add it", async () => {
    const { choice } = newParts();
    await choice.choose({ provider: "anthropic", key: "stored" });
    expect(await choice.status(inherit)).toMatchObject({
      label: "claude-opus-5-5",
      reason: "There is no API key for Anthropic.",
      offer: { action: "set-api-key" },
    });
    expect((await ask(choice.createModel(inherit))).at(-1)).toMatchObject({
      type: "stop",
      reason: "failed",
      message: expect.stringMatching(/no API key/),
    });
    await choice.choose({ provider: "anthropic", key: "environment" });
    expect((await choice.status()).reason).toContain("ANTHROPIC_API_KEY is no longer set");
    await choice.choose({ provider: "local" });
    expect((await choice.status()).offer).toMatchObject({ action: "choose-model" });
    expect((await ask(choice.createModel(inherit))).at(-1)).toMatchObject({
      reason: "failed",
      message: expect.stringMatching(/Choose model/),
    });
  });
});

describe("settings", () => {
  it("pin the provider until the person chooses anew", async () => {
    const { choice } = newParts();
    fake.settings.set("mlEngineer.provider", { globalValue: "local" });
    fake.settings.set("mlEngineer.model", { globalValue: "qwen3:8b" });
    expect(choice.createModel(inherit)).toMatchObject({ provider: "local", name: "qwen3:8b" });
    expect((await choice.status()).reason).toBe(
      "The server at http://localhost:11434 answers. The setting mlEngineer.provider says so.",
    );
    await choice.choose({ provider: "offline" });
    expect(choice.createModel(inherit).provider).toBe("offline");
    expect(fake.settings.globalValue("mlEngineer.provider")).toBeUndefined();
  });

  it("of a workspace change nothing: no provider, no model, no price, and above all no address for the key", async () => {
    const good = await startMessagesServer({ key, otherwise: answer([{ type: "text", text: "Hello" }]) });
    const evil = await startMessagesServer({ otherwise: answer([{ type: "text", text: "Thanks for the key" }]) });
    try {
      for (const layer of ["workspaceValue", "workspaceFolderValue"]) {
        fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: good.url, [layer]: evil.url });
        fake.settings.set("mlEngineer.local.baseUrl", { [layer]: evil.url });
        fake.settings.set("mlEngineer.provider", { [layer]: "local" });
        fake.settings.set("mlEngineer.model", { [layer]: "expensive" });
        fake.settings.set("mlEngineer.prices", { [layer]: { any: { input: 0, output: 0 } } });
        const { choice, keys } = newParts();
        await keys.save(key);
        await choice.choose({ provider: "anthropic", key: "stored" });
        const { settings } = choice.inForce();
        expect(settings).toMatchObject({
          provider: undefined,
          model: undefined,
          localBaseUrl: "http://localhost:11434",
          prices: {},
        });
        const model = choice.createModel(inherit);
        expect(model).toMatchObject({ provider: "anthropic", name: "claude-opus-5-5" });
        expect(await ask(model)).toContainEqual({ type: "text", text: "Hello" });
      }
      expect(good.requests).toHaveLength(2);
      expect([...evil.requests, ...evil.otherRequests]).toEqual([]);
    } finally {
      await good.close();
      await evil.close();
    }
  });

  it("of an unknown shape are left out, and the log says which", () => {
    fake.settings.set("mlEngineer.provider", { globalValue: "gpt" });
    fake.settings.set("mlEngineer.anthropic.baseUrl", { globalValue: 7 });
    fake.settings.set("mlEngineer.prices", {
      globalValue: {
        good: { input: 1, output: 2, asOf: "2027-01-01" },
        bad: { input: "1" },
        negative: { input: -1, output: 1 },
      },
    });
    const { choice, lines } = newParts();
    expect(choice.inForce().settings).toMatchObject({
      provider: undefined,
      anthropicBaseUrl: "https://api.anthropic.com",
      prices: { good: { input: 1, output: 2, asOf: "2027-01-01" } },
    });
    expect(lines.map((line) => /price of (\w+)/.exec(line)?.[1])).toEqual(["bad", "negative"]);
  });

  it("tell listeners when they change", async () => {
    const { choice, keys } = newParts();
    let told = 0;
    choice.onDidChange(() => told++);
    fake.settings.set("mlEngineer.provider", { globalValue: "local" });
    fake.settings.set("editor.fontSize", { globalValue: 12 });
    fake.models.set([]);
    await keys.save(key);
    expect(told).toBe(3);
    choice.dispose();
    await keys.save(key);
    expect(told).toBe(3);
  });
});
