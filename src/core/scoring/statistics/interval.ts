import type { Interval, UnitCounts } from "../scoring";
import {
  bootstrap,
  columnOf,
  createSample,
  finish,
  percentileInterval,
  type Resampled,
  type ResamplingOptions,
  rate,
  type Steps,
  total,
} from "./resampling";

/** A figure with what the set of clips says about it. */
export interface Estimate extends Resampled {
  readonly point: number;
  /** Absent when fewer than two utterances were scored. */
  readonly interval?: Interval;
}

/**
 * The corpus rate (sum of errors over sum of units) with its percentile bootstrap interval (Bisani and Ney 2004, with
 * percentiles of the replicates instead of a normal approximation).
 *
 * A set without a single error would give the interval from 0 to 0. Its upper end is then the exact binomial bound on
 * the share of clips (or blocks) that have errors at all, each taken as wrong throughout, and the caveat says so.
 * @throws RangeError when lengths differ, a count is negative or not finite, or an option makes no sense.
 */
export function rateInterval(counts: readonly UnitCounts[], options: ResamplingOptions = {}): Estimate {
  return finish(rateIntervalSteps(counts, options));
}

/** {@link rateInterval} in steps of a few milliseconds. */
export function* rateIntervalSteps(counts: readonly UnitCounts[], options: ResamplingOptions = {}): Steps<Estimate> {
  const [errors, units] = [columnOf(counts, "errors"), columnOf(counts, "units")];
  if (errors.some((count) => count < 0) || units.some((count) => count < 0)) {
    throw new RangeError("A count is negative.");
  }
  const estimate = yield* estimateOf([errors, units], ([errors = 0, units = 0]) => rate(errors, units), options);
  if (!estimate.interval || errors.some((count) => count > 0)) return estimate;
  const drawn = estimate.resampled === "blocks" ? (estimate.blocks ?? 0) : estimate.utterances;
  const high = 1 - ((1 - estimate.level) / 2) ** (1 / drawn);
  const caveat = [estimate.caveat, "no error seen, so the upper end is the binomial bound"].filter(Boolean).join("; ");
  return { ...estimate, interval: { low: 0, high }, caveat };
}

/** The mean of plain values (times, real-time factors), in their unit, with its percentile bootstrap interval. */
export function meanInterval(values: readonly number[], options: ResamplingOptions = {}): Estimate {
  const columns = [Float64Array.from(values), new Float64Array(values.length).fill(1)];
  return finish(estimateOf(columns, ([sum = 0, count = 0]) => (count > 0 ? sum / count : Number.NaN), options));
}

/**
 * Any figure that is a function of sums over utterances (word information lost, for one) with its interval. A column
 * holds one figure per utterance.
 */
export function* estimateOf(
  columns: readonly Float64Array[],
  statistic: (sums: readonly number[]) => number,
  options: ResamplingOptions = {},
): Steps<Estimate> {
  const sample = createSample(columns, options);
  const point = statistic(sample.columns.map(total));
  const replicates = yield* bootstrap(sample, statistic);
  if (!replicates) return { ...sample.report, point };
  return { ...sample.report, point, interval: percentileInterval(replicates, sample.report.level) };
}
