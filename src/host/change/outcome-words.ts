import * as vscode from "vscode";
import type { RateComparison, RowSummary, RunSummary } from "../../core/measurement/report/summary";
import type { RunRecord } from "../../core/measurement/run";
import type { Interval } from "../../core/scoring/scoring";
import { visible } from "../../core/workspace/visible-text";
import { since } from "../since";
import { languageName, percent, points, pointsWithin, signed, twoDigits, verdictWords } from "./figures";

/** A lens is one line, short enough for a narrow editor. */
export const mostColumns = 100;

export interface LensText {
  readonly title: string;
  readonly tooltip: string;
}

/**
 * What a change does, as its lens says it: `WER 11.8 % → 10.9 % (−0.9 pt, 95 % −1.6…−0.3) · RTF 0.31 → 0.34 · 2 h ago`. Of
 * several languages the one that got worse or changed most; the tooltip has them all.
 */
export function changeWords(
  record: RunRecord,
  summary: RunSummary,
  { isStale, now }: { readonly isStale: boolean; readonly now: Date },
): LensText {
  const age = since(record.finished ?? record.created, now);
  const again = isStale ? [vscode.l10n.t("stale, evaluate again")] : [];
  const reason = notMeasured(record, summary);
  if (reason !== undefined) {
    return { title: fitted([[reason, age, ...again]]), tooltip: tooltipOf(record, summary, isStale) };
  }
  const [first, ...others] = byGravity(summary);
  const isNamed = others.length > 0;
  const speed = speedWords(summary);
  const whole = first ? [rateWords(summary, first, { isNamed, hasInterval: true })] : [];
  const short = first ? [rateWords(summary, first, { isNamed, hasInterval: false })] : [];
  const title = fitted([
    [...whole, ...speed, age, ...again],
    [...whole, age, ...again],
    [...short, age, ...again],
  ]);
  return { title, tooltip: tooltipOf(record, summary, isStale) };
}

/** What an engine does as it is: `WER 11.8 % (10.2–13.4) · RTF 0.31 · 2 h ago`, of its language with the most clips. */
export function baselineWords(record: RunRecord, summary: RunSummary, now: Date): LensText {
  const [row] = summary.rows;
  const measured = [...(row?.languages ?? [])].filter(({ wer }) => wer !== undefined);
  const [language] = measured.sort((one, other) => (other.wer?.utterances ?? 0) - (one.wer?.utterances ?? 0));
  const wer = language?.wer;
  const rtf = row?.times.wallP50;
  const name = measured.length > 1 ? ` ${language?.language}` : "";
  const title = fitted([
    [
      ...(wer ? [`WER${name} ${percent(wer.point)}${wer.interval ? ` (${bounds(wer.interval)})` : ""}`] : []),
      ...(rtf ? [`RTF ${twoDigits(rtf.point)}`] : []),
      ...(wer || rtf ? [] : [vscode.l10n.t("Nothing was measured")]),
      since(record.finished ?? record.created, now),
    ],
  ]);
  const rows = summary.rows.map(({ label, languages }) => `${visible(label)}: ${languages.map(werOf).join(", ")}`);
  return { title, tooltip: [...rows, vscode.l10n.t("A click opens the report.")].join("\n") };
}

/** Why there is no verdict; undefined where there is one. */
function notMeasured({ change }: RunRecord, { comparisons }: RunSummary): string | undefined {
  if (change?.ran?.verdict === "same") return vscode.l10n.t("not measured: the same code ran");
  if (change?.ran?.verdict === "unknown") return vscode.l10n.t("not measured: nothing shows which code ran");
  return comparisons[0]?.unmeasured === undefined
    ? undefined
    : vscode.l10n.t("not measured: {0}", visible(comparisons[0].unmeasured));
}

/** Differences of WER: what got worse first, then what changed most. */
function byGravity({ comparisons }: RunSummary): readonly RateComparison[] {
  const rates = comparisons[0]?.rates.filter(({ metric }) => metric === "wer") ?? [];
  const isWorse = ({ verdict }: RateComparison) => (verdict === "worse" ? 1 : 0);
  return [...rates].sort(
    (one, other) => isWorse(other) - isWorse(one) || Math.abs(other.difference) - Math.abs(one.difference),
  );
}

