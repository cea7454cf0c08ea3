import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Conversation } from "../src/core/agent/conversation";
import type { QuestionRecord } from "../src/core/agent/conversation-records";
import { ConversationStore, conversationOf } from "../src/core/agent/conversation-store";
import type { AgentEvent } from "../src/core/agent/events";
import { RecordFolder } from "../src/core/workspace/record-folder";
import { Transcript } from "../src/host/chat/transcript";
import { type BenchRow, collectGarbage, eventLoopRow, percentile } from "./harness";

/** P11, the host's half, and P17 for conversations on the disk: what long ones cost in memory and in held-up time. */
export async function benchTranscript(): Promise<readonly BenchRow[]> {
  const path = await mkdtemp(join(tmpdir(), "ml-engineer-bench-conversations-"));
  try {
    const rows = [await heapRow("1,000 turns with 20 KB results, live: heap / history", async () => keepLive(1000))];
    const id = await writeConversation(path, 1000);
    rows.push(await heapRow("the same, opened from the disk: heap / history", () => openConversation(path, id)));
    const large = await writeConversation(path, 2200);
    const megabytes = Math.round((await stat(join(path, `${large}.jsonl`))).size / 1e6);
    const open = async () => {
      await openConversation(path, large);
      // What was done last without a pause is only seen by a timer that comes late.
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    rows.push(await eventLoopRow("P17", `open a conversation of ${megabytes} MB, ms`, open));
    rows.push(await eventLoopRow("P17", `list and search ${megabytes} MB of it, ms`, () => listAndSearch(path)));
    return [...rows, await timeRow(`open a conversation of ${megabytes} MB, ms`, () => openConversation(path, large))];
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

const ports = { estimate: () => undefined };
const usage = { inputTokens: 10, outputTokens: 2, cacheReadTokens: 5, cacheWriteTokens: 0 };
const start = { agent: "ml-ai-engineer", provider: "bench", model: "bench", system: "You answer.", tools: [] };

interface Kept {
  readonly conversation: Conversation | undefined;
  readonly transcript: Transcript;
}

/** What a session holds while it runs: the history of the model and the items of the view. */
function keepLive(turns: number): Kept {
  const conversation = new Conversation(start);
  const transcript = new Transcript(ports);
  for (const event of turnsOf(turns)) {
    if (event.type === "message") conversation.append(event.message);
    transcript.apply(event);
  }
  return { conversation, transcript };
}

async function writeConversation(path: string, turns: number): Promise<string> {
  const store = new ConversationStore(await RecordFolder.open(path));
  const { id } = await store.create(start);
  const transcript = new Transcript(ports);
  let batch = [];
  for (const event of turnsOf(turns)) {
    const record = event.type === "question" ? event : transcript.recordOf(event);
    if (record) batch.push(record);
    if (batch.length < 500 && event.type !== "end") continue;
    await store.append(id, batch);
    batch = [];
  }
  return id;
}

async function openConversation(path: string, id: string): Promise<Kept> {
  const stored = await new ConversationStore(await RecordFolder.open(path)).open(id);
  return { conversation: conversationOf(stored), transcript: await Transcript.load(stored.records, ports) };
}

async function listAndSearch(path: string): Promise<void> {
  const store = new ConversationStore(await RecordFolder.open(path));
  await store.list();
  if ((await store.search("words that no answer holds")).length > 0) throw new Error("something was found");
}

/** One question whose answer takes so many turns, each with text, a call and its result of 20 KB. */
function* turnsOf(turns: number): Generator<AgentEvent | QuestionRecord> {
  const message = (content: Extract<AgentEvent, { type: "message" }>["message"]): AgentEvent => ({
    type: "message",
    message: content,
  });
  yield { type: "question", id: "q1", at: "2026-11-22T09:00:00Z", text: "Why?", attachments: [] };
  yield { type: "start", agent: "ml-ai-engineer", provider: "bench", model: "bench", tools: [] };
  yield message({ role: "user", content: [{ type: "text", text: "Why?" }] });
  for (let turn = 1; turn <= turns; turn++) {
    const text = `Step ${turn}: the model is loaded for each job. `.repeat(10);
    const content = Array.from({ length: 600 }, (_, line) => `${line}\t    value_${turn}_${line} = load_model("small")`)
      .join("\n")
      .slice(0, 20_480);
    const call = { id: `toolu_${turn}`, name: "Read", input: { file_path: `service_${turn}.py` } };
    yield { type: "turn", turn };
    yield { type: "text", text };
    yield { type: "usage", usage, total: usage };
    yield message({
      role: "assistant",
      content: [
        { type: "text", text },
        { type: "tool_use", ...call },
      ],
    });
    yield { type: "tool-call", ...call, title: call.input.file_path };
    yield {
      type: "tool-result",
      id: call.id,
      name: "Read",
      isError: false,
      summary: "600 lines",
      content,
      milliseconds: 2,
    };
    yield message({ role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content }] });
  }
  yield { type: "end", reason: "done", turns, milliseconds: 5, usage };
}

async function heapRow(what: string, keep: () => Promise<Kept>): Promise<BenchRow> {
  collectGarbage();
  const before = process.memoryUsage();
  const kept = await keep();
  collectGarbage();
  const after = process.memoryUsage();
  const bytes = Buffer.byteLength(JSON.stringify(kept.conversation?.messages));
  const ratio = (after.heapUsed + after.external - before.heapUsed - before.external) / bytes;
  return {
    id: "P11",
    what,
    bar: "≤ 3 ×",
    ratio,
    interval: [ratio, ratio],
    verdict: ratio > 3 ? "fail" : "pass",
    note: `${(bytes / 1e6).toFixed(1)} MB of history, ${kept.transcript.items.length} items`,
  };
}

/** A figure without a bar of its own. */
async function timeRow(what: string, work: () => Promise<unknown>): Promise<BenchRow> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    collectGarbage();
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  const ratio = percentile(times, 50);
  return {
    id: "-",
    what,
    bar: "none",
    ratio,
    interval: [percentile(times, 0), percentile(times, 100)],
    verdict: "pass",
  };
}
