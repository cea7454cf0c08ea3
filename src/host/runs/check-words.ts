import * as vscode from "vscode";
import type { Budget } from "../../core/measurement/configuration";
import { digits, relative } from "../../core/measurement/report/format";
import type { Check, Figure, LimitCheck, RegressionCheck } from "../../core/measurement/report/summary";
import type { Interval } from "../../core/scoring/scoring";
import { visibleShort } from "../../core/workspace/visible-text";
import { percent, pointsWithin, signed } from "../change/figures";

/** What a budget asks for: `WER ru ≤ 15 %`, `Peak memory ≤ 900 MiB (base)`, `No worse WER ru than main`. */
export function budgetLabel(budget: Budget): string {
  const engine = budget.engine === undefined ? "" : ` (${visibleShort(budget.engine, 60)})`;
  return `${checkLabel(budget)}${engine}`;
}

/** The same of one language that it was judged in. */
export function checkLabel(check: Check | Budget): string {
  const what = nameOf(check);
  if ("atMost" in check) return `${what} ≤ ${limitText(check)}`;
  return vscode.l10n.t("No regression of {0} against {1}", what, visibleShort(check.noRegressionAgainst, 60));
}

/** What came out: `17.2 % (95 % 14.9–19.6), at most 15 %`. */
export function checkResult(check: Check): string {
  return "atMost" in check ? limitResult(check) : regressionResult(check);
}

export function verdictLabel(verdict: Check["verdict"]): string {
  switch (verdict) {
    case "pass":
      return vscode.l10n.t("kept");
    case "fail":
      return vscode.l10n.t("missed");
    case "inconclusive":
      return vscode.l10n.t("inconclusive");
    case "not measured":
      return vscode.l10n.t("not measured");
  }
}

function nameOf({ metric, language }: Check | Budget): string {
  const name = metricName(metric);
  return language === undefined ? name : `${name} ${visibleShort(language, 20)}`;
}

function metricName(metric: Budget["metric"]): string {
  switch (metric) {
    case "wer":
    case "cer":
    case "der":
    case "rtf":
      return metric.toUpperCase();
    case "rtfP50":
      return "RTF p50";
    case "rtfP95":
      return "RTF p95";
    case "peakMemory":
      return vscode.l10n.t("Peak memory");
    case "costPerHour":
      return vscode.l10n.t("Cost of an hour of audio");
    case "wordTimingMae":
      return vscode.l10n.t("Word timing error");
  }
}

type Limited = Pick<LimitCheck, "metric" | "atMost">;

function limitText({ metric, atMost }: Limited): string {
  return `${units[metric].limit(atMost)}`;
}

interface Unit {
  /** A limit as it was written: no digits that nobody wrote. */
  limit(value: number): string;
  figure(value: number): string;
  /** One end of an interval. */
  bare(value: number): string;
}

const rate: Unit = {
  limit: (value) => `${Number((value * 100).toFixed(3))} %`,
  figure: percent,
  bare: (value) => (value * 100).toFixed(1),
};
const factor: Unit = { limit: String, figure: digits, bare: digits };
const whole = (unit: string): Unit => ({
  limit: (value) => `${value} ${unit}`,
  figure: (value) => `${value.toFixed(0)} ${unit}`,
  bare: (value) => value.toFixed(0),
});

const units: Readonly<Record<LimitCheck["metric"], Unit>> = {
  wer: rate,
  cer: rate,
  der: rate,
  rtfP50: factor,
  rtfP95: factor,
  peakMemory: whole("MiB"),
  wordTimingMae: whole("ms"),
  costPerHour: {
    limit: (value) => `$${value}`,
    figure: (value) => `$${value.toFixed(2)}`,
    bare: (value) => value.toFixed(2),
  },
};

function limitResult({ metric, atMost, figure, verdict }: LimitCheck): string {
  if (!figure) return vscode.l10n.t("not measured");
  const found = `${units[metric].figure(figure.point)}${withinText(figure.interval, units[metric])}`;
  const clips = verdict === "inconclusive" ? clipsFor(figure, { metric, atMost }) : undefined;
  const limit = vscode.l10n.t("{0}, at most {1}", found, limitText({ metric, atMost }));
  return clips === undefined ? limit : `${limit}: ${neededText(clips)}`;
}

function withinText(interval: Interval | undefined, { bare }: Unit): string {
  if (!interval || interval.low === interval.high) return "";
  if (!Number.isFinite(interval.high)) return ` (95 % ≥ ${bare(interval.low)})`;
  return ` (95 % ${bare(interval.low)}–${bare(interval.high)})`;
}

/**
 * About how many clips would decide, if the figure stays what it is: an interval shrinks with the root of their number.
 * Undefined where no number would.
 */
function clipsFor({ point, interval, utterances }: Figure, { metric, atMost }: Limited): number | undefined {
  if (!interval || utterances === 0) return undefined;
  if (!Number.isFinite(interval.high)) return metric === "rtfP95" ? clipsForTail : undefined;
  const half = point <= atMost ? interval.high - point : point - interval.low;
  const needed = Math.ceil(utterances * (half / Math.abs(atMost - point)) ** 2);
  return Number.isFinite(needed) && needed > utterances ? rounded(needed) : undefined;
}

/** With fewer the slowest clip may lie below the 95th percentile, so that nothing bounds it: 0.95 ^ 72 is below 2.5 %. */
const clipsForTail = 72;

/** Two digits: more would pretend to know. */
function rounded(count: number): number {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / magnitude) * magnitude;
}

function neededText(clips: number): string {
  return vscode.l10n.t("about {0} clips needed", clips);
}

function regressionResult({ metric, difference, interval, clipsNeeded, verdict }: RegressionCheck): string {
  if (difference === undefined) return vscode.l10n.t("not measured");
  const text =
    metric === "wer" || metric === "cer"
      ? pointsWithin({ difference, ...(interval && { interval }) })
      : metric === "wordTimingMae"
        ? `${signed(difference / 100)} ms`
        : relative(difference);
  return verdict === "inconclusive" && clipsNeeded !== undefined ? `${text}: ${neededText(clipsNeeded)}` : text;
}
