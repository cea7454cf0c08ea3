import * as vscode from "vscode";
import type { Progress, RunEvent, TurnsProgress } from "../../core/measurement/runs/events";
import { visible } from "../../core/workspace/visible-text";

/**
 * `12/133 clips · base · WER so far 14.2 % · 3 min left`; of two rows both: `WER so far 14.2 % → 13.8 %`.
 * @param rates WER so far by row, as fractions
 */
export function progressWords(
  { row, done, total, failed, timeLeft, wer, cost }: Progress,
  rates: ReadonlyMap<string, number> = new Map(),
): string {
  return [
    vscode.l10n.t("{0}/{1} clips", done, total),
    visible(row),
    ...rateWords(wer, rates),
    ...(failed === 0 ? [] : [vscode.l10n.t("{0} failed", failed)]),
    ...(timeLeft === undefined || done === total ? [] : [timeWords(timeLeft)]),
    ...(cost > 0 ? [vscode.l10n.t("{0} USD", cost.toFixed(2))] : []),
  ].join(" · ");
}

/** What is done beside asking for clips. */
export function stepWords(step: Extract<RunEvent, { type: "step" }>["step"], turns?: TurnsProgress): string {
  switch (step) {
    case "code":
      return vscode.l10n.t("Looking which code runs…");
    case "speed":
      return turns
        ? [
            vscode.l10n.t("Comparing speed… {0} %", Math.floor((100 * turns.done) / turns.total)),
            ...(turns.done < turns.total ? [timeWords(turns.timeLeft)] : []),
          ].join(" · ")
        : vscode.l10n.t("Comparing speed…");
    case "memory":
      return vscode.l10n.t("Measuring memory…");
  }
}

function rateWords(wer: number | undefined, rates: ReadonlyMap<string, number>): readonly string[] {
  const percent = (rate: number) => (100 * rate).toFixed(1);
  const [before, after, ...others] = rates.values();
  if (before !== undefined && after !== undefined && others.length === 0) {
    return [vscode.l10n.t("WER so far {0} % → {1} %", percent(before), percent(after))];
  }
  return wer === undefined ? [] : [vscode.l10n.t("WER so far {0} %", percent(wer))];
}

function timeWords(seconds: number): string {
  return seconds < 90
    ? vscode.l10n.t("{0} s left", Math.ceil(seconds))
    : vscode.l10n.t("{0} min left", Math.round(seconds / 60));
}
