import { expect, test } from "vitest";
import type { QuestionRecord } from "../../../src/core/agent/conversation-records";
import type { AgentEvent, EndReason } from "../../../src/core/agent/events";
import { noAnswer } from "../../../src/core/agent/history";
import type { AssistantBlock } from "../../../src/core/model/message";
import { Transcript } from "../../../src/host/chat/transcript";
import type { Change, Item } from "../../../src/protocol/chat";

const usage = { inputTokens: 200, outputTokens: 50, cacheReadTokens: 800, cacheWriteTokens: 0 };
const ports = { estimate: (model: string) => (model === "priced" ? { usd: 0.04, asOf: "2026-11-01" } : undefined) };

const asks = (text: string): QuestionRecord => ({ type: "question", id: "q1", at: "", text, attachments: [] });
const start: AgentEvent = { type: "start", agent: "a", provider: "p", model: "priced", tools: [] };
const context = (title: string): AgentEvent => ({
  type: "context",
  source: "memory",
  title,
  path: `${title}.md`,
  characters: 1,
  milliseconds: 2,
  reason: "fits",
});
const says = (...content: AssistantBlock[]): AgentEvent => ({
  type: "message",
  message: { role: "assistant", content },
});
const calls = (id: string, name: string, input: unknown, title = id): AgentEvent => ({
  type: "tool-call",
  id,
  name,
  title,
  input,
});
const gives = (id: string, content: string, isError = false): AgentEvent => ({
  type: "tool-result",
  id,
  name: "Read",
  isError,
  summary: "3 lines",
  content,
  milliseconds: 4,
});
const ends = (reason: EndReason, message?: string): AgentEvent => ({
  type: "end",
  reason,
  turns: 1,
  milliseconds: 9,
  usage,
  ...(message !== undefined && { message }),
});

function fold(...events: readonly (AgentEvent | QuestionRecord)[]): {
  transcript: Transcript;
  changes: readonly Change[];
} {
  const transcript = new Transcript(ports);
  let changes: readonly Change[] = [];
  for (const event of events) changes = transcript.apply(event);
  return { transcript, changes };
}

/** Items as text, one a line. */
const shown = ({ transcript }: { transcript: Transcript }) => transcript.items.map(rowOf).join("\n");

function rowOf(item: Item): string {
  switch (item.kind) {
    case "question":
      return `${item.id} ? ${item.text}`;
    case "reading":
      return `${item.id} read ${item.rows.map(({ title }) => title).join(", ")}`;
    case "thinking":
    case "answer":
      return `${item.id} ${item.kind} ${JSON.stringify(item.text)}${item.done ? "" : " …"}`;
    case "tool":
      return `${item.id} ${item.name}(${item.title}) ${item.state} ${item.summary}`.trim();
    case "handoff":
      return `${item.id} handoff to ${item.to}: ${item.task}`;
    case "notice":
      return `${item.id} ${item.tone}: ${item.text} [${item.actions.join(", ")}]`;
    case "end":
      return `${item.id} end ${item.reason} ${item.cost ? `$${item.cost.usd}` : "no price"}`;
  }
}

test("an answer with reading, thinking, tools and figures", () => {
  const result = fold(
    asks("Why?"),
    start,
    context("protocol"),
    context("memory"),
    { type: "turn", turn: 1 },
    { type: "thinking", text: "Hm" },
    { type: "thinking", text: "." },
    { type: "text", text: "Let me" },
    { type: "text", text: " look." },
    { type: "usage", usage, total: usage },
    says(
      { type: "thinking", thinking: "Hm.", signature: "s" },
      { type: "text", text: "Let me look." },
      { type: "tool_use", id: "a", name: "Read", input: {} },
    ),
    calls("a", "Read", {}),
    calls("b", "Grep", {}),
    gives("b", "x"),
    gives("a", "No such file.", true),
    { type: "turn", turn: 2 },
    { type: "text", text: "So." },
    says({ type: "text", text: "So." }),
    ends("done"),
  );
  expect(shown(result)).toBe(`q1 ? Why?
r1 read protocol, memory
m0t0 thinking "Hm."
m0a0 answer "Let me look."
t1 Read(a) failed 3 lines
t2 Grep(b) done 3 lines
m1a0 answer "So."
e1 end done $0.04`);
});

