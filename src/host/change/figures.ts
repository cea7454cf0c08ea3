import * as vscode from "vscode";
import type { RateComparison, RepeatedComparison } from "../../core/measurement/report/summary";
import { visibleShort } from "../../core/workspace/visible-text";

/** `11.8 %` of a fraction. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** `−0.9` of a fraction, in hundredths. */
export function signed(fraction: number): string {
  const size = (Math.abs(fraction) * 100).toFixed(1);
  return size === "0.0" ? size : `${fraction < 0 ? "−" : "+"}${size}`;
}

/** `−0.9 pt`, a difference of rates. */
export function points(difference: number): string {
  return vscode.l10n.t("{0} pt", signed(difference));
}

/** `−0.9 pt (95 % −1.6…−0.3)`. */
export function pointsWithin({ difference, interval }: Pick<RateComparison, "difference" | "interval">): string {
  return `${points(difference)}${interval ? ` (95 % ${signed(interval.low)}…${signed(interval.high)})` : ""}`;
}

/** A real-time factor, as `0.31`, `2.4` or `12`. */
export function twoDigits(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(12, Math.max(0, 1 - magnitude)));
}

export function verdictWords(verdict: RateComparison["verdict"] | RepeatedComparison["verdict"]): string {
  switch (verdict) {
    case "identical":
      return vscode.l10n.t("identical");
    case "better":
      return vscode.l10n.t("better");
    case "worse":
      return vscode.l10n.t("worse");
    case "not worse by more than the margin":
      return vscode.l10n.t("not worse by more than the margin");
    case "no difference shown":
      return vscode.l10n.t("no difference shown");
    case "too few clips":
      return vscode.l10n.t("too few clips");
    case "not measured":
      return vscode.l10n.t("not measured");
    case "not compared":
      return vscode.l10n.t("not compared");
  }
}

/** In the words of the editor's language; a code that has no name stands as it is. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames([vscode.env.language], { type: "language" }).of(language) ?? visibleShort(language);
  } catch {
    return visibleShort(language);
  }
}
