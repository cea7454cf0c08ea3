import { appendFile, mkdtemp, readdir, readFile, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConversationRecord, recordOf, shownContent } from "../../../src/core/agent/conversation-records";
import { ConversationStore, conversationOf } from "../../../src/core/agent/conversation-store";
import type { Usage } from "../../../src/core/model/model";
import { RecordFolder } from "../../../src/core/workspace/record-folder";

let path: string;
let store: ConversationStore;

beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-store-")));
  store = await openStore();
});
afterEach(() => rm(path, { recursive: true, force: true }));

let day = 1;
async function openStore(): Promise<ConversationStore> {
  return new ConversationStore(await RecordFolder.open(path), { now: () => new Date(Date.UTC(2026, 10, day++)) });
}

const start = {
  agent: "ml-ai-engineer",
  provider: "anthropic",
  model: "claude-opus-5-5",
  system: "You answer.",
  tools: [],
};
const usage: Usage = { inputTokens: 10, outputTokens: 2, cacheReadTokens: 5, cacheWriteTokens: 0 };
const says = (role: "user" | "assistant", text: string): ConversationRecord => ({
  type: "message",
  message: { role, content: [{ type: "text", text }] },
});
const asks = (id: string, text: string, answer: string, usd?: number): ConversationRecord[] => [
  { type: "question", id, at: "2026-11-22T09:00:00Z", text, attachments: [] },
  { type: "turn", turn: 1 },
  says("user", text),
  { type: "usage", usage, total: usage },
  says("assistant", answer),
  {
    type: "end",
    reason: "done",
    turns: 1,
    milliseconds: 5,
    usage,
    ...(usd !== undefined && { cost: { usd, asOf: "2026-11-01" } }),
  },
];

/** The list as text. */
async function list(from = store): Promise<string> {
  return (await from.list())
    .map(({ title, questions, turns, cost, usage: { inputTokens }, problems }) =>
      [
        title,
        `${questions} questions`,
        `${turns} turns`,
        `${inputTokens} tokens`,
        cost?.toFixed(2) ?? "-",
        `${problems} problems`,
      ].join(" | "),
    )
    .join("\n");
}

async function touch(id: string, seconds: number): Promise<void> {
  await utimes(join(path, `${id}.jsonl`), seconds, seconds);
}

test("the list shows titles, counts and costs, newest first, also to a store that did not write them", async () => {
  const one = await store.create(start, asks("q1", "\n  Why is large-v3 slow?\nReally?", "Because.", 0.04));
  const two = await store.create(start, asks("q1", "x".repeat(200), "Yes."));
  await store.append(one.id, asks("q2", "And INT8?", "Cheaper.", 0.02));
  await touch(one.id, 1000);
  await touch(two.id, 2000);
  const expected = `${"x".repeat(80)}… | 1 questions | 1 turns | 10 tokens | - | 0 problems
Why is large-v3 slow? | 2 questions | 2 turns | 20 tokens | 0.06 | 0 problems`;
  expect(await list()).toBe(expected);
  expect(await list(await openStore())).toBe(expected);
  await store.rename(one.id, "  Speed of large-v3 ");
  await touch(one.id, 3000);
  expect(await list()).toMatch(/^Speed of large-v3 \| 2 questions/);
  expect((await store.list())[0]).toMatchObject({
    agent: "ml-ai-engineer",
    model: "claude-opus-5-5",
    question: "\n  Why is large-v3 slow?\nReally?",
    modified: 3_000_000,
  });
});

test("a file without a record is not listed, and one without a header is", async () => {
  await writeFile(join(path, "empty.jsonl"), "");
  expect(await list()).toBe("");
  await writeFile(join(path, "torn.jsonl"), '{"type":"conver');
  expect(await list()).toBe(" | 0 questions | 0 turns | 0 tokens | - | 1 problems");
});

test("an unchanged file is not read again for the list", async () => {
  const { id } = await store.create(start, asks("q1", "Why?", "So."));
  await touch(id, 1000);
  const [first] = await store.list();
  const [again] = await store.list();
  expect(again).toBe(first);
  await store.append(id, asks("q2", "Why?", "So."));
  expect((await store.list())[0]).toMatchObject({ questions: 2 });
});

test("search finds titles, questions and answers, and neither tool results nor the prompt", async () => {
  const one = await store.create(start, asks("q1", "Почему модель медленная?", "Weights are LOADED for each job."));
  const two = await store.create(start, [
    ...asks("q1", "Which engine?", "Vosk 😀 at service.py:52."),
    {
      type: "message",
      message: { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "needle" }] },
    },
  ]);
  await store.rename(one.id, "Speed");
  await store.rename(two.id, "Engines of the service");
  const find = async (text: string) =>
    (await store.search(text)).map(
      ({ conversation, where, excerpt }) => `${conversation.id === one.id ? "one" : "two"} ${where} ${excerpt}`,
    );
  expect(await find("МОДЕЛЬ почему")).toEqual(["one question Почему модель медленная?"]);
  expect(await find("loaded job")).toEqual(["one answer Weights are LOADED for each job."]);
  expect(await find("engines")).toEqual(["two title Engines of the service"]);
  expect(await find("vosk")).toEqual(["two answer Vosk 😀 at service.py:52."]);
  expect(await find("needle")).toEqual([]);
  expect(await find("You answer")).toEqual([]);
  expect(await find("  ")).toEqual([]);
  expect(await store.search("vosk", AbortSignal.abort())).toEqual([]);
});

