import type { ReportDifference, ReportFigure, ReportMetricName } from "../../src/protocol/report";
import type { Strings } from "./strings";

type Unit = "percent" | "plain" | "mebibytes" | "dollars" | "milliseconds";

const units: Readonly<Record<string, Unit>> = {
  ...{ wer: "percent", cer: "percent", der: "percent", rtfP50: "plain", rtfP95: "plain" },
  ...{ memory: "mebibytes", peakMemory: "mebibytes", cost: "dollars", costPerHour: "dollars" },
  ...{ timing: "milliseconds", wordTimingMae: "milliseconds" },
};

/** Relative differences are those of what was measured in turns. */
export function isRelative(metric: string): boolean {
  return !["wer", "cer", "der", "timing", "wordTimingMae"].includes(metric);
}

/** `15.8 %`, `0.31`, `412 MiB`, `$0.36`, `84 ms`. */
export function formatPoint(metric: string, figure: ReportFigure, strings: Strings): string {
  return withUnit(metric, figure.point, digitsOf(metric, figure), strings);
}

/** `12.1–19.4`, `≥ 0.9`; empty without an interval. Memory: up to the highest of the processes. */
export function formatInterval(metric: string, figure: ReportFigure, strings: Strings): string {
  const { low, high, point } = figure;
  const digits = digitsOf(metric, figure);
  const write = (value: number) => decimal(scaled(metric, value), digits, strings);
  if (low === undefined && high === undefined) return "";
  if (metric === "memory")
    return high === undefined || high === point ? "" : strings.text("unit.highest", { high: write(high) });
  if (low === undefined) return strings.text("unit.at-most", { high: write(high ?? point) });
  if (high === undefined) return strings.text("unit.at-least", { low: write(low) });
  return low === high ? "" : strings.text("unit.range", { low: write(low), high: write(high) });
}

/** `15.8 % (12.1–19.4)`. */
export function formatFigure(metric: string, figure: ReportFigure, strings: Strings): string {
  const interval = formatInterval(metric, figure, strings);
  return `${formatPoint(metric, figure, strings)}${interval === "" ? "" : ` (${interval})`}`;
}

export function formatLimit(metric: string, limit: number, strings: Strings): string {
  return withUnit(metric, limit, limit * (units[metric] === "percent" ? 100 : 1) >= 10 ? 0 : 2, strings, true);
}

/** `−1.0 pt, 95 % −2.6…+0.5`; of what was measured in turns `+12 %, same code up to 4 %`. Empty without a difference. */
export function formatDifference(metric: string, compared: ReportDifference, strings: Strings): string {
  const { difference, low, high, noise } = compared;
  if (difference === undefined) return "";
  const relative = isRelative(metric);
  const factor = relative || units[metric] === "percent" ? 100 : 1;
  const half = low !== undefined && high !== undefined ? ((high - low) / 2) * factor : (noise ?? 0) * 100;
  const digits = half > 0 ? decimalsFor(half) : 1;
  const signed = (value: number) => {
    const written = decimal(Math.abs(value * factor), digits, strings);
    return `${value < 0 ? "−" : value > 0 ? "+" : ""}${written}`;
  };
  const unit = relative ? "unit.percent" : units[metric] === "percent" ? "unit.points" : "unit.milliseconds";
  const whole = strings.text(unit, { value: signed(difference) });
  if (low !== undefined && high !== undefined) {
    return strings.text("unit.difference", { difference: whole, low: signed(low), high: signed(high) });
  }
  if (!noise) return whole;
  const beside = strings.text("unit.percent", { value: decimal(noise * 100, digits, strings) });
  return strings.text("unit.noise", { difference: whole, noise: beside });
}

export function formatPoints(fraction: number, strings: Strings): string {
  return strings.text("unit.points", { value: decimal(fraction * 100, 1, strings) });
}

export function formatMetric(metric: string, language: string | undefined, strings: Strings): string {
  const name = strings.text(`metric.${metric}` as `metric.${ReportMetricName}`);
  return language === undefined ? name : `${name}, ${languageName(language, strings)}`;
}

/** In the language of the view; a code that has no name stands as it is. */
export function languageName(language: string, { locale }: Strings): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

export function formatDate(iso: string, { locale }: Strings): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
}

export function formatSeconds(seconds: number, strings: Strings): string {
  return strings.text("unit.seconds", { value: decimal(seconds, seconds < 10 ? 1 : 0, strings) });
}

/** Three digits that count. */
export function formatShort(value: number, strings: Strings): string {
  return new Intl.NumberFormat(strings.locale, { maximumSignificantDigits: 3 }).format(value);
}

function withUnit(metric: string, value: number, digits: number, strings: Strings, short = false): string {
  const written = short
    ? new Intl.NumberFormat(strings.locale, { maximumFractionDigits: digits }).format(scaled(metric, value))
    : decimal(scaled(metric, value), digits, strings);
  switch (units[metric] ?? "plain") {
    case "percent":
      return strings.text("unit.percent", { value: written });
    case "mebibytes":
      return strings.text("unit.mebibytes", { value: written });
    case "milliseconds":
      return strings.text("unit.milliseconds", { value: written });
    case "dollars":
      return `$${written}`;
    case "plain":
      return written;
  }
}

function scaled(metric: string, value: number): number {
  return units[metric] === "percent" ? value * 100 : value;
}

/** No more digits than the interval supports: half of its width keeps two. Without an interval what is usual. */
function digitsOf(metric: string, { point, low, high }: ReportFigure): number {
  const unit = units[metric] ?? "plain";
  if (unit === "mebibytes") return point < 10 ? 1 : 0;
  const half = low !== undefined && high !== undefined ? scaled(metric, high - low) / 2 : 0;
  if (half > 0) return unit === "dollars" ? Math.max(2, decimalsFor(half)) : decimalsFor(half);
  if (unit === "percent") return 1;
  if (unit === "dollars" || unit === "plain") return Math.abs(point) < 0.1 ? 3 : 2;
  return 0;
}

function decimalsFor(half: number): number {
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(half))));
}

function decimal(value: number, digits: number, { locale }: Strings): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}
