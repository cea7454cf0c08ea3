import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { grep } from "../src/core/tools/grep";
import type { Workspace } from "../src/core/workspace/workspace";
import { type BenchRow, createRandom, medianInterval, percentile } from "./harness";

/** P15: lines grouped below their file against a path before each line, where matches cluster. */
export async function groupingRow(workspace: Workspace): Promise<BenchRow> {
  const result = await workspace.search({ pattern: "buffer", output: "lines", limit: 150, timeout: 20_000 });
  const ungrouped = result.files.flatMap(({ path, lines }) => lines.map(({ line, text }) => `${path}:${line}:${text}`));
  const grouped = await grep.invoke(
    { pattern: "buffer", output_mode: "content", head_limit: 150 },
    { workspace, signal: new AbortController().signal },
  );
  const ratio = grouped.content.length / ungrouped.join("\n").length;
  return {
    id: "P15",
    what: "Grep grouped by file / path:line: on each line, characters",
    bar: "≤ 0.75 ×",
    ratio,
    interval: [ratio, ratio],
    verdict: ratio <= 0.75 ? "pass" : "fail",
    note: `${ungrouped.length} lines in ${result.files.length} files`,
  };
}

/** P16: milliseconds from the abort until the search has ended and no ripgrep of ours is left. */
export async function stopRow(workspace: Workspace, program: string): Promise<BenchRow> {
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    const controller = new AbortController();
    const query = { pattern: "[a-z]+ zzz", output: "lines", limit: 250, timeout: 20_000 } as const;
    const search = workspace.search(query, controller.signal).catch(() => undefined);
    while (children(program).length === 0) await sleep(1);
    const start = performance.now();
    controller.abort();
    while (children(program).length > 0) await sleep(1);
    await search;
    times.push(performance.now() - start);
  }
  const interval = medianInterval(times, createRandom(16));
  return {
    id: "P16",
    what: "abort until ripgrep is gone, ms",
    bar: "≤ 50 ms",
    ratio: percentile(times, 50),
    interval,
    verdict: interval[0] > 50 ? "fail" : "pass",
    note: `p90 ${percentile(times, 90).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  };
}

/** Children of this process that run the program, from /proc. */
function children(program: string): readonly string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, "utf8"))?.[1];
      return parent === String(process.pid) && readlinkSync(`/proc/${entry}/exe`) === program;
    } catch {
      return false;
    }
  });
}
