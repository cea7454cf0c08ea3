import * as vscode from "vscode";
import type { Figure, RunSummary } from "../../core/measurement/report/summary";
import type { RunRecord } from "../../core/measurement/run";
import { languageName, percent, pointsWithin, twoDigits, verdictWords } from "../change/figures";
import { code, escaped } from "../chat/markdown-text";
import { safeMarkdown } from "../plain-markdown";
import { checkLabel, checkResult, verdictLabel } from "./check-words";
import type { RunNode } from "./run-nodes";
import { labelOf } from "./run-words";

/** Figures and verdicts as Markdown. Names come from files of the workspace: they are shown as text. */
export function tooltipOf({ run: { record, folder } }: Pick<RunNode, "run">, summary: RunSummary | undefined) {
  return safeMarkdown([
    `**${escaped(labelOf(record))}**`,
    ...(summary ? figuresOf(summary) : [noFigures(record)]),
    ...(summary && record.state === "complete" ? verdictsOf(summary) : []),
    `${code(folder.path)} · ${record.created.slice(0, 16).replace("T", " ")} UTC`,
  ]);
}

function noFigures({ state }: RunRecord): string {
  return state === "complete"
    ? vscode.l10n.t("The figures stand in the report; the transcripts of this run are not here.")
    : vscode.l10n.t("It did not end, so it has no verdict. What was measured is kept: resume it.");
}

function figuresOf({ rows }: RunSummary): readonly string[] {
  return rows.slice(0, 6).map(({ label, languages, times, evaluated, requested }) => {
    const parts = [
      ...languages.flatMap(({ language, wer }) =>
        wer ? [`WER ${escaped(languageName(language))} ${withinPercent(wer)}`] : [],
      ),
      ...(times.wallP50 ? [`RTF ${twoDigits(times.wallP50.point)}`] : []),
      ...(times.memory ? [`${times.memory.highest.toFixed(0)} MiB`] : []),
      vscode.l10n.t("{0} of {1} clips", evaluated, requested),
    ];
    return `${escaped(label)}: ${parts.join(" · ")}`;
  });
}

function verdictsOf({ comparisons, checks }: RunSummary): readonly string[] {
  const rates = comparisons.length === 1 ? (comparisons[0]?.rates ?? []) : [];
  const lines = [
    ...rates.map(
      (rate) =>
        `${rate.metric.toUpperCase()} ${escaped(languageName(rate.language))}: ${verdictWords(rate.verdict)}, ${pointsWithin(rate)}`,
    ),
    ...checks
      .filter(({ origin }) => origin === "budget")
      .map((check) => `${escaped(checkLabel(check))}: ${verdictLabel(check.verdict)}, ${escaped(checkResult(check))}`),
  ];
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")];
}

function withinPercent({ point, interval }: Figure): string {
  if (!interval) return percent(point);
  const bare = (value: number) => (value * 100).toFixed(1);
  return `${percent(point)} (95 % ${bare(interval.low)}–${bare(interval.high)})`;
}
