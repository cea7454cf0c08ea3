import { beforeEach, describe, expect, it } from "vitest";
import {
  LanguageModelToolCallPart as Call,
  CancellationError,
  LanguageModelError,
  resetFake,
  LanguageModelTextPart as Text,
} from "../../support/fake-vscode";
import { fakeChatModel } from "../../support/fake-vscode/language-models";
import { collect, modelOver, question, turn } from "./vscode-support";

beforeEach(resetFake);

describe("a failure ends with one sentence and never throws:", () => {
  it.each([
    [
      LanguageModelError.NoPermissions("no"),
      "failed",
      "VS Code was not allowed to let ML Engineer use Scripted model. Ask again and allow it, or choose another model.",
    ],
    [
      LanguageModelError.NotFound("gone"),
      "failed",
      "Scripted model is no longer among VS Code's language models. Choose another model.",
    ],
    [
      LanguageModelError.Blocked("Quota exceeded."),
      "failed",
      'Scripted model is blocked for now, for example by a used-up quota ("Quota exceeded"). Wait, or choose another model.',
    ],
    [
      new LanguageModelError("", "Unknown", new Error("boom")),
      "failed",
      'Scripted model failed ("boom"). Ask again, or choose another model.',
    ],
    [new Error("Message exceeds token limit."), "context-full", expect.stringContaining("Start a new conversation")],
    [
      new Error("key sk-ant-api03-abcdefghijkl refused"),
      "failed",
      'Scripted model failed ("key [key] refused"). Ask again, or choose another model.',
    ],
    [new CancellationError(), "cancelled", expect.stringContaining("Stopped.")],
  ])("%s", async (error, reason, message) => {
    // Nothing was answered, so there is nothing to count.
    expect((await turn({ turns: [error] })).events).toEqual([{ type: "stop", reason, content: [], message }]);
    // In the middle of an answer the text is kept, and a call that nobody will run is not.
    const { stop } = await turn({ turns: [[new Text("So far"), new Call("1", "Grep", {}), error]] });
    expect(stop).toEqual({ type: "stop", reason, content: [{ type: "text", text: "So far" }], message });
  });

  it("the model is gone", async () => {
    expect((await collect(modelOver(undefined))).at(-1)).toMatchObject({
      reason: "failed",
      message: expect.stringContaining("no longer"),
    });
  });

  it("the list of models cannot be read", async () => {
    const model = modelOver(undefined, { select: () => Promise.reject(new Error("no host")) });
    expect((await collect(model)).at(-1)).toMatchObject({
      reason: "failed",
      message: expect.stringContaining("no host"),
    });
  });

  it("silence, first shown and then ended", async () => {
    const chatModel = fakeChatModel({ turns: [[new Text("A"), "wait"]] });
    const events = await collect(modelOver(chatModel, { silenceNotice: 40, idleTimeout: 100 }));
    expect(events.map(({ type }) => type)).toEqual(["text", "waiting", "waiting", "usage", "stop"]);
    expect(events.at(-1)).toMatchObject({ reason: "failed", content: [{ type: "text", text: "A" }] });
  });
});

describe("stopping", () => {
  it("is immediate, keeps the text and cancels the request", async () => {
    const chatModel = fakeChatModel({ turns: [[new Text("So far"), "wait"]] });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const started = performance.now();
    const events = await collect(modelOver(chatModel), { signal: controller.signal });
    expect(performance.now() - started).toBeLessThan(200);
    expect(events.at(-1)).toMatchObject({ reason: "cancelled", content: [{ type: "text", text: "So far" }] });
    expect(chatModel.cancelled).toBe(1);
  });

  it("before the start sends nothing", async () => {
    const chatModel = fakeChatModel({ turns: [[new Text("Never")]] });
    const events = await collect(modelOver(chatModel), { signal: AbortSignal.abort() });
    expect(events).toMatchObject([{ type: "stop", reason: "cancelled", content: [] }]);
    expect(chatModel.requests).toEqual([]);
  });
});

describe("consent", () => {
  it.each([
    [undefined, 0],
    [false, 0],
    [true, 1],
  ])("is not asked for without the person: VS Code says %s, requests sent %i", async (known, sent) => {
    const chatModel = fakeChatModel({ turns: [[new Text("Fine.")]] });
    const events = await collect(
      modelOver(chatModel, { consent: "only-if-given", access: { canSendRequest: () => known } }),
    );
    expect(chatModel.requests).toHaveLength(sent);
    expect(events.at(-1)).toMatchObject({ reason: sent === 1 ? "end" : "failed" });
  });
});

describe("counting", () => {
  it("counts each message of a conversation once", async () => {
    const counted: string[] = [];
    const chatModel = fakeChatModel({
      turns: [[new Text("One.")], [new Text("Two.")]],
      countTokens: async (text) => counted.push(text),
    });
    const model = modelOver(chatModel);
    await collect(model);
    await collect(model, {
      messages: [
        question,
        { role: "assistant", content: [{ type: "text", text: "One." }] },
        { role: "user", content: [{ type: "text", text: "And?" }] },
      ],
    });
    expect(counted.filter((text) => text === "Why?")).toHaveLength(1);
    expect(counted.filter((text) => text.startsWith("You help."))).toHaveLength(1);
    expect(counted).toContain("And?");
  });

  it.each([
    ["fails", () => Promise.reject(new Error("no"))],
    ["gives nonsense", async () => Number.NaN],
    ["never ends", () => new Promise<number>(() => {})],
  ])("estimates when it %s, and does not hold the answer up", async (_what, countTokens) => {
    const started = performance.now();
    const { events } = await turn({ turns: [[new Text("x".repeat(35))]], countTokens });
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(events.find(({ type }) => type === "usage")).toMatchObject({ usage: { outputTokens: 10, estimated: true } });
  });
});
