import * as vscode from "vscode";
import { checkText } from "./budget-diagnostics";
import type { BudgetOutcome } from "./budgets";

/**
 * A kept budget passes and a missed one fails. What a run leaves undecided is an error, with the figure and how many clips it
 * would take: skipped would hide the reason, and passed would be wrong. What was not measured is skipped.
 */
export function reportOutcome(
  run: vscode.TestRun,
  item: vscode.TestItem,
  { run: { record }, checks, verdict }: BudgetOutcome,
) {
  const say = (text: string) => run.appendOutput(`${text.replace(/\r?\n/g, "\r\n")}\r\n`, undefined, item);
  for (const judged of checks) say(checkText(judged));
  say(vscode.l10n.t("Run {0}", record.id));
  const messages = () =>
    checks
      .filter(({ check }) => check.verdict === verdict)
      .map((judged) => {
        const text = checkText(judged);
        const message = new vscode.TestMessage(verdict === "fail" ? text : vscode.l10n.t("Inconclusive: {0}", text));
        if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
        return message;
      });
  switch (verdict) {
    case "pass":
      return run.passed(item);
    case "fail":
      return run.failed(item, messages());
    case "inconclusive":
      return run.errored(item, messages());
    case "not measured":
      return run.skipped(item);
  }
}

/** The evaluation was declined, stopped, or says nothing about this budget. */
export function reportUnmeasured(run: vscode.TestRun, item: vscode.TestItem): void {
  run.appendOutput(`${vscode.l10n.t("Nothing was measured for this budget.")}\r\n`, undefined, item);
  run.skipped(item);
}
