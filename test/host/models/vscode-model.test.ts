import { beforeEach, describe, expect, it } from "vitest";
import { repairHistory } from "../../../src/core/agent/history";
import type { Message } from "../../../src/core/model/message";
import {
  LanguageModelToolCallPart as Call,
  LanguageModelChatMessage,
  LanguageModelToolResultPart as Result,
  resetFake,
  LanguageModelTextPart as Text,
} from "../../support/fake-vscode";
import { question, tools, turn } from "./vscode-support";

beforeEach(resetFake);

describe("a request", () => {
  it("puts the prompt into the first message and maps the tools", async () => {
    const { chatModel } = await turn({ turns: [[new Text("Because.")]] });
    expect(chatModel.requests).toEqual([
      {
        messages: [LanguageModelChatMessage.User([new Text("You help."), new Text("Why?")])],
        tools,
        justification: expect.stringContaining("It sends the question and what it reads"),
      },
    ]);
  });

  it("keeps calls and results paired, results first, and leaves thinking out", async () => {
    const history: Message[] = [
      question,
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm.", signature: "s" },
          { type: "text", text: "Looking." },
          { type: "tool_use", id: "a", name: "Grep", input: { pattern: "x" } },
          { type: "tool_use", id: "b", name: "Grep", input: { pattern: "y" } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "a", content: "1 match" },
          { type: "tool_result", tool_use_id: "b", content: "no such folder", is_error: true },
          { type: "text", text: "Go on." },
        ],
      },
      { role: "assistant", content: [{ type: "redacted_thinking", data: "…" }] },
      question,
    ];
    const { chatModel } = await turn({ turns: [[new Text("Done.")]] }, history);
    expect(chatModel.requests[0]?.messages.slice(1)).toEqual([
      LanguageModelChatMessage.Assistant([
        new Text("Looking."),
        new Call("a", "Grep", { pattern: "x" }),
        new Call("b", "Grep", { pattern: "y" }),
      ]),
      LanguageModelChatMessage.User([
        new Result("a", [new Text("1 match")]),
        new Result("b", [new Text("Error: no such folder")]),
        new Text("Go on."),
      ]),
      LanguageModelChatMessage.Assistant([new Text("[No text.]")]),
      LanguageModelChatMessage.User([new Text("Why?")]),
    ]);
  });

  it("is accepted by a strict provider wherever a conversation was cut", async () => {
    const whole: Message[] = [
      question,
      { role: "assistant", content: [{ type: "tool_use", id: "a", name: "Grep", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "1" }] },
      {
        role: "assistant",
        content: [
          { type: "text", text: "More." },
          { type: "tool_use", id: "b", name: "Grep", input: {} },
          { type: "tool_use", id: "c", name: "Grep", input: {} },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c", content: "\ud800" }] },
      { role: "assistant", content: [{ type: "text", text: "Done." }] },
    ];
    for (let end = 1; end <= whole.length; end++) {
      const cut = repairHistory(whole.slice(0, end));
      const messages = cut.at(-1)?.role === "user" ? cut : [...cut, question];
      const { stop } = await turn({ turns: [[new Text("Fine.")]] }, messages);
      expect(stop, `cut after ${end}`).toMatchObject({ reason: "end" });
    }
  });
});

describe("an answer", () => {
  it("streams text, and its usage is counted here and marked so", async () => {
    const { events } = await turn({ turns: [[new Text("Be"), { unknown: true }, new Text("cause.")]] });
    expect(events).toEqual([
      { type: "text", text: "Be" },
      { type: "text", text: "cause." },
      {
        type: "usage",
        usage: {
          // By 4 characters a token: the prompt with the tools, and the question.
          inputTokens: Math.ceil(`You help.\n${JSON.stringify(tools)}`.length / 4) + 1,
          outputTokens: 2,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          estimated: true,
        },
      },
      { type: "stop", reason: "end", content: [{ type: "text", text: "Because." }] },
    ]);
  });

  it("hands on tool calls, and puts them behind the text", async () => {
    const { events, stop } = await turn({
      turns: [[new Text("A"), new Call("1", "Grep", { pattern: "x" }), new Text("B")]],
    });
    expect(events).toContainEqual({ type: "tool-call", id: "1", name: "Grep", input: { pattern: "x" } });
    expect(stop).toEqual({
      type: "stop",
      reason: "tool-calls",
      content: [
        { type: "text", text: "AB" },
        { type: "tool_use", id: "1", name: "Grep", input: { pattern: "x" } },
      ],
    });
  });

  it("gives calls new identifiers when a provider starts to number again or gives none", async () => {
    const history: Message[] = [
      question,
      { role: "assistant", content: [{ type: "tool_use", id: "1", name: "Grep", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "x" }] },
    ];
    const { stop } = await turn(
      { turns: [[new Call("1", "Grep", {}), new Call("", "Grep", {}), new Call("2", "Grep", {})]] },
      history,
    );
    const ids = stop?.type === "stop" ? stop.content.map((block) => "id" in block && block.id) : [];
    expect(new Set(["1", ...ids]).size).toBe(4);
    expect(ids[2]).toBe("2");
  });

  it("keeps input that is no object as text, so that the model can be told", async () => {
    const { stop } = await turn({ turns: [[new Call("1", "Grep", '{"pattern":' as unknown as object)]] });
    expect(stop).toMatchObject({ content: [{ input: { unparsed_input: '{"pattern":' } }] });
  });

  it("says that there was none", async () => {
    const { stop } = await turn({ turns: [[new Text("  ")]] });
    expect(stop).toEqual({
      type: "stop",
      reason: "unknown",
      content: [],
      message: "The model answered nothing. Ask again, or choose another model.",
    });
  });
});