test("text arrives as it comes, and what ends is told once", () => {
  const { transcript, changes } = fold(asks("Why?"), start, { type: "text", text: "A" });
  expect(changes).toEqual([{ type: "append", item: { kind: "answer", id: "m0a0", text: "A", done: false } }]);
  expect(transcript.apply({ type: "text", text: "b" })).toEqual([{ type: "append-text", id: "m0a0", text: "b" }]);
  expect(transcript.apply(says({ type: "text", text: "Ab" }))).toEqual([
    { type: "replace", item: { kind: "answer", id: "m0a0", text: "Ab", done: true } },
  ]);
});

test("a passage that ended is not told again with its message", () => {
  const streamed = [asks("Why?"), start, { type: "thinking", text: "Hm" }, { type: "text", text: "So." }] as const;
  const message = says({ type: "thinking", thinking: "Hm" }, { type: "text", text: "So." });
  expect(fold(...streamed, message).changes).toEqual([
    { type: "replace", item: { kind: "answer", id: "m0a0", text: "So.", done: true } },
  ]);
});

test("thinking that only came with the message stands before the text that streamed", () => {
  const message = says({ type: "thinking", thinking: "Hm" }, { type: "text", text: "So." });
  const result = fold(asks("Why?"), start, { type: "text", text: "So" }, message);
  expect(shown(result)).toBe('q1 ? Why?\nm0t0 thinking "Hm"\nm0a0 answer "So."');
});

test("each question has its own reading", () => {
  const second = { ...asks("And?"), id: "q2" };
  const result = fold(asks("Why?"), start, context("a"), ends("done"), second, start, context("b"));
  expect(shown(result)).toBe("q1 ? Why?\nr1 read a\ne1 end done $0.04\nq2 ? And?\nr2 read b");
});

test("a wait counts down in one row, and vanishes when the stream goes on", () => {
  const waiting = (seconds: number): AgentEvent => ({
    type: "waiting",
    reason: "Rate limit reached",
    seconds,
    attempt: 2,
    attempts: 5,
  });
  const result = fold(asks("Why?"), start, { type: "thinking", text: "Hm" }, waiting(2), waiting(1));
  expect(shown(result)).toBe("q1 ? Why?\nw1 waiting: Rate limit reached (1 s, attempt 2 of 5) [stop]");
  expect(result.changes.map(({ type }) => type)).toEqual(["replace"]);
  const silent: AgentEvent = { type: "waiting", reason: "The model is silent" };
  result.transcript.apply({ type: "thinking", text: "Again" });
  result.transcript.apply(silent);
  expect(shown(result)).toBe('q1 ? Why?\nm0t0 thinking "Again" …\nw2 waiting: The model is silent [stop]');
  result.transcript.apply(says({ type: "text", text: "So." }));
  expect(shown(result)).toBe('q1 ? Why?\nm0a0 answer "So."');
});

test.each([
  ["failed", "Nothing answers at http://x: the connection was refused. Start the server.", "error", "retry, show-log"],
  [
    "failed",
    "https://x refused the API key (401). Enter a valid key for this provider.",
    "error",
    "set-api-key, choose-model, show-log",
  ],
  [
    "failed",
    "There is no API key for Anthropic. Enter one, or choose another provider.",
    "error",
    "set-api-key, choose-model, show-log",
  ],
  ["failed", "The account has no credit left (402). Add credit.", "error", "choose-model, retry, show-log"],
  [
    "failed",
    "The request is too large for the endpoint (413). Start a new conversation.",
    "error",
    "new-conversation, retry, show-log",
  ],
  ["refusal", "The model refused to answer.", "note", "retry, choose-model"],
  ["cut-off", "The conversation no longer fits the model. Start a new one.", "note", "retry, new-conversation"],
] as const)("%s: %s", (reason, message, tone, actions) => {
  expect(shown(fold(asks("Why?"), start, says({ type: "text", text: noAnswer }), ends(reason, message)))).toBe(
    `q1 ? Why?\ne1n ${tone}: ${message} [${actions}]\ne1 end ${reason} $0.04`,
  );
});

