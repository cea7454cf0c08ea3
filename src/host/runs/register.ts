import * as vscode from "vscode";
import type { Parts } from "../parts";
import { registerBudgetDiagnostics } from "./budget-diagnostics";
import { BudgetService } from "./budget-service";
import { registerBudgetTests } from "./budget-tests";
import { comparisonScheme, comparisonTexts } from "./compare";
import type { RunTreeNode } from "./run-nodes";
import { RunTree } from "./run-tree";

const runViewId = "mlEngineer.evaluations";

/** Milliseconds after which "2 min ago" is no longer true. */
const minute = 60_000;
/** Milliseconds in which changes are drawn together. */
const quiet = 300;

/** The Evaluations view and the budgets. Nothing is read before somebody looks at them. */
export function registerRuns(parts: Pick<Parts, "runs" | "evaluation" | "log">): vscode.Disposable {
  const tree = new RunTree(parts);
  const budgets = new BudgetService(parts);
  const view = vscode.window.createTreeView<RunTreeNode>(runViewId, { treeDataProvider: tree, canSelectMany: true });
  let due: ReturnType<typeof setTimeout> | undefined;
  /** Clips may end many times a second. */
  const redraw = () => {
    due ??= setTimeout(() => {
      due = undefined;
      tree.redraw();
    }, quiet);
  };
  // While nobody looks at it, the tree need not keep the time.
  const clock = setInterval(() => {
    if (!view.visible || !vscode.window.state.focused) return;
    parts.runs.look().catch((error: unknown) => parts.log.warn("The evaluations could not be read again", error));
    redraw();
  }, minute);
  return vscode.Disposable.from(
    view,
    tree,
    budgets,
    registerBudgetDiagnostics(budgets),
    registerBudgetTests(parts, budgets),
    parts.runs.onDidChange(redraw),
    parts.evaluation.onDidChange(redraw),
    vscode.workspace.registerTextDocumentContentProvider(comparisonScheme, comparisonTexts),
    new vscode.Disposable(() => {
      clearInterval(clock);
      clearTimeout(due);
    }),
  );
}
