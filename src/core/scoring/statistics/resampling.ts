import type { Interval, UnitCounts } from "../scoring";
import { groupAlike, sumsDrawn } from "./groups";
import { createRandom, defaultSeed } from "./random";

/** How a result was resampled; the same options and data give the same figures on every machine. */
export interface ResamplingOptions {
  /**
   * Speaker or session of each utterance. Utterances of one block are alike, so with twenty blocks or more blocks are
   * drawn.
   */
  readonly blocks?: readonly string[];
  /** What a block is, in the singular, for the caveat. Default: `speaker`. */
  readonly blockName?: string;
  /** Default: 10,000. */
  readonly replicates?: number;
  /** Default: {@link defaultSeed}. */
  readonly seed?: number;
  /** Coverage that the interval aims at. Default: 0.95. */
  readonly level?: number;
}

/** What was drawn again and again, and what that leaves out. */
export interface Resampled {
  readonly utterances: number;
  readonly resampled: "utterances" | "blocks";
  /** Number of different blocks, when they were given. */
  readonly blocks?: number;
  /** What the interval does not cover, as it stands in a report: `for these 3 speakers only`. */
  readonly caveat?: string;
  readonly replicates: number;
  readonly seed: number;
  readonly level: number;
}

/** Fewer blocks than this say too little about blocks that were not recorded, so utterances are drawn instead. */
const fewestBlocks = 20;

/** The units that are drawn: one sum of each column per utterance or per block. */
export interface Sample {
  readonly columns: readonly Float64Array[];
  readonly size: number;
  readonly report: Resampled;
}

/**
 * Columns of figures per utterance, added up per block where blocks are drawn.
 * @throws RangeError when lengths differ, a figure is not finite, or an option makes no sense.
 */
export function createSample(columns: readonly Float64Array[], options: ResamplingOptions = {}): Sample {
  const { blocks, blockName = "speaker", replicates = 10_000, seed = defaultSeed, level = 0.95 } = options;
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new RangeError(`${replicates} replicates make no interval.`);
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1, not at ${level}.`);
  if (!Number.isInteger(seed)) throw new RangeError(`A seed is a whole number, not ${seed}.`);
  const utterances = columns[0]?.length ?? 0;
  for (const column of columns) {
    if (column.length !== utterances) throw new RangeError(`${column.length} figures stand against ${utterances}.`);
    if (!column.every(Number.isFinite)) throw new RangeError("A figure is not a finite number.");
  }
  const settings = { utterances, replicates, seed, level };
  if (!blocks) return { columns, size: utterances, report: { ...settings, resampled: "utterances" } };
  if (blocks.length !== utterances)
    throw new RangeError(`${blocks.length} blocks are named for ${utterances} utterances.`);
  const numbers = new Map<string, number>();
  for (const block of blocks) if (!numbers.has(block)) numbers.set(block, numbers.size);
  const count = numbers.size;
  if (count < fewestBlocks) {
    const caveat = count === 1 ? `for this one ${blockName} only` : `for these ${count} ${blockName}s only`;
    const report: Resampled = { ...settings, resampled: "utterances", blocks: count, caveat };
    return { columns, size: utterances, report };
  }
  const sums = columns.map((column) => {
    const sum = new Float64Array(count);
    for (const [index, block] of blocks.entries()) {
      const number = numbers.get(block) ?? 0;
      sum[number] = (sum[number] ?? 0) + (column[index] ?? 0);
    }
    return sum;
  });
  return { columns: sums, size: count, report: { ...settings, resampled: "blocks", blocks: count } };
}

/** Draws between two pauses: a few milliseconds of work. */
const drawsPerStep = 250_000;

/** A binomial number takes about as long as so many plain draws. */
const drawsPerBinomial = 40;

/** Work that pauses every few milliseconds; nothing is passed while it does. */
export type Steps<Result> = Generator<undefined, Result>;

/**
 * The bootstrap: draws as many units as there are, with replacement, and applies `statistic` to the sums of the
 * columns. Returns the replicates in ascending order, or nothing when there are fewer than two units.
 */
export function* bootstrap(
  { columns, size, report }: Sample,
  statistic: (sums: readonly number[]) => number,
): Steps<Float64Array | undefined> {
  if (size < 2) return undefined;
  const groups = groupAlike(columns, drawsPerBinomial);
  const draw = sumsDrawn(groups, createRandom(report.seed));
  const drawsPerReplicate = drawsPerBinomial * groups.counts.length + (groups.others[0]?.length ?? 0);
  const replicatesPerStep = Math.ceil(drawsPerStep / drawsPerReplicate);
  const results = new Float64Array(report.replicates);
  for (let replicate = 0; replicate < results.length; replicate++) {
    results[replicate] = statistic(draw());
    if (replicate % replicatesPerStep === replicatesPerStep - 1) yield;
  }
  return results.sort();
}

/** The middle part of sorted replicates that holds `level` of them. */
export function percentileInterval(sorted: Float64Array, level: number): Interval {
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** Linear interpolation between the closest ranks (type 7 of Hyndman and Fan). */
function quantile(sorted: Float64Array, probability: number): number {
  const rank = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Errors over units; where no reference has a unit, the number of errors, as jiwer counts an empty reference. */
export function rate(errors: number, units: number): number {
  return units > 0 ? errors / units : errors;
}

export function columnOf(counts: readonly UnitCounts[], key: keyof UnitCounts): Float64Array {
  return Float64Array.from(counts, (count) => count[key]);
}

export function total(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}

/** Runs to the end at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Runs to the end and lets other work of the event loop in at every pause. */
export async function finishInTurns<Result>(steps: Steps<Result>, signal?: AbortSignal): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
