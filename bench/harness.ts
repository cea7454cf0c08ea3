import { loadavg } from "node:os";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface BenchRow {
  /** Identifier of the bar, for example `P6`. */
  readonly id: string;
  readonly what: string;
  readonly bar: string;
  /** Median over the rounds of subject / reference. For a row that is not a ratio, the measured figure. */
  readonly ratio: number;
  /** 95 % bootstrap interval of the median. */
  readonly interval: readonly [number, number];
  readonly verdict: "pass" | "fail" | "skipped";
  readonly note?: string;
}

export interface PairedOptions {
  readonly reference: () => unknown;
  readonly subject: () => unknown;
  /** Runs before each measured run of either side, outside of the clock. */
  readonly prepare?: () => unknown;
  /** Default: 15. */
  readonly rounds?: number;
  /** The largest ratio that passes. */
  readonly bar: number;
  /** Milliseconds that the subject may take beyond the ratio. Default: 0. */
  readonly allowance?: number;
}

export interface PairedRatio {
  readonly ratio: number;
  readonly interval: readonly [number, number];
  readonly verdict: BenchRow["verdict"];
  /** Percentiles and load, for the row's note. */
  readonly note: string;
}

/**
 * Compares two pieces of work by running them back to back, in random order, many times. A machine that is busy with
 * other things slows both, so the ratio of a round holds where milliseconds do not. Fails only when even the lower end
 * of the interval is past the bar; decides nothing when the reference itself varies fourfold.
 */
export async function pairedRatio(options: PairedOptions): Promise<PairedRatio> {
  const { reference, subject, prepare = () => {}, rounds = 15, bar, allowance = 0 } = options;
  const random = createRandom(20_261_122);
  const timed = async (work: () => unknown) => {
    await prepare();
    // What the other side left behind is not this side's work.
    collectGarbage();
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  await timed(reference);
  await timed(subject);
  const pairs: { reference: number; subject: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const subjectFirst = random() < 0.5;
    const first = await timed(subjectFirst ? subject : reference);
    const second = await timed(subjectFirst ? reference : subject);
    pairs.push(subjectFirst ? { subject: first, reference: second } : { reference: first, subject: second });
  }
  const ratios = pairs.map((pair) => Math.max(0, pair.subject - allowance) / pair.reference);
  const references = pairs.map((pair) => pair.reference);
  const interval = medianInterval(ratios, random);
  const noisy = percentile(references, 90) / percentile(references, 10) > 4;
  const milliseconds = (times: readonly number[]) => `${percentile(times, 50).toFixed(1)} ms`;
  return {
    ratio: percentile(ratios, 50),
    interval,
    verdict: noisy ? "skipped" : interval[0] > bar ? "fail" : "pass",
    note: [
      `p10–p90 ${percentile(ratios, 10).toFixed(3)}–${percentile(ratios, 90).toFixed(3)}`,
      `subject ${milliseconds(pairs.map((pair) => pair.subject))}`,
      `reference ${milliseconds(references)}`,
      `load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    ].join(", "),
  };
}

/**
 * P17: how long the event loop is held while `work` runs, as the 99th percentile and the longest delay beyond the
 * sampling period, in milliseconds. The row's figure is the percentile.
 */
export async function eventLoopRow(id: string, what: string, work: () => unknown): Promise<BenchRow> {
  const period = 5;
  await work();
  const histogram = monitorEventLoopDelay({ resolution: period });
  histogram.enable();
  await work();
  histogram.disable();
  const milliseconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - period);
  const [p99, longest] = [milliseconds(histogram.percentile(99)), milliseconds(histogram.max)];
  return {
    id,
    what,
    bar: "p99 ≤ 50 ms, longest ≤ 200 ms",
    ratio: p99,
    interval: [p99, p99],
    verdict: p99 > 50 || longest > 200 ? "fail" : "pass",
    note: `longest ${longest.toFixed(1)} ms, ${histogram.count} samples, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  };
}

/** A full collection, without a flag on the command line. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** Linear interpolation between the closest ranks. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const rank = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** The 2.5th and 97.5th percentile of the medians of 2,000 resamples. */
export function medianInterval(values: readonly number[], random: () => number): readonly [number, number] {
  const medians = Array.from({ length: 2000 }, () =>
    percentile(
      values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN),
      50,
    ),
  );
  return [percentile(medians, 2.5), percentile(medians, 97.5)];
}

/** A linear congruential generator (constants of Numerical Recipes): the same numbers in [0, 1) for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One line of a report. */
export function renderRow({ id, what, bar, ratio, interval, verdict, note }: BenchRow): string {
  const [low, high] = interval;
  const figure = `${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `${verdict.padEnd(7)} ${id.padEnd(4)} ${what}: ${figure}, bar ${bar}${note === undefined ? "" : ` (${note})`}`;
}
