import { normalQuantile } from "./normal";
import type { PairedDifference } from "./paired";

/** The chance to see a true difference that {@link smallestDetectable} and {@link clipsNeeded} are computed for. */
const power = 0.8;
const significance = 0.05;

/**
 * The smallest true difference that this set would show in four of five comparisons, in the unit of the metric: (1.96 +
 * 0.84) times the standard error of the paired difference. It depends on how much the pairs vary and not on the
 * difference that was found, so it says what the set is good for. Absent when no pair differs or there are fewer than
 * two: then nothing is known of the variance.
 */
export function smallestDetectable({ standardError }: PairedDifference): number | undefined {
  if (!standardError) return undefined;
  return (normalQuantile(1 - significance / 2) + normalQuantile(power)) * standardError;
}

/**
 * About how many utterances like these it takes to show a true difference of this size with 80 % power at 5 %; where
 * speakers or sessions were drawn, with speakers or sessions growing in proportion.
 */
export function clipsNeeded(difference: PairedDifference, smallestDifference: number): number | undefined {
  const detectable = smallestDetectable(difference);
  if (detectable === undefined || !(smallestDifference > 0)) return undefined;
  return Math.ceil(difference.utterances * (detectable / smallestDifference) ** 2);
}
