import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { read } from "../src/core/tools/read";
import { createNodeWorkspace } from "../src/core/workspace/node-workspace";
import type { Workspace } from "../src/core/workspace/workspace";
import { type BenchRow, collectGarbage, createRandom, eventLoopRow, pairedRatio } from "./harness";

/** P6: a page of a 200 MB file against the two usual ways to get it, and the memory it takes. */
export async function benchRead(): Promise<readonly BenchRow[]> {
  const folder = await largeFolder();
  const path = join(folder, "large.txt");
  const memory = await memoryRow(folder);

  const firstPage = await pairedRatio({
    reference: async () => (await readFile(path, "utf8")).split("\n").slice(0, 2000),
    subject: async () => page(await openWorkspace(folder), 1),
    bar: 0.03,
  });

  // A new workspace each time, so that no index of an earlier page helps.
  const farPage = await pairedRatio({
    reference: () => pageByReadline(path, farLine),
    subject: async () => page(await openWorkspace(folder), farLine),
    bar: 0.4,
  });
  const known = await openWorkspace(folder);
  const nextPage = await pairedRatio({
    reference: () => pageByReadline(path, farLine),
    subject: () => page(known, farLine),
    rounds: 5,
    bar: 0.4,
  });
  const delay = await eventLoopRow("P17", "event loop while paging through 200 MB, ms", async () => {
    const workspace = await openWorkspace(folder);
    await page(workspace, farLine);
    await page(workspace, 1);
  });
  return [
    { id: "P6", what: "first page of 200 MB / readFile + split", bar: "≤ 0.03 ×", ...firstPage },
    memory,
    { id: "P6", what: "page at line 3 M, first time / readline", bar: "≤ 0.4 ×", ...farPage },
    { id: "P6", what: "page at line 3 M, again / readline", bar: "≤ 0.4 ×", ...nextPage },
    delay,
  ];
}

const farLine = 3_000_000;
const fileBytes = 200 * 1024 * 1024;
const mostMegabytes = 32;

function openWorkspace(folder: string): Promise<Workspace> {
  return createNodeWorkspace({ folders: [folder], trusted: true, assetsFolder: folder });
}

async function page(workspace: Workspace, offset: number): Promise<void> {
  const { signal } = new AbortController();
  const { content } = await read.invoke({ file_path: "large.txt", offset }, { workspace, signal });
  if (!content.startsWith(`${offset}\t`)) throw new Error(`Not the page of line ${offset}: ${content.slice(0, 100)}`);
}

async function pageByReadline(path: string, offset: number): Promise<readonly string[]> {
  const lines: string[] = [];
  let number = 0;
  const stream = createReadStream(path);
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (++number >= offset) lines.push(line);
    if (lines.length === 2000) break;
  }
  stream.destroy();
  return lines;
}

/** Comes first: memory that the references left behind would hide what the subject takes. */
async function memoryRow(folder: string): Promise<BenchRow> {
  const workspace = await openWorkspace(folder);
  collectGarbage();
  await writeFile("/proc/self/clear_refs", "5").catch(() => undefined);
  const before = await peakMegabytes();
  await page(workspace, 1);
  await page(workspace, farLine);
  const grown = (await peakMegabytes()) - before;
  return {
    id: "P6",
    what: "growth of peak memory for both pages, MB",
    bar: `≤ ${mostMegabytes} MB`,
    ratio: grown,
    interval: [grown, grown],
    verdict: grown > mostMegabytes ? "fail" : "pass",
  };
}

/** The high-water mark of resident memory where the system keeps one, which `clear_refs` sets back. */
async function peakMegabytes(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes === undefined ? process.memoryUsage().rss / 1024 ** 2 : Number(kilobytes) / 1024;
}

/** Written once for all runs: lines of source code in their usual lengths, more than three million of them. */
async function largeFolder(): Promise<string> {
  const folder = join(tmpdir(), "ml-engineer-bench", "read-1");
  const path = join(folder, "large.txt");
  if ((await stat(path).catch(() => undefined))?.size === fileBytes) return folder;
  await mkdir(folder, { recursive: true });
  const random = createRandom(1);
  const partial = `${path}.${process.pid}`;
  const file = await open(partial, "w");
  for (let written = 0; written < fileBytes; ) {
    let text = "";
    while (text.length < 1024 * 1024)
      text += `${"segment.text = normalise(result) ".repeat(4).slice(0, Math.floor(random() * 126))}\n`;
    const piece = text.slice(0, fileBytes - written);
    await file.write(piece);
    written += piece.length;
  }
  await file.close();
  await rename(partial, path);
  return folder;
}
