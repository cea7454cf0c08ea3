import { judgeThreshold, type ThresholdVerdict } from "../../scoring/threshold";
import type { Budget, EvaluationConfiguration } from "../configuration";
import { defaultBudgets, primaryLanguage } from "../configuration/choices";
import type { RunRecord } from "../run";
import type { Check, Figure, RowSummary } from "./summary";

/** Every limit against every row that it speaks of: budgets first, then the bars that no budget replaces. */
export function checksOf(
  rows: readonly RowSummary[],
  { budgets, engines }: Pick<EvaluationConfiguration, "budgets" | "engines">,
  state: RunRecord["state"],
): readonly Check[] {
  return rows.flatMap((summary, row) => {
    const own = budgets.filter(({ engine }) => engine === undefined || engine === summary.engine);
    const engine = engines.find(({ name }) => name === summary.engine);
    const bars = engine
      ? defaultBudgets(engine).filter((bar) => isMeasured(bar, summary) && !own.some((budget) => replaces(budget, bar)))
      : [];
    const check = (origin: Check["origin"]) => (budget: Budget) =>
      figuresOf(budget, summary).map(({ language, figure }): Check => {
        const verdict = state === "complete" ? verdictOf(budget, figure, summary) : "not measured";
        const { metric, atMost } = budget;
        return {
          row,
          origin,
          metric,
          atMost,
          verdict,
          ...(language !== undefined && { language }),
          ...(figure && { figure }),
        };
      });
    return [...own.flatMap(check("budget")), ...bars.flatMap(check("bar"))];
  });
}

function replaces(budget: Budget, bar: Budget): boolean {
  const isSameLanguage = budget.language === undefined || primaryLanguage(budget.language) === bar.language;
  return budget.metric === bar.metric && isSameLanguage;
}

/** Bars of languages that are not in the test set would only fill the page; a budget was asked for and is always shown. */
function isMeasured(bar: Budget, summary: RowSummary): boolean {
  return bar.language === undefined || summary.languages.some(({ language }) => language === bar.language);
}

interface LimitedFigure {
  readonly language?: string;
  readonly figure?: Figure | undefined;
}

function figuresOf({ metric, language }: Budget, { languages, times, timing }: RowSummary): readonly LimitedFigure[] {
  switch (metric) {
    case "wer":
    case "cer": {
      if (language === undefined)
        return languages.map((found) => ({ language: found.language, figure: found[metric] }));
      const primary = primaryLanguage(language);
      return [{ language: primary, figure: languages.find((found) => found.language === primary)?.[metric] }];
    }
    case "rtfP50":
      return [{ figure: times.wallP50 }];
    case "rtfP95":
      return [{ figure: times.wallP95 }];
    case "peakMemory":
      return [{ figure: times.memory && { point: times.memory.highest, utterances: times.memory.processes } }];
    case "costPerHour":
      return [{ figure: times.costPerHour }];
    case "wordTimingMae":
      return [{ figure: timing?.mae }];
    // Runs hold no speakers of answers yet.
    case "der":
      return [{}];
  }
}

/** Fewer processes than this may all have been lucky. */
const fewestProcesses = 3;

function verdictOf(
  { metric, atMost }: Budget,
  figure: Figure | undefined,
  { times, evaluated }: RowSummary,
): ThresholdVerdict {
  if (metric !== "peakMemory") {
    // A price per minute is what it is, however few clips it was paid for.
    const isExact =
      figure?.interval !== undefined && figure.interval.low === figure.interval.high && metric === "costPerHour";
    return isExact ? (figure.point <= atMost ? "pass" : "fail") : judgeThreshold(figure, { atMost });
  }
  if (!times.memory) return "not measured";
  // A peak that was seen is a fact and needs no interval.
  if (times.memory.highest > atMost) return "fail";
  return times.memory.processes >= fewestProcesses && evaluated > 0 ? "pass" : "inconclusive";
}
