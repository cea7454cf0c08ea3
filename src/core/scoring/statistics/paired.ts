import type { Interval, UnitCounts } from "../scoring";
import { type PermutationResult, permute } from "./permutation";
import {
  bootstrap,
  columnOf,
  createSample,
  finish,
  percentileInterval,
  type Resampled,
  type ResamplingOptions,
  rate,
  type Sample,
  type Steps,
  total,
} from "./resampling";

/** Two systems on the same utterances. */
export interface PairedDifference extends Resampled, PermutationResult {
  readonly a: number;
  readonly b: number;
  /** b − a. */
  readonly difference: number;
  /** Of the difference, by the paired percentile bootstrap; absent when there are fewer than two utterances. */
  readonly interval?: Interval;
  /** Of the difference, by the delete-one jackknife over what is drawn; absent when there are fewer than two. */
  readonly standardError?: number;
  /** Utterances, or blocks where blocks are drawn, that differ in any count. */
  readonly differing: number;
}

type Statistic = (sums: readonly number[]) => number;

/**
 * The difference of two corpus rates over the same utterances in the same order: paired bootstrap interval and
 * two-sided sign-flip permutation p, both by utterance or by block as {@link ResamplingOptions} says. Above some 2,000
 * utterances it takes long enough to hold up an event loop: use {@link pairedDifferenceSteps} or a worker.
 * @throws RangeError when lengths differ, a count is negative or not finite, or an option makes no sense.
 */
export function pairedDifference(
  a: readonly UnitCounts[],
  b: readonly UnitCounts[],
  options: ResamplingOptions = {},
): PairedDifference {
  return finish(pairedDifferenceSteps(a, b, options));
}

/** {@link pairedDifference} in steps of a few milliseconds. */
export function pairedDifferenceSteps(
  a: readonly UnitCounts[],
  b: readonly UnitCounts[],
  options: ResamplingOptions = {},
): Steps<PairedDifference> {
  const columnsOf = (counts: readonly UnitCounts[]) => [columnOf(counts, "errors"), columnOf(counts, "units")];
  const [columnsA, columnsB] = [columnsOf(a), columnsOf(b)];
  if ([...columnsA, ...columnsB].some((column) => column.some((count) => count < 0))) {
    throw new RangeError("A count is negative.");
  }
  return differenceOf(columnsA, columnsB, ([errors = 0, units = 0]) => rate(errors, units), options, "ratio");
}

/** The same for the means of plain values, in their unit: value n of `a` and of `b` belong together. */
export function pairedMeanDifference(
  a: readonly number[],
  b: readonly number[],
  options: ResamplingOptions = {},
): PairedDifference {
  const columnsOf = (values: readonly number[]) => [Float64Array.from(values), new Float64Array(values.length).fill(1)];
  const mean: Statistic = ([sum = 0, count = 0]) => (count > 0 ? sum / count : Number.NaN);
  return finish(differenceOf(columnsOf(a), columnsOf(b), mean, options, "ratio"));
}

/**
 * The same for any figure that is a function of sums over utterances; a column holds one figure per utterance. `ratio`
 * says that the figure is the first sum over a function of the others, which saves a column where only the first
 * differs.
 */
export function* differenceOf(
  columnsA: readonly Float64Array[],
  columnsB: readonly Float64Array[],
  statistic: Statistic,
  options: ResamplingOptions = {},
  kind: "ratio" | "any" = "any",
): Steps<PairedDifference> {
  const count = columnsA.length;
  const sample = createSample([...columnsA, ...columnsB], options);
  const [unitsA, unitsB] = [sample.columns.slice(0, count), sample.columns.slice(count)];
  const differences = unitsA.map((column, index) => column.map((value, unit) => (unitsB[index]?.[unit] ?? 0) - value));
  // A column that is the same in both systems (the words of the reference) needs to be drawn once only.
  const changing = differences.flatMap((column, index) => (column.some((value) => value !== 0) ? [index] : []));
  const add = (sums: readonly number[], changes: readonly number[], sign: number) => {
    const changed = [...sums];
    for (const [place, index] of changing.entries()) {
      changed[index] = (changed[index] ?? 0) + sign * (changes[place] ?? 0);
    }
    return changed;
  };
  const changingColumns = changing.map((index) => differences[index] ?? new Float64Array());
  const isRatioOfChanges = kind === "ratio" && changing.length === 1 && changing[0] === 0;
  const drawn: Sample = {
    ...sample,
    columns: isRatioOfChanges ? [...changingColumns, ...unitsA.slice(1)] : [...unitsA, ...changingColumns],
  };
  const difference: Statistic = (sums) => {
    if (isRatioOfChanges) return statistic(sums);
    const sumsA = sums.slice(0, count);
    return statistic(add(sumsA, sums.slice(count), 1)) - statistic(sumsA);
  };
  const [totalsA, totalsB] = [unitsA.map(total), unitsB.map(total)];
  const [rateA, rateB] = [statistic(totalsA), statistic(totalsB)];
  const replicates = yield* bootstrap(drawn, difference);
  const swapped: Statistic = (changes) => statistic(add(totalsB, changes, -1)) - statistic(add(totalsA, changes, 1));
  const permutation = yield* permute(changingColumns, swapped, sample.report);
  const figures: PairedDifference = {
    ...sample.report,
    ...permutation,
    a: rateA,
    b: rateB,
    difference: rateB - rateA,
    differing: differingUnits(changingColumns),
  };
  if (!replicates) return figures;
  const interval = percentileInterval(replicates, sample.report.level);
  return { ...figures, interval, standardError: jackknife(drawn, difference) };
}

function differingUnits(columns: readonly Float64Array[]): number {
  let differing = 0;
  for (let unit = 0; unit < (columns[0]?.length ?? 0); unit++) {
    if (columns.some((column) => column[unit] !== 0)) differing++;
  }
  return differing;
}

/** Square root of (n − 1) / n times the squared deviations of the statistics that leave one unit out (Tukey 1958). */
function jackknife({ columns, size }: Sample, statistic: Statistic): number {
  const totals = columns.map(total);
  const values = Array.from({ length: size }, (_, unit) =>
    statistic(totals.map((sum, index) => sum - (columns[index]?.[unit] ?? 0))),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / size;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((size - 1) / size) * squares);
}
