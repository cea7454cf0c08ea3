import type { Estimate } from "./statistics/interval";
import { fewestClips } from "./verdict";

export type ThresholdVerdict = "pass" | "fail" | "inconclusive" | "not measured";

/** In the unit of the metric; the limit itself is still good. */
export type Threshold = { readonly atMost: number } | { readonly atLeast: number };

/**
 * Whether a figure keeps to a limit, by the bounds of its interval and never by its point: it passes when even the bad
 * end is within, fails when even the good end is beyond, and is inconclusive between, without an interval, and on fewer
 * than twenty clips.
 */
export function judgeThreshold(
  estimate: Pick<Estimate, "point" | "interval" | "utterances"> | undefined,
  threshold: Threshold,
): ThresholdVerdict {
  if (!estimate || Number.isNaN(estimate.point)) return "not measured";
  const { interval, utterances } = estimate;
  if (!interval || utterances < fewestClips) return "inconclusive";
  const [good, bad, limit] =
    "atMost" in threshold
      ? [interval.low, interval.high, threshold.atMost]
      : [-interval.high, -interval.low, -threshold.atLeast];
  return bad <= limit ? "pass" : good > limit ? "fail" : "inconclusive";
}
