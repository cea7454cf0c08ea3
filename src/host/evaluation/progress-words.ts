import * as vscode from "vscode";
import type { Progress } from "../../core/measurement/runs/events";
import { visible } from "../../core/workspace/visible-text";

/** `12/133 clips · base · WER so far 14.2 % · 3 min left`. */
export function progressWords({ row, done, total, failed, timeLeft, wer, cost }: Progress): string {
  return [
    vscode.l10n.t("{0}/{1} clips", done, total),
    visible(row),
    ...(wer === undefined ? [] : [vscode.l10n.t("WER so far {0} %", (100 * wer).toFixed(1))]),
    ...(failed === 0 ? [] : [vscode.l10n.t("{0} failed", failed)]),
    ...(timeLeft === undefined || done === total ? [] : [timeWords(timeLeft)]),
    ...(cost > 0 ? [vscode.l10n.t("{0} USD", cost.toFixed(2))] : []),
  ].join(" · ");
}

function timeWords(seconds: number): string {
  return seconds < 90
    ? vscode.l10n.t("{0} s left", Math.ceil(seconds))
    : vscode.l10n.t("{0} min left", Math.round(seconds / 60));
}
