import { holm } from "./statistics/holm";
import type { PairedDifference } from "./statistics/paired";
import { clipsNeeded, smallestDetectable } from "./statistics/power";

type Verdict =
  | "identical"
  | "better"
  | "worse"
  | "not worse by more than the margin"
  | "no difference shown"
  | "too few clips"
  | "not measured";

/** Fewer utterances than this decide nothing. */
export const fewestClips = 20;

export interface MetricComparison {
  readonly metric: string;
  /** Absent when either side was not measured. */
  readonly difference?: PairedDifference;
  /** Whether the two outputs of every utterance are the same, as far as this metric reads them. */
  readonly identical: boolean;
  /** `lower` for error rates and times. */
  readonly better: "lower" | "higher";
  /** How much worse is still acceptable, above zero, in the unit of the metric. */
  readonly margin?: number;
  /** The smallest difference that matters, above zero, in the unit of the metric. Default: the margin. */
  readonly smallestDifference?: number;
}

export interface Judgement {
  readonly metric: string;
  readonly verdict: Verdict;
  /** The permutation p after Holm's adjustment over all metrics that were compared. */
  readonly adjustedP?: number;
  /** Where neither is shown to be better: what this set would show four times in five, in the unit of the metric. */
  readonly detectable?: number;
  /** About how many clips it takes to show the smallest difference that matters. */
  readonly clipsNeeded?: number;
}

/**
 * What the comparisons of one pair of systems show, `b` (new) against `a` (old). A difference is shown when the
 * permutation p, adjusted by Holm over the metrics given here, is at most 5 % and the interval of the paired difference
 * leaves out zero: the permutation holds the rate of false alarms, the interval keeps the verdict and the printed
 * figures of one mind. docs/statistics.md has the measured rates. `identical` comes before everything, since it is seen
 * and not inferred; then `too few clips`.
 */
export function judge(comparisons: readonly MetricComparison[]): readonly Judgement[] {
  const adjustedPs = holm(comparisons.flatMap(({ difference }) => (difference ? [difference.p] : []))).values();
  return comparisons.map((comparison) => {
    const { metric, difference, smallestDifference = comparison.margin } = comparison;
    if (!difference) return { metric, verdict: "not measured" };
    const adjustedP = adjustedPs.next().value ?? 1;
    const verdict = verdictOf(comparison, difference, adjustedP);
    const detectable = smallestDetectable(difference);
    const needed = smallestDifference === undefined ? undefined : clipsNeeded(difference, smallestDifference);
    const isOpen = verdict === "no difference shown" || verdict === "not worse by more than the margin";
    return {
      metric,
      verdict,
      adjustedP,
      ...(isOpen && detectable !== undefined && { detectable }),
      ...(isOpen && needed !== undefined && { clipsNeeded: needed }),
    };
  });
}

const significance = 0.05;

function verdictOf(
  { identical, better, margin }: MetricComparison,
  difference: PairedDifference,
  adjustedP: number,
): Verdict {
  if (identical) return "identical";
  const { utterances, interval } = difference;
  if (utterances < fewestClips || !interval) return "too few clips";
  const lowerIsBetter = better === "lower";
  if (adjustedP <= significance && (interval.low > 0 || interval.high < 0)) {
    return interval.high < 0 === lowerIsBetter ? "better" : "worse";
  }
  if (margin !== undefined && worstCase(difference, lowerIsBetter) < margin) return "not worse by more than the margin";
  return "no difference shown";
}

/**
 * By how much `b` may be worse: the bad end of the interval. When no pair differs the interval has no width whatever
 * the number of clips, so the exact binomial bound on the share of clips that differ stands in.
 */
function worstCase({ interval, differing, level, ...difference }: PairedDifference, lowerIsBetter: boolean): number {
  const end = lowerIsBetter
    ? (interval?.high ?? Number.POSITIVE_INFINITY)
    : -(interval?.low ?? Number.NEGATIVE_INFINITY);
  if (differing > 0) return end;
  const drawn = difference.resampled === "blocks" ? (difference.blocks ?? 0) : difference.utterances;
  return Math.max(end, 1 - ((1 - level) / 2) ** (1 / drawn));
}
