import { spawn } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropicModel } from "../src/core/model/anthropic";
import type { Message } from "../src/core/model/message";
import type { Model } from "../src/core/model/model";
import { answer } from "../test/support/messages-server";
import { type BenchRow, collectGarbage, createRandom, medianInterval, pairedRatio, percentile } from "./harness";

/** P7 and P8: what our side of the model adds to the SDK's own stream, against the same server on loopback. */
export async function benchModel(): Promise<readonly BenchRow[]> {
  const server = await startServer();
  try {
    const sides: Sides = {
      client: new Anthropic({ apiKey: "bench", baseURL: server.url, maxRetries: 0 }),
      model: createAnthropicModel({
        provider: "local",
        profile: "compatible",
        apiKey: "bench",
        baseUrl: server.url,
        model: "bench",
      }),
    };
    return [await firstTextRow(sides, 1), await firstTextRow(sides, 401), await cpuRow(sides)];
  } finally {
    server.close();
  }
}

interface Sides {
  readonly client: Anthropic;
  readonly model: Model;
}

/** The history is new to our side in each round, so that nothing remembered about its messages helps. */
async function firstTextRow({ client, model }: Sides, count: number): Promise<BenchRow> {
  let history: Message[] = [];
  let rest: Promise<unknown> = Promise.resolve();
  const measured = await pairedRatio({
    // The stream is read to its end outside of the clock, as it is when people read along.
    prepare: async () => {
      await rest;
      history = historyOf(count);
    },
    reference: () =>
      new Promise<void>((resolve, reject) => {
        const stream = client.messages.stream(sdkRequest(history)).on("text", () => resolve());
        rest = stream.done();
        rest.catch(reject);
      }),
    subject: () =>
      new Promise<void>((resolve, reject) => {
        rest = readStream(model, history, resolve);
        rest.catch(reject);
      }),
    rounds: 31,
    bar: 1.6,
  });
  return {
    id: "P7",
    what: `time to first text, ${count} messages, against the SDK's stream()`,
    bar: "≤ 1.6",
    ...measured,
  };
}

/** Processor time, because the wall clock of a stream belongs to the server. */
async function cpuRow({ client, model }: Sides): Promise<BenchRow> {
  const random = createRandom(20_261_122);
  const history = historyOf(1);
  const reference = () => client.messages.stream(sdkRequest(history)).done();
  const subject = () => readStream(model, history, () => {});
  const ratios: number[] = [];
  const references: number[] = [];
  for (let round = -1; round < 15; round += 1) {
    const subjectFirst = random() < 0.5;
    const first = await cpuOf(subjectFirst ? subject : reference);
    const second = await cpuOf(subjectFirst ? reference : subject);
    // The first round warms both sides up.
    if (round < 0) continue;
    ratios.push(subjectFirst ? first / second : second / first);
    references.push(subjectFirst ? second : first);
  }
  const interval = medianInterval(ratios, random);
  const noisy = percentile(references, 90) / percentile(references, 10) > 4;
  return {
    id: "P8",
    what: `processor time of a stream of ${eventCount} events, against the SDK's stream()`,
    bar: "≤ 3",
    ratio: percentile(ratios, 50),
    interval,
    verdict: noisy ? "skipped" : interval[0] > 3 ? "fail" : "pass",
    note: `reference ${percentile(references, 50).toFixed(1)} ms a stream, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  };
}

/** Milliseconds of processor time for one of several runs. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const runs = 5;
  collectGarbage();
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

async function readStream(model: Model, messages: readonly Message[], onText: () => void): Promise<void> {
  for await (const event of model.stream({ system, tools: [], messages }, new AbortController().signal)) {
    if (event.type === "text") onText();
    if (event.type === "stop" && event.reason !== "end") throw new Error(event.message);
  }
}

const system = "You are a benchmark.";
const eventCount = 2000;

function sdkRequest(messages: readonly Message[]): Anthropic.MessageStreamParams {
  return { model: "bench", max_tokens: 8192, system, tools: [], messages: messages as Anthropic.MessageParam[] };
}

/** So many messages of 2.5 KB: 401 are 1 MB, the size of a long session with tool results. */
function historyOf(count: number): Message[] {
  return Array.from({ length: count }, (_, index): Message => {
    const text = `${index} ${"words of an earlier turn. ".repeat(100)}`;
    return { role: index % 2 === 0 ? "user" : "assistant", content: [{ type: "text", text }] };
  });
}

/** A server in a process of its own, so that its work is not counted as anybody's. It answers the same to everything. */
async function startServer(): Promise<{ readonly url: string; close(): void }> {
  const words = "word ".repeat(eventCount - 6);
  const usage = { input_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
  const stream = answer([{ type: "text", text: words, piece: 5 }]).body({ model: "bench", usage, sign: () => "" });
  const child = spawn(process.execPath, ["-e", serverCode], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(stream);
  const [port] = await once(child.stdout, "data");
  return { url: `http://127.0.0.1:${String(port).trim()}`, close: () => void child.kill() };
}

const serverCode = `
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
  const stream = Buffer.concat(chunks);
  const server = require("node:http").createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(stream);
    });
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
});`;
