import { loadavg } from "node:os";
import type { Item } from "../src/protocol/chat";
import { type ChatPage, closeBrowser, openChatPage } from "../test/webview/support/chat-page";
import { answeredState, answerText, end, question, tool } from "../test/webview/support/samples";
import { type BenchRow, createRandom, medianInterval, percentile } from "./harness";

const deltas = 7560;
const characters = 30_000;
const rounds = 5;

/**
 * P9 to P11, the part in the browser: script time of a streamed answer as the browser itself accounts for it, against
 * one rendering of the finished text; how that grows with the text and with the conversation; how large the page gets.
 */
export async function benchRender(): Promise<readonly BenchRow[]> {
  const ratios: number[] = [];
  const growth: number[] = [];
  const longTasks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const whole = await cost((chat) => streamed(chat, characters, 1));
    const half = await cost((chat) => streamed(chat, characters, deltas));
    const full = await cost((chat) => streamed(chat, 2 * characters, 2 * deltas));
    ratios.push(half.script / whole.script);
    growth.push(full.script / half.script);
    longTasks.push(half.longest);
  }
  const late: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const early = await cost((chat) => streamed(chat, 6000, 1500, turns(2)));
    const thousandth = await cost((chat) => streamed(chat, 6000, 1500, turns(250)));
    late.push(thousandth.script / early.script);
  }
  const nodes = await nodeCounts([10, 1000]);
  return [
    row("P9", `script time of ${deltas} deltas (30 KB) / one rendering`, ratios, 15, "≤ 15 ×"),
    row("P9", "longest task while streaming, ms", longTasks, 50, "≤ 50 ms"),
    row("P10", "script time, 60 KB / 30 KB", growth, 2.6, "≤ 2.6 ×"),
    row("P10", "a delta at message 1,000 / at message 10", late, 1.5, "≤ 1.5 ×"),
    row("P11", "elements in the page after 1,000 turns", [nodes[1] ?? Number.NaN], 3000, "≤ 3,000"),
    row("P11", "elements, 1,000 turns / 10 turns", [(nodes[1] ?? Number.NaN) / (nodes[0] ?? 1)], 1.2, "≤ 1.2 ×"),
  ];
}

interface Cost {
  /** Milliseconds. */
  readonly script: number;
  readonly longest: number;
}

/** A fresh page for each figure, so that no compiled code or cache of one helps another. */
async function cost(work: (chat: ChatPage) => Promise<Cost>): Promise<Cost> {
  const chat = await openChatPage({ width: 420, height: 800 });
  try {
    return await work(chat);
  } finally {
    await chat.close();
  }
}

/** Streams a text of this length in pieces, 15 to a frame as a fast model sends them, and returns what it cost. */
async function streamed(chat: ChatPage, length: number, pieces: number, before: readonly Item[] = []): Promise<Cost> {
  const text = `${answerText}\n\n`.repeat(Math.ceil(length / answerText.length)).slice(0, length);
  const item: Item = { kind: "answer", id: "grow", text: "", done: false };
  await chat.show({ ...answeredState, running: true, suggestions: [], items: [...before, question, item] });
  const session = await chat.page.context().newCDPSession(chat.page);
  await session.send("Performance.enable");
  const scriptTime = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return value("ScriptDuration") * 1000;
  };
  const start = await scriptTime();
  const longest = await chat.page.evaluate<number>(`(async () => {
    const text = ${JSON.stringify(text)};
    const size = text.length / ${pieces};
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: "longtask" });
    const send = (sequence, changes) => window.dispatchEvent(new MessageEvent("message", { data: { type: "patch", sequence, changes } }));
    for (let piece = 0; piece < ${pieces}; piece++) {
      const part = text.slice(Math.round(piece * size), Math.round((piece + 1) * size));
      send(piece + 2, [{ type: "append-text", id: "grow", text: part }]);
      if (piece % 15 === 14) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    send(${pieces} + 2, [{ type: "replace", item: { kind: "answer", id: "grow", text, done: true } }]);
    for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    for (const { duration } of observer.takeRecords()) longest = Math.max(longest, duration);
    return longest;
  })()`);
  return { script: (await scriptTime()) - start, longest };
}

function turns(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, turn): readonly Item[] => [
    { ...question, id: `q${turn}` },
    tool(`t${turn}`, "Read", "a.py", "49 lines", 2, { content: "x".repeat(20_000) }),
    { kind: "answer", id: `a${turn}`, text: `Turn ${turn}.`, done: true },
    { ...end, id: `e${turn}` },
  ]).flat();
}

async function nodeCounts(counts: readonly number[]): Promise<readonly number[]> {
  const nodes: number[] = [];
  for (const count of counts) {
    const chat = await openChatPage();
    await chat.show({ ...answeredState, items: turns(count) });
    await chat.page.evaluate("window.host.frames()");
    nodes.push(await chat.page.evaluate<number>("document.querySelectorAll('*').length"));
    await chat.close();
  }
  await closeBrowser();
  return nodes;
}

function row(id: string, what: string, values: readonly number[], most: number, bar: string): BenchRow {
  const interval = medianInterval(values, createRandom(20_261_122));
  const note = `p10–p90 ${percentile(values, 10).toFixed(2)}–${percentile(values, 90).toFixed(2)}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return {
    id,
    what,
    bar,
    ratio: percentile(values, 50),
    interval,
    verdict: interval[0] > most ? "fail" : "pass",
    note,
  };
}