test.each(["done", "cancelled", "limit", "repetition"] as const)("%s needs no button", (reason) => {
  const result = fold(asks("Why?"), { ...start, model: "unpriced" } as AgentEvent, ends(reason, "Stopped."));
  expect(shown(result)).toBe(`q1 ? Why?\ne1 end ${reason} no price`);
});

test("what streamed and is not part of the conversation disappears with the end", () => {
  const result = fold(
    asks("Why?"),
    start,
    { type: "thinking", text: "Hm" },
    says({ type: "text", text: noAnswer }),
    ends("cancelled", "Stopped."),
  );
  expect(shown(result)).toBe("q1 ? Why?\ne1 end cancelled $0.04");
});

test.each<[string, unknown, unknown]>([
  ["Read", { file_path: "a.py" }, { path: "a.py" }],
  ["Read", { file_path: "a.py", offset: 40, limit: 49 }, { path: "a.py", line: 40, endLine: 88 }],
  ["Read", { file_path: "a.py", offset: 0 }, { path: "a.py", line: 1 }],
  ["Read", { file_path: "a.py", limit: 10 }, { path: "a.py", line: 1, endLine: 10 }],
  ["Read", { file_path: "a.py", offset: "1", limit: -5 }, { path: "a.py" }],
  ["Read", { file_path: "a.py", offset: 1e9, limit: 1e9 }, { path: "a.py", line: 1e9 }],
  ["Read", { file_path: "x".repeat(5000) }, undefined],
  ["Read", { file_path: 5 }, undefined],
  ["Read", null, undefined],
  ["Grep", { pattern: "x", path: "a.py" }, undefined],
])("%s %j opens %j", (name, input, place) => {
  const { transcript } = fold(asks("Why?"), start, calls("a", name, input));
  const [, item] = transcript.items;
  expect(item?.kind === "tool" && item.place).toEqual(place);
});

test("a tool result is cut for display by code point", () => {
  const { transcript } = fold(asks("Why?"), start, calls("a", "Read", {}), gives("a", "😀".repeat(20_000)));
  const item = transcript.items[1];
  expect(item?.kind === "tool" && item.content).toMatch(/^(😀){7900}\n\[12100 more characters are not shown here\]$/u);
});

test("an answer cut off by the end of the session says so, once", () => {
  const records = [asks("Why?"), start, calls("a", "Read", {})] as const;
  const { transcript } = fold(...records);
  transcript.interrupt();
  expect(transcript.interrupt()).toEqual([]);
  const expected = `q1 ? Why?
t1 Read(a) failed The session ended before the result came.
n1 note: The session ended before this answer was complete. Its unfinished part is lost. [retry]`;
  expect(shown({ transcript })).toBe(expected);
  expect(shown({ transcript: Transcript.from(records as never, ports) })).toBe(expected);
  expect(transcript.nextQuestionId).toBe("q2");
});

test("a question whose record is lost is shown as it was sent", () => {
  const sent: AgentEvent = {
    type: "message",
    message: {
      role: "user",
      content: [
        { type: "text", text: "context" },
        { type: "text", text: "Why?" },
      ],
    },
  };
  const result = fold(
    start,
    says({ type: "text", text: noAnswer }),
    sent,
    says({ type: "text", text: "So." }),
    ends("done"),
  );
  expect(shown(result)).toBe('q1 ? Why?\nm1a0 answer "So."\ne1 end done $0.04');
});
