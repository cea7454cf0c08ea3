import * as vscode from "vscode";

/** How long ago a time is; the day itself when that is more than a month. */
export function since(time: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(time)) / 60_000);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return vscode.l10n.t("just now");
  if (minutes < 60) return vscode.l10n.t("{0} min ago", minutes);
  if (minutes < 48 * 60) return vscode.l10n.t("{0} h ago", Math.floor(minutes / 60));
  const days = Math.floor(minutes / (24 * 60));
  return days <= 31 ? vscode.l10n.t("{0} days ago", days) : time.slice(0, 10);
}
