import { median } from "./quantile";
import type { RepeatedComparison } from "./summary";

/**
 * Interleaved repeats (a₁ b₁ b₂ a₂ …): figure n of `a` and of `b` were taken side by side, in one unit (seconds for the
 * whole set, MiB, …). `noise` holds relative differences, one for each pair of repeats of the same code against itself on
 * this machine: second over first, minus 1.
 */
export interface Repeats {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly noise: readonly number[];
}

/** Fewer pairs than this can agree by chance; fewer of the same code say nothing about noise. */
const fewest = 5;

/**
 * Lower is better. A difference is shown when every pair of repeats points the same way but for what a sign test at
 * 6.25 % lets pass, and the median difference lies beyond everything that the same code showed against itself.
 */
export function compareRepeats(repeats: Repeats | undefined): RepeatedComparison {
  if (!repeats) return { verdict: "not compared" };
  const { a, b } = repeats;
  const pairs = a.flatMap((before, index) => {
    const after = b[index];
    return after !== undefined && before > 0 && Number.isFinite(after) ? [after / before - 1] : [];
  });
  const noises = repeats.noise.filter(Number.isFinite).map(Math.abs);
  const difference = median(pairs);
  if (difference === undefined || pairs.length < fewest || noises.length < fewest) return { verdict: "not compared" };
  const noise = Math.max(...noises);
  const isShown = Math.abs(difference) > noise && signTest(pairs) <= 0.0625;
  return { verdict: isShown ? (difference < 0 ? "better" : "worse") : "no difference shown", difference, noise };
}

/** Two-sided p of as many equal signs or more; pairs without a difference count for neither. */
function signTest(differences: readonly number[]): number {
  const signed = differences.filter((difference) => difference !== 0);
  const positive = signed.filter((difference) => difference > 0).length;
  const most = Math.max(positive, signed.length - positive);
  let mass = 0.5 ** signed.length;
  let tail = mass;
  for (let successes = signed.length - 1; successes >= most; successes--) {
    mass *= (successes + 1) / (signed.length - successes);
    tail += mass;
  }
  return Math.min(1, 2 * tail);
}
