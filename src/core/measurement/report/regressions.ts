import type { ThresholdVerdict } from "../../scoring/threshold";
import type { NoRegression } from "../configuration";
import { primaryLanguage } from "../configuration/choices";
import type { RunChange } from "../run";
import type { RateComparison, RegressionCheck, RepeatedComparison, RowComparison } from "./summary";

/** How much more time, memory or money still counts as no more, relative: smaller differences are nobody's concern. */
const tolerance = 0.1;

type Judged = Pick<RegressionCheck, "language" | "difference" | "interval" | "clipsNeeded" | "verdict">;

/**
 * What the measurement of a change says about a budget that allows none to be worse. It fails where worse is shown, passes
 * where the two are identical, the new one is better, or the worst that it may be is within the margin (of WER) or a tenth
 * (of time, memory and cost); otherwise nothing is decided. A change against another revision says nothing.
 */
export function judgeRegression(
  { metric, language, noRegressionAgainst }: NoRegression,
  comparison: RowComparison | undefined,
  { base, branch, ran }: Pick<RunChange, "base" | "branch" | "ran">,
): readonly Judged[] {
  const inLanguage = language === undefined ? {} : { language: primaryLanguage(language) };
  const unmeasured: readonly Judged[] = [{ ...inLanguage, verdict: "not measured" }];
  if (!comparison || comparison.unmeasured !== undefined || (ran && ran.verdict !== "own")) return unmeasured;
  if (!isSameRevision(base, branch, noRegressionAgainst)) return unmeasured;
  switch (metric) {
    case "wer":
    case "cer": {
      const rates = comparison.rates.filter(
        (rate) => rate.metric === metric && (language === undefined || rate.language === inLanguage.language),
      );
      return rates.length > 0 ? rates.map((rate) => ({ language: rate.language, ...judgeRate(rate) })) : unmeasured;
    }
    case "wordTimingMae":
      return comparison.timing ? [judgeRate(comparison.timing)] : unmeasured;
    case "rtf":
      return [judgeRepeated(comparison.speed)];
    case "peakMemory":
      return [judgeRepeated(comparison.memory)];
    case "costPerHour":
      return [judgeRepeated(comparison.cost)];
  }
}

/** `main` and `origin/main` are one to whoever wrote the budget, and so is HEAD on it; a commit may be shortened. */
function isSameRevision({ commit, revision }: RunChange["base"], current: string | undefined, wanted: string): boolean {
  const bare = (name: string) => name.replace(/^(?:refs\/)?(?:heads\/|remotes\/)?(?:origin\/)?/, "");
  const isCommit = /^[0-9a-f]{7,64}$/.test(wanted) && commit.startsWith(wanted);
  const named = revision === "HEAD" && current !== undefined ? current : revision;
  return isCommit || bare(named) === bare(wanted) || revision === wanted;
}

type Rate = Pick<RateComparison, "verdict" | "difference" | "interval" | "clipsNeeded">;

function judgeRate({ verdict, difference, interval, clipsNeeded }: Rate): Judged {
  const figures = { difference, ...(interval && { interval }), ...(clipsNeeded !== undefined && { clipsNeeded }) };
  return { ...figures, verdict: rateVerdicts[verdict] };
}

const rateVerdicts: Readonly<Record<RateComparison["verdict"], ThresholdVerdict>> = {
  identical: "pass",
  better: "pass",
  "not worse by more than the margin": "pass",
  worse: "fail",
  "no difference shown": "inconclusive",
  "too few clips": "inconclusive",
  "not measured": "not measured",
};

function judgeRepeated({ verdict, difference, noise }: RepeatedComparison): Judged {
  if (verdict === "not compared" || difference === undefined) return { verdict: "not measured" };
  // What the same code shows against itself is how far the median may be off.
  const isWithin = difference + (noise ?? 0) <= tolerance;
  const open = isWithin ? "pass" : "inconclusive";
  return { difference, verdict: verdict === "worse" ? "fail" : verdict === "better" ? "pass" : open };
}
