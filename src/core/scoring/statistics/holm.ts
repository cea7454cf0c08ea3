/**
 * Holm's step-down adjustment (1979): the chance of a single false alarm among all of these comparisons stays below the
 * level that the adjusted p are held against. Returns the adjusted p in the order given.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const adjusted = pValues.map(() => 0);
  let largest = 0;
  const order = [...pValues.keys()].sort((one, other) => (pValues[one] ?? 0) - (pValues[other] ?? 0));
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}