test("a fork has the messages before the question, byte for byte, and does not need its parent", async () => {
  const { id } = await store.create(start, [
    ...asks("q1", "Why?", "So."),
    ...asks("q2", "And?", "Thus."),
    ...asks("q3", "Then?", "End."),
  ]);
  const fork = await store.fork(id, "q2");
  const messagesOf = async (name: string) => conversationOf(await store.open(name))?.messages ?? [];
  expect(JSON.stringify(await messagesOf(fork.id))).toBe(JSON.stringify((await messagesOf(id)).slice(0, 2)));
  await store.append(fork.id, asks("q2", "Or?", "Else."));
  await store.remove(id);
  expect(await messagesOf(fork.id)).toHaveLength(4);
  const again = await store.fork(fork.id, "q2");
  expect((await store.list()).map(({ parent }) => parent).sort()).toEqual([fork.id, id].sort());
  expect(again.records.filter(({ type }) => type === "fork")).toMatchObject([{ parent: fork.id, messages: 2 }]);
  await expect(store.fork(fork.id, "q9")).rejects.toMatchObject({ name: "RecordError", problem: "missing" });
});

test("of two windows on one conversation the second is told, and goes on after opening it again", async () => {
  const { id } = await store.create(start, asks("q1", "Why?", "So."));
  const other = await openStore();
  await other.open(id);
  await store.append(id, asks("q2", "And?", "Thus."));
  await expect(other.append(id, asks("q2", "Or?", "Else."))).rejects.toMatchObject({ problem: "conflict" });
  expect((await other.open(id)).records.filter(({ type }) => type === "question")).toHaveLength(2);
  await other.rename(id, "Other title");
  await other.append(id, asks("q3", "Or?", "Else."));
  await expect(store.append(id, asks("q3", "No?", "No."))).rejects.toMatchObject({ problem: "conflict" });
  const { records, problems } = await store.open(id);
  expect(records.flatMap((record) => (record.type === "question" ? [record.text] : []))).toEqual([
    "Why?",
    "And?",
    "Or?",
  ]);
  expect(problems).toEqual([]);
});

test("opening or reading a conversation while it is written loses nothing and disturbs nobody", async () => {
  const { id } = await store.create(start, asks("q1", "Why?", "So."));
  const appended: Promise<unknown>[] = [];
  for (let index = 0; index < 40; index++) {
    appended.push(store.append(id, [{ type: "notice", message: `${index}` }]));
    if (index % 3 === 0) appended.push(store.open(id));
    if (index % 4 === 0) appended.push(store.read(id), store.list(), store.rename(id, `Title ${index}`));
    if (index % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(appended);
  const { records, problems } = await store.open(id);
  const notices = records.flatMap((record) => (record.type === "notice" ? [Number(record.message)] : []));
  expect(notices).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(problems).toEqual([]);
});

test("a removed conversation is gone, in every window", async () => {
  const { id } = await store.create(start, asks("q1", "Why?", "So."));
  const other = await openStore();
  await other.open(id);
  await store.remove(id);
  expect(await readdir(path)).toEqual([]);
  expect(await other.list()).toEqual([]);
  await expect(other.append(id, asks("q2", "And?", "Thus."))).rejects.toMatchObject({ problem: "missing" });
  await expect(store.open(id)).rejects.toMatchObject({ problem: "missing" });
});

test("broken, newer and strange records are reported with their line; the rest is read", async () => {
  const { id } = await store.create(start, asks("q1", "Why?", "So."));
  const file = join(path, `${id}.jsonl`);
  await appendFile(
    file,
    '{"type":"message","message":{"role":"user","content":[{"type":"text"}]}}\n{"type":"hologram"}\n{"type":\n',
  );
  await store.append(id, asks("q2", "And?", "Thus."));
  const { records, problems } = await store.open(id);
  expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    "8: a record of type message is not understood",
    "9: a record of type hologram is not understood",
    "10: not a JSON object",
  ]);
  expect(records.filter(({ type }) => type === "question")).toHaveLength(2);
  expect((await store.list())[0]?.problems).toBe(1);
  await writeFile(file, (await readFile(file, "utf8")).replace('"version":1', '"version":2'));
  const newer = await store.open(id);
  expect(newer.header).toBeUndefined();
  expect(conversationOf(newer)).toBeUndefined();
  expect(newer.problems[0]?.message).toContain("newer version");
});

test("deltas and waits are not stored, and a tool result is stored as it is shown", () => {
  expect(recordOf({ type: "text", text: "a" })).toBeUndefined();
  expect(recordOf({ type: "thinking", text: "a" })).toBeUndefined();
  expect(recordOf({ type: "waiting", reason: "a" })).toBeUndefined();
  const result = { type: "tool-result", id: "a", name: "Read", isError: false, summary: "", milliseconds: 1 } as const;
  const content = "😀".repeat(20_000);
  const shown = shownContent(content);
  expect(recordOf({ ...result, content })).toEqual({ ...result, content: shown });
  expect([...shown].length).toBeLessThanOrEqual(8000);
  expect(shown).toMatch(/^(😀)+\n\[12100 more characters are not shown here\]$/u);
  expect(shownContent(shown)).toBe(shown);
  expect(shownContent("x".repeat(8000))).toBe("x".repeat(8000));
});
