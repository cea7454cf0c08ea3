import { groupAlike, sumsOfHalf } from "./groups";
import { createRandom } from "./random";
import type { Steps } from "./resampling";

/** Up to this many differing pairs every assignment of signs is tried (65,536 of them), so p is exact. */
const mostExactPairs = 16;

/** A binomial number takes about as long as swapping so many pairs. */
const swapsPerBinomial = 150;

/** Swaps between two pauses: a few milliseconds of work. */
const swapsPerStep = 1_000_000;

export interface PermutationResult {
  /** Two-sided: the share of assignments at least as far from zero as the observed one. */
  readonly p: number;
  /** Whether every assignment was tried. */
  readonly exact: boolean;
}

/**
 * Sign-flip permutation of paired units (Fisher's randomisation test): were the two systems alike, each unit's two
 * outputs could change places. `differences` holds one column per sum, b − a of each unit; `statistic` takes the sums
 * of the differences of the swapped units. Sampled assignments give p = (1 + as far) / (1 + tried), which is never zero
 * (Phipson and Smyth 2010).
 */
export function* permute(
  differences: readonly Float64Array[],
  statistic: (swapped: readonly number[]) => number,
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
): Steps<PermutationResult> {
  const columns = withoutInert(differences);
  const pairs = columns[0]?.length ?? 0;
  if (pairs === 0) return { p: 1, exact: true };
  const observed = Math.abs(statistic(columns.map(() => 0)));
  // Sums in another order differ in their last digits; a tie is a tie all the same.
  const bar = observed - 1e-9 * Math.max(observed, Number.MIN_VALUE);
  if (pairs <= mostExactPairs) return { p: enumerate(columns, statistic, bar), exact: true };
  const groups = groupAlike(columns, swapsPerBinomial);
  // Another stream than the bootstrap's, which started from the seed itself.
  const drawSwapped = sumsOfHalf(groups, createRandom(seed ^ 0x5bd1_e995));
  const swapsPerReplicate = swapsPerBinomial * groups.counts.length + (groups.others[0]?.length ?? 0);
  const replicatesPerStep = Math.ceil(swapsPerStep / swapsPerReplicate);
  let asFar = 0;
  for (let replicate = 1; replicate <= replicates; replicate++) {
    if (Math.abs(statistic(drawSwapped())) >= bar) asFar++;
    if (replicate % replicatesPerStep === 0) yield;
  }
  return { p: (1 + asFar) / (1 + replicates), exact: false };
}

/** Units that differ in nothing do not change by a swap. */
function withoutInert(columns: readonly Float64Array[]): readonly Float64Array[] {
  const differing: number[] = [];
  for (let index = 0; index < (columns[0]?.length ?? 0); index++) {
    if (columns.some((column) => column[index] !== 0)) differing.push(index);
  }
  return columns.map((column) => Float64Array.from(differing, (index) => column[index] ?? 0));
}

/** Every assignment, each one swap away from the one before (Gray code). */
function enumerate(
  columns: readonly Float64Array[],
  statistic: (swapped: readonly number[]) => number,
  bar: number,
): number {
  const pairs = columns[0]?.length ?? 0;
  const assignments = 2 ** pairs;
  const sums = columns.map(() => 0);
  let swapped = 0;
  let asFar = 0;
  for (let assignment = 0; assignment < assignments; assignment++) {
    if (Math.abs(statistic(sums)) >= bar) asFar++;
    const pair = 31 - Math.clz32((assignment + 1) & -(assignment + 1));
    const sign = swapped & (1 << pair) ? -1 : 1;
    swapped ^= 1 << pair;
    for (const [index, column] of columns.entries()) sums[index] = (sums[index] ?? 0) + sign * (column[pair] ?? 0);
  }
  return asFar / assignments;
}
