import * as vscode from "vscode";
import { visibleShort } from "../../core/workspace/visible-text";
import { diagnosticSource } from "../diagnostics/finding-diagnostic";
import type { BudgetService, HomeBudgets } from "./budget-service";
import type { BudgetOutcome, JudgedCheck, PlacedBudget } from "./budgets";
import { checkLabel, checkResult } from "./check-words";

/** Missed budgets as problems on their lines; those that nothing decides as information. */
export function registerBudgetDiagnostics(budgets: BudgetService): vscode.Disposable {
  const shown = vscode.languages.createDiagnosticCollection("ml-engineer-budgets");
  const show = (homes: readonly HomeBudgets[]) => {
    shown.clear();
    for (const home of homes) shown.set(home.uri, diagnosticsOf(home));
  };
  return vscode.Disposable.from(shown, budgets.onDidJudge(show));
}

function diagnosticsOf({ budgets, outcomes }: HomeBudgets): vscode.Diagnostic[] {
  return budgets.flatMap((placed) => {
    const outcome = outcomes.get(placed.key);
    return outcome ? diagnosticOf(placed, outcome) : [];
  });
}

function diagnosticOf(placed: PlacedBudget, { run, checks, verdict }: BudgetOutcome): readonly vscode.Diagnostic[] {
  if (verdict !== "fail" && verdict !== "inconclusive") return [];
  const judged = checks.filter(({ check }) => check.verdict === verdict);
  const text = judged.map((one) => checkText(one)).join("\n");
  const message = verdict === "fail" ? vscode.l10n.t("Missed: {0}", text) : vscode.l10n.t("Inconclusive: {0}", text);
  const { Warning, Information } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(rangeOf(placed), message, verdict === "fail" ? Warning : Information);
  diagnostic.source = diagnosticSource;
  diagnostic.code = `run ${visibleShort(run.record.id, 60)}`;
  return [diagnostic];
}

/** `WER ru ≤ 15 % (base): 17.2 % (95 % 14.9–19.6), at most 15 %`. */
export function checkText({ check, row }: JudgedCheck): string {
  return `${checkLabel(check)} (${visibleShort(row, 60)}): ${checkResult(check)}`;
}

export function rangeOf({ line, columns: [start, end] }: PlacedBudget): vscode.Range {
  return new vscode.Range(line - 1, start, line - 1, end);
}
