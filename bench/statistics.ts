import { loadavg } from "node:os";
import type { UnitCounts } from "../src/core/scoring/scoring";
import { pairedDifference, pairedDifferenceSteps } from "../src/core/scoring/statistics/paired";
import { finish } from "../src/core/scoring/statistics/resampling";
import { type BenchRow, createRandom, medianInterval, percentile } from "./harness";

const rounds = 9;

/**
 * Comparing two systems on many clips: seconds of processor time, since other work on the machine is none of ours, and
 * how long a comparison that runs in turns holds the event loop.
 */
export async function benchStatistics(): Promise<readonly BenchRow[]> {
  return [
    row("10,000 paired replicates and permutations over 10,000 utterances, s", 10_000),
    row("the same over 100,000 utterances, s", 100_000),
    longestPause(),
  ];
}

function row(what: string, utterances: number): BenchRow {
  const [a, b] = pair(utterances);
  const seconds = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    pairedDifference(a, b);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  const interval = medianInterval(seconds, createRandom(20_261_122));
  const note = `fastest ${Math.min(...seconds).toFixed(2)} s, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  const verdict = interval[0] > 1 ? "fail" : "pass";
  return { id: "S1", what, bar: "≤ 1 s", ratio: percentile(seconds, 50), interval, verdict, note };
}

/** The longest of the steps between two of which other work gets its turn, the compiling first run aside. */
function longestPause(): BenchRow {
  const [a, b] = pair(10_000);
  finish(pairedDifferenceSteps(a, b));
  const steps = pairedDifferenceSteps(a, b);
  const milliseconds: number[] = [];
  for (let done: boolean | undefined = false; !done; ) {
    const start = process.cpuUsage();
    done = steps.next().done;
    const { user, system } = process.cpuUsage(start);
    milliseconds.push((user + system) / 1000);
  }
  const longest = Math.max(...milliseconds);
  return {
    id: "S2",
    what: "10,000 utterances in turns: the longest step, ms",
    bar: "≤ 50 ms",
    ratio: longest,
    interval: [longest, longest],
    verdict: longest > 50 ? "fail" : "pass",
    note: `${milliseconds.length} steps, median ${percentile(milliseconds, 50).toFixed(1)} ms`,
  };
}

function pair(utterances: number) {
  return [countsOf(utterances, 1), countsOf(utterances, 2)] as const;
}

function countsOf(utterances: number, seed: number): readonly UnitCounts[] {
  const lengths = createRandom(3);
  const random = createRandom(seed);
  return Array.from({ length: utterances }, () => {
    const units = 1 + Math.floor(20 * lengths());
    return { errors: Math.floor(units * random() ** 3), units };
  });
}
