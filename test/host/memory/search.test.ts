import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { type FakeQuickPick, pick, renderQuickPick, type } from "../../support/fake-vscode/window";
import { agentFolder, memoryText, openWindow, waiting } from "./support";

const files = {
  [`${agentFolder}/2026-01-01-hang.md`]: `# A corrupted file hangs the worker

**Applies when:** an uploaded file is truncated or corrupted

- ffmpeg waits for more input
`,
  [`${agentFolder}/2026-02-01-int8.md`]: memoryText("INT8 is as accurate as FP16", "faster-whisper 1.1, large-v3"),
  [`${agentFolder}/2026-03-01-cost.md`]: memoryText("Deepgram costs 0.26 USD an hour", "deepgram nova-3"),
};

/** Opens the search and gives its box. */
async function search() {
  const window = await openWindow(files);
  const done = window.act("search");
  await vi.waitUntil(() => fake.window.quickPicks.length === 1, waiting);
  const [box] = fake.window.quickPicks;
  if (!box) throw new Error("no quick pick");
  return { ...window, done, box, rows: () => renderQuickPick(box).split("\n") };
}

/** What is shown once the pause after the typing is over. */
async function typed(box: FakeQuickPick, text: string): Promise<readonly string[]> {
  const before = box.items;
  type(box, text);
  await vi.waitUntil(() => box.items !== before, waiting);
  return renderQuickPick(box).split("\n");
}

it("shows everything at first, newest first", async () => {
  const { rows, box, done } = await search();
  expect(rows()).toEqual([
    "Deepgram costs 0.26 USD an hour | deepgram nova-3 | clips are short",
    "INT8 is as accurate as FP16 | faster-whisper 1.1, large-v3 | clips are short",
    "A corrupted file hangs the worker | 2026-01-01 | an uploaded file is truncated or corrupted",
  ]);
  box.hide();
  await done;
  expect(fake.window.shown).toEqual([]);
});

it("ranks by what is typed, with the reason, and opens what is chosen", async () => {
  const { box, done, path } = await search();
  expect(await typed(box, "is int8 in faster whisper accurate enough?")).toEqual([
    expect.stringMatching(
      /^INT8 is as accurate as FP16 \| faster-whisper 1\.1, large-v3 \| same engine: faster-whisper/,
    ),
  ]);
  pick(box, "INT8");
  await done;
  expect(fake.window.shown).toEqual([join(path, agentFolder, "2026-02-01-int8.md")]);
});

it("finds an English memory by a Russian question", async () => {
  const { box, done } = await search();
  const [first] = await typed(box, "почему воркер зависает на битом файле?");
  expect(first).toMatch(/^A corrupted file hangs the worker \| 2026-01-01 \| topic matches `worker`/);
  const [engine] = await typed(box, "сколько стоит дипграм");
  expect(engine).toMatch(/^Deepgram costs 0\.26 USD an hour/);
  box.hide();
  await done;
});

it("finds the beginning of a word", async () => {
  const { box, done } = await search();
  expect(await typed(box, "dee")).toEqual(["Deepgram costs 0.26 USD an hour | deepgram nova-3 | clips are short"]);
  expect(await typed(box, "zzzz")).toEqual([""]);
  box.hide();
  await done;
});

it("says so where nothing is remembered", async () => {
  const { act, messages } = await openWindow();
  await act("search");
  expect(messages()).toEqual(["Search memories: there is no memory for that now."]);
});