function rateWords(
  { rows }: RunSummary,
  rate: RateComparison,
  { isNamed, hasInterval }: { readonly isNamed: boolean; readonly hasInterval: boolean },
): string {
  const [before, after] = [rows[0], rows[1]].map((row) => rateOf(row, rate.language));
  const name = isNamed ? `WER ${rate.language}` : "WER";
  if (rate.verdict === "identical") {
    return `${name}${after === undefined ? "" : ` ${percent(after)}`}, ${verdictWords(rate.verdict)}`;
  }
  const pair = before === undefined || after === undefined ? "" : ` ${percent(before)} → ${percent(after)}`;
  const isShown = rate.verdict === "better" || rate.verdict === "worse";
  const verdict = isShown ? "" : `, ${verdictWords(rate.verdict)}`;
  const interval =
    hasInterval && rate.interval ? `, 95 % ${signed(rate.interval.low)}…${signed(rate.interval.high)}` : "";
  return `${name}${pair}${verdict} (${points(rate.difference)}${interval})`;
}

function rateOf(row: RowSummary | undefined, language: string): number | undefined {
  return row?.languages.find((found) => found.language === language)?.wer?.point;
}

/** The turns decide; medians of the clips are shown where they say the same. */
function speedWords({ rows, comparisons }: RunSummary): readonly string[] {
  const { verdict, difference } = comparisons[0]?.speed ?? {};
  const [before, after] = [rows[0]?.times.wallP50?.point, rows[1]?.times.wallP50?.point];
  if (verdict === undefined || verdict === "not compared" || difference === undefined) return [];
  if (verdict === "no difference shown") {
    const value = after === undefined ? "" : ` ${twoDigits(after)}`;
    return [`RTF${value}, ${verdictWords("no difference shown")}`];
  }
  if (before !== undefined && after !== undefined && Math.sign(after - before) === Math.sign(difference)) {
    return [`RTF ${twoDigits(before)} → ${twoDigits(after)}`];
  }
  return [`RTF ${signed(difference)} %`];
}

function tooltipOf(record: RunRecord, summary: RunSummary, isStale: boolean): string {
  const { change } = record;
  const [before, after] = summary.rows;
  const rates = byGravity(summary).map((rate) => {
    const [one, other] = [before, after].map((row) =>
      row?.languages.find(({ language }) => language === rate.language),
    );
    const pair = one && other ? `${werOf(one)} → ${werOf(other)}` : languageName(rate.language);
    return `${pair}: ${verdictWords(rate.verdict)}, ${pointsWithin(rate)}`;
  });
  const speed = summary.comparisons[0]?.speed.verdict;
  return [
    ...(change
      ? [
          vscode.l10n.t(
            "{0} against {1} ({2})",
            visible(change.engine),
            visible(change.base.revision),
            change.base.commit.slice(0, 8),
          ),
        ]
      : []),
    ...(change?.ran && change.ran.verdict !== "own" ? [visible(change.ran.message)] : []),
    ...(change?.ran?.remedy === undefined || change.ran.verdict === "own" ? [] : [visible(change.ran.remedy)]),
    ...rates,
    ...(speed ? [vscode.l10n.t("Speed: {0}", verdictWords(speed))] : []),
    ...(isStale ? [vscode.l10n.t("Code, data or configuration changed since.")] : []),
    isStale ? vscode.l10n.t("A click evaluates again.") : vscode.l10n.t("A click opens the report."),
  ].join("\n");
}

function werOf({ language, wer }: RowSummary["languages"][number]): string {
  if (!wer) return vscode.l10n.t("{0}: WER not measured", languageName(language));
  const interval = wer.interval ? ` (${bounds(wer.interval)})` : "";
  return vscode.l10n.t("{0}: WER {1}", languageName(language), `${percent(wer.point)}${interval}`);
}

function bounds({ low, high }: Interval): string {
  const bare = (value: number) => (value * 100).toFixed(1);
  return Number.isFinite(high) ? `${bare(low)}–${bare(high)}` : `≥ ${bare(low)}`;
}

/** The first of these that fits a lens. Of the shortest the beginning is cut: its end says what a click does. */
function fitted(choices: readonly (readonly string[])[]): string {
  const lines = choices.map((parts) => parts.filter((part) => part !== ""));
  const fitting = lines.map((parts) => parts.join(" · ")).find(({ length }) => length <= mostColumns);
  if (fitting !== undefined) return fitting;
  const [head = "", ...rest] = lines.at(-1) ?? [];
  const end = ["…", ...rest].join(" · ");
  return `${head.slice(0, Math.max(0, mostColumns - end.length))}${end}`;
}
