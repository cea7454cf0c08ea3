import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import type { UnitCounts } from "../src/core/scoring/scoring";
import { pairedDifference, pairedDifferenceSteps } from "../src/core/scoring/statistics/paired";
import { finishInTurns } from "../src/core/scoring/statistics/resampling";
import { type BenchRow, createRandom, eventLoopRow, medianInterval, percentile } from "./harness";

const utterances = 10_000;
const rounds = 9;

/** Comparing two systems on many clips: seconds for the whole comparison, and how long it holds the event loop when run in turns. */
export async function benchStatistics(): Promise<readonly BenchRow[]> {
  const [a, b] = [countsOf(1), countsOf(2)];
  const seconds = Array.from({ length: rounds }, () => {
    const start = performance.now();
    pairedDifference(a, b);
    return (performance.now() - start) / 1000;
  });
  const interval = medianInterval(seconds, createRandom(20_261_122));
  return [
    {
      id: "S1",
      what: "10,000 paired replicates and permutations over 10,000 utterances, s",
      bar: "≤ 1 s",
      ratio: percentile(seconds, 50),
      interval,
      verdict: interval[0] > 1 ? "fail" : "pass",
      note: `fastest ${Math.min(...seconds).toFixed(2)} s, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    },
    await eventLoopRow("S2", "the same in turns, ms", () => finishInTurns(pairedDifferenceSteps(a, b))),
  ];
}

function countsOf(seed: number): readonly UnitCounts[] {
  const lengths = createRandom(3);
  const random = createRandom(seed);
  return Array.from({ length: utterances }, () => {
    const units = 1 + Math.floor(20 * lengths());
    return { errors: Math.floor(units * random() ** 3), units };
  });
}
