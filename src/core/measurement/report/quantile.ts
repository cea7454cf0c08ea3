import type { Figure } from "./summary";

/**
 * A quantile, interpolated between ranks (type 7, as numpy's), with the interval between two order statistics that covers
 * it with at least 95 % whatever the distribution (Conover, Practical Nonparametric Statistics, 3.2). Values are above zero, so an open low end is 0;
 * an open high end, as p95 has below some 73 values, is Infinity.
 */
export function quantileFigure(values: readonly number[], fraction: number): Figure | undefined {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  if (count === 0) return undefined;
  const point = quantile(sorted, fraction);
  if (count < 2) return { point, utterances: count };
  const { low, high } = ranks(count, fraction);
  return {
    point,
    interval: { low: sorted[low - 1] ?? 0, high: sorted[high - 1] ?? Number.POSITIVE_INFINITY },
    utterances: count,
  };
}

export function median(values: readonly number[]): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? undefined : quantile(sorted, 0.5);
}

function quantile(sorted: Float64Array, fraction: number): number {
  const rank = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? Number.NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}

/** Ranks from 1, or 0 and count + 1 where no value bounds the quantile. */
function ranks(count: number, fraction: number): { readonly low: number; readonly high: number } {
  const tail = 0.025;
  let low = 0;
  let high = count + 1;
  let below = 0;
  let logMass = count * Math.log1p(-fraction);
  for (let successes = 0; successes < count; successes++) {
    below += Math.exp(logMass);
    // P(fewer than rank values lie below the quantile) is `below` for rank = successes + 1.
    if (below <= tail) low = successes + 1;
    if (below >= 1 - tail) {
      high = successes + 1;
      break;
    }
    logMass += Math.log((count - successes) / (successes + 1)) + Math.log(fraction / (1 - fraction));
  }
  return { low, high };
}
