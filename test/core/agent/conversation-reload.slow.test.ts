import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Conversation } from "../../../src/core/agent/conversation";
import { recordOf } from "../../../src/core/agent/conversation-records";
import { ConversationStore, conversationOf } from "../../../src/core/agent/conversation-store";
import { findViolation, repairHistory } from "../../../src/core/agent/history";
import type { Message } from "../../../src/core/model/message";
import { RecordFolder } from "../../../src/core/workspace/record-folder";
import { echo } from "../../support/run-agent";
import { anyScript, play, type ScriptedQuestion } from "./conversation-script";

let path: string;
let store: ConversationStore;

beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-conversations-")));
  store = new ConversationStore(await RecordFolder.open(path));
});
afterEach(() => rm(path, { recursive: true, force: true }));

const start = {
  agent: "ml-ai-engineer",
  provider: "scripted",
  model: "scripted",
  system: "You answer.\u2028 é😀",
  tools: [echo],
};
const next: Message = { role: "user", content: [{ type: "text", text: "Next" }] };

/** What goes to the model before the last message, as bytes. */
function requestOf({ system, tools, messages }: Conversation): string {
  const sent = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return JSON.stringify({ system, tools: sent, messages: repairHistory(messages) });
}

async function continueWith(
  id: string,
  conversation: Conversation,
  script: readonly ScriptedQuestion[],
): Promise<void> {
  let questions = 0;
  for await (const event of play(conversation, script, () => `q${Date.now()}${questions++}`)) {
    const record = event.type === "question" ? event : recordOf(event);
    if (record) await store.append(id, [record]);
  }
}

async function reopened(id: string): Promise<Conversation> {
  const conversation = conversationOf(await store.open(id));
  if (!conversation) throw new Error("the header is lost");
  return conversation;
}

test("what a model sees is the same byte for byte before and after a reload", async () => {
  await fc.assert(
    fc.asyncProperty(anyScript, async (script) => {
      const { id } = await store.create(start);
      const conversation = new Conversation(start);
      await continueWith(id, conversation, script);
      expect(requestOf(await reopened(id))).toBe(requestOf(conversation));
    }),
    { numRuns: 60 },
  );
}, 60_000);

const example: readonly ScriptedQuestion[] = [
  {
    text: "Why is it slow? 😀",
    readings: 1,
    answers: [
      {
        pieces: [
          { kind: "thinking", text: "Hm." },
          { kind: "text", text: "Let me look." },
        ],
        calls: [{ text: "ü" }, { 2: 1, a: -0 }],
        stop: "tool-calls",
      },
      { pieces: [{ kind: "text", text: "It loads\nthe model." }], calls: [], stop: "end" },
    ],
  },
  {
    text: "And now?",
    readings: 0,
    answers: [{ pieces: [{ kind: "text", text: "Partial" }], calls: [], stop: "failed" }],
  },
];

test("cut at every byte, a conversation opens, is ready for the next question, and goes on with the same bytes", async () => {
  const { id } = await store.create(start);
  await continueWith(id, new Conversation(start), example);
  const whole = await readFile(join(path, `${id}.jsonl`));
  const header = whole.indexOf("\n");
  for (let cut = 0; cut <= whole.length; cut++) {
    await writeFile(join(path, `${id}.jsonl`), whole.subarray(0, cut));
    const opened = await store.open(id);
    // One line is torn at most, and it is the last one.
    expect(opened.problems.length, `cut at ${cut}`).toBeLessThanOrEqual(1);
    const conversation = conversationOf(opened);
    expect(conversation !== undefined, `cut at ${cut}`).toBe(cut >= header);
    if (!conversation) continue;
    const asked =
      conversation.messages.at(-1)?.role === "user" ? conversation.messages : [...conversation.messages, next];
    expect(findViolation(asked), `cut at ${cut}`).toBeUndefined();
    if (cut % 40 !== 0) continue;
    const before = requestOf(conversation).slice(0, -2);
    await continueWith(id, conversation, example.slice(1));
    const after = requestOf(await reopened(id));
    expect(after.startsWith(before), `cut at ${cut}`).toBe(true);
    expect(after, `cut at ${cut}`).toBe(requestOf(conversation));
  }
}, 120_000);

test("any lines lost in the middle leave a valid history", async () => {
  const { id } = await store.create(start);
  await continueWith(id, new Conversation(start), [...example, ...example]);
  const lines = (await readFile(join(path, `${id}.jsonl`), "utf8")).split("\n");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: lines.length - 2 }), { maxLength: 12 }), async (lost) => {
      const kept = lines.map((line, index) => (lost.includes(index) ? line.slice(0, line.length / 2) : line));
      await writeFile(join(path, `${id}.jsonl`), kept.join("\n"));
      const opened = await store.open(id);
      expect(opened.problems.length).toBe(new Set(lost).size);
      const messages = conversationOf(opened)?.messages ?? [];
      const asked = messages.at(-1)?.role === "user" ? messages : [...messages, next];
      expect(findViolation(asked)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
}, 60_000);
