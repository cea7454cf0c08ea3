/** Distribution function of the standard normal distribution, to about 1e-15 absolutely. */
export function normalCdf(z: number): number {
  return z > 0 ? 1 - upperTail(z) : upperTail(-z);
}

/** Probability of a standard normal value at least as far from zero as `z`. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * upperTail(Math.abs(z)));
}

/** The inverse of {@link normalCdf} for 0 < `probability` < 1, by bisection; called a few times per report. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * P(Z > z) for z ≥ 0. Near the middle the series of the distribution function, further out Laplace's continued fraction
 * of Mills' ratio (Abramowitz and Stegun 26.2.10 and 26.2.14), which keeps the relative precision of small tails.
 */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let power = 3; Math.abs(term) > 1e-17 * Math.abs(sum); power += 2) {
      term *= (z * z) / power;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = 0;
  for (let level = 100; level >= 1; level--) fraction = level / (z + fraction);
  return density / (z + fraction);
}
