import { judgeThreshold, type ThresholdVerdict } from "../../scoring/threshold";
import type { EvaluationConfiguration, Limit } from "../configuration";
import { defaultBudgets, primaryLanguage } from "../configuration/choices";
import type { RunRecord } from "../run";
import { judgeRegression } from "./regressions";
import type { Check, Figure, RowSummary, RunSummary } from "./summary";

/**
 * Every limit against every row that it speaks of: budgets first, then the bars that no budget replaces. Of a change only
 * what came after it is held to them, and whether it is worse than what came before.
 */
export function checksOf(
  { rows, comparisons }: Pick<RunSummary, "rows" | "comparisons">,
  { budgets, engines }: Pick<EvaluationConfiguration, "budgets" | "engines">,
  { state, change }: Pick<RunRecord, "state" | "change">,
): readonly Check[] {
  return rows.flatMap((summary, row) => {
    if (change && row === 0) return [];
    const names = [summary.engine, change?.engine];
    const own = [...budgets.entries()].filter(([, { engine }]) => engine === undefined || names.includes(engine));
    const limits = own.flatMap(([budget, found]) => ("atMost" in found ? [[budget, found] as const] : []));
    const engine = engines.find(({ name }) => names.includes(name));
    const bars = engine
      ? defaultBudgets(engine).filter(
          (bar) => isMeasured(bar, summary) && !limits.some(([, budget]) => replaces(budget, bar)),
        )
      : [];
    const check = (limit: Limit, origin: Pick<Check, "origin" | "budget">) =>
      figuresOf(limit, summary).map(({ language, figure }): Check => {
        const verdict = state === "complete" ? verdictOf(limit, figure, summary) : "not measured";
        const { metric, atMost } = limit;
        const inLanguage = language !== undefined && { language };
        return { row, ...origin, metric, atMost, verdict, ...inLanguage, ...(figure && { figure }) };
      });
    const comparison = comparisons.find((found) => found.row === row);
    const judged = own.flatMap(([budget, found]) => {
      if ("atMost" in found) return check(found, { origin: "budget", budget });
      if (!change) return [];
      const { metric, noRegressionAgainst } = found;
      return judgeRegression(found, comparison, change).map(
        (judgement): Check => ({ row, origin: "budget", budget, metric, noRegressionAgainst, ...judgement }),
      );
    });
    return [...judged, ...bars.flatMap((bar) => check(bar, { origin: "bar" }))];
  });
}

function replaces(budget: Limit, bar: Limit): boolean {
  const isSameLanguage = budget.language === undefined || primaryLanguage(budget.language) === bar.language;
  return budget.metric === bar.metric && isSameLanguage;
}

/** Bars of languages that are not in the test set would only fill the page; a budget was asked for and is always shown. */
function isMeasured(bar: Limit, summary: RowSummary): boolean {
  return bar.language === undefined || summary.languages.some(({ language }) => language === bar.language);
}

interface LimitedFigure {
  readonly language?: string;
  readonly figure?: Figure | undefined;
}

function figuresOf({ metric, language }: Limit, { languages, times, timing }: RowSummary): readonly LimitedFigure[] {
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
  { metric, atMost }: Limit,
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
