import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findViolation, repairHistory } from "../../../src/core/agent/history";
import type { AssistantBlock, Message, UserBlock } from "../../../src/core/model/message";

const question: Message = { role: "user", content: [{ type: "text", text: "Why?" }] };
const call = (id: string): AssistantBlock => ({ type: "tool_use", id, name: "Read", input: {} });
const result = (id: string): UserBlock => ({ type: "tool_result", tool_use_id: id, content: "1\ta" });

describe("findViolation", () => {
  it.each<[string, readonly Message[], string | undefined]>([
    ["a question", [question], undefined],
    [
      "call and result",
      [question, { role: "assistant", content: [call("a")] }, { role: "user", content: [result("a")] }],
      undefined,
    ],
    ["nothing", [], "the first message is not from the user"],
    ["an open call", [question, { role: "assistant", content: [call("a")] }], "the last message is not from the user"],
    [
      "a missing result",
      [question, { role: "assistant", content: [call("a"), call("b")] }, { role: "user", content: [result("a")] }],
      "message 2 does not answer exactly the tool calls before it",
    ],
    [
      "a foreign result",
      [
        question,
        { role: "assistant", content: [{ type: "text", text: "x" }] },
        { role: "user", content: [result("z")] },
      ],
      "message 2 does not answer exactly the tool calls before it",
    ],
    [
      "a doubled result",
      [question, { role: "assistant", content: [call("a")] }, { role: "user", content: [result("a"), result("a")] }],
      "message 2 answers a tool call twice",
    ],
    [
      "text before results",
      [
        question,
        { role: "assistant", content: [call("a")] },
        { role: "user", content: [{ type: "text", text: "x" }, result("a")] },
      ],
      "message 2 has text before its tool results",
    ],
    ["two questions", [question, question], "message 1 follows another user message"],
    ["an empty text", [{ role: "user", content: [{ type: "text", text: " " }] }], "message 0 has an empty text"],
  ])("%s", (_, messages, expected) => expect(findViolation(messages)).toBe(expected));
});

const ids = fc.constantFrom("a", "b", "c", "d");
const text = fc.constantFrom("", " ", "hello").map((value) => ({ type: "text" as const, text: value }));
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    role: fc.constant("user" as const),
    content: fc.array(fc.oneof(text, ids.map(result)), { maxLength: 4 }),
  }),
  fc.record({
    role: fc.constant("assistant" as const),
    content: fc.array(fc.oneof(text, ids.map(call)), { maxLength: 4 }),
  }),
);

describe("repairHistory", () => {
  it("makes any history sendable once the person asks again, and changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        const repaired = repairHistory(messages);
        const last = repaired.at(-1);
        const next = last?.role === "user" ? repaired : [...repaired, question];
        expect(findViolation(next)).toBeUndefined();
        expect(repairHistory(repaired)).toBe(repaired);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it("returns a valid history as the same array", () => {
    const valid = [
      question,
      { role: "assistant" as const, content: [call("a")] },
      { role: "user" as const, content: [result("a")] },
    ];
    expect(repairHistory(valid)).toBe(valid);
  });

  it("keeps the calls and says that their results were lost", () => {
    const repaired = repairHistory([
      question,
      { role: "assistant", content: [call("a"), call("b")] },
      { role: "user", content: [result("b")] },
    ]);
    expect(repaired[1]).toEqual({ role: "assistant", content: [call("a"), call("b")] });
    expect(repaired[2]?.content).toMatchObject([
      { tool_use_id: "a", is_error: true },
      { tool_use_id: "b", content: "1\ta" },
    ]);
  });
});
