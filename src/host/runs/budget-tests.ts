import * as vscode from "vscode";
import type { Parts } from "../parts";
import { rangeOf } from "./budget-diagnostics";
import { reportOutcome, reportUnmeasured } from "./budget-results";
import type { BudgetService, HomeBudgets } from "./budget-service";
import type { BudgetOutcome } from "./budgets";
import { budgetLabel } from "./check-words";

type TestParts = Pick<Parts, "runs" | "evaluation" | "log">;

/** A budget as a test. */
interface Test {
  readonly item: vscode.TestItem;
  readonly home: HomeBudgets;
  readonly key: string;
  readonly against: string | undefined;
}

/**
 * Budgets in the Test Explorer. Running one evaluates, with the question that every evaluation asks; what a run says appears
 * when it ends, whoever started it.
 */
export function registerBudgetTests(parts: TestParts, budgets: BudgetService): vscode.Disposable {
  const controller = vscode.tests.createTestController("mlEngineer.budgets", vscode.l10n.t("ML Engineer budgets"));
  const tests = new Map<string, Test>();
  /** Which run each item shows, so that nothing is shown twice. */
  const shown = new Map<string, string>();
  let isRunning = false;

  const show = (homes: readonly HomeBudgets[]) => {
    listTests(controller, homes, tests);
    if (!isRunning) showStored();
  };
  const showStored = () => {
    const news = [...tests.values()].flatMap((test) => {
      const outcome = test.home.outcomes.get(test.key);
      const state = outcome && stateOf(outcome);
      return outcome && state !== shown.get(test.item.id) ? [{ test, outcome, state }] : [];
    });
    if (news.length === 0) return;
    // Nobody asked for it now, so no panel is opened for it.
    const items = news.map(({ test }) => test.item);
    const request = new vscode.TestRunRequest(items, undefined, undefined, false, true);
    const run = controller.createTestRun(request, undefined, false);
    for (const { test, outcome, state } of news) {
      shown.set(test.item.id, state ?? "");
      reportOutcome(run, test.item, outcome);
    }
    run.end();
  };
  controller.resolveHandler = async (item) => {
    if (item) return;
    budgets.use();
    await budgets.judge();
  };
  controller.refreshHandler = async () => {
    parts.runs.refresh();
    await budgets.judge();
  };
  const evaluate = async (request: vscode.TestRunRequest, token: vscode.CancellationToken) => {
    if (tests.size === 0) await budgets.judge();
    const run = controller.createTestRun(request);
    const chosen = chosenTests(request, [...tests.values()]);
    token.onCancellationRequested(() => parts.evaluation.stop());
    isRunning = true;
    try {
      await evaluateTests(run, chosen, { parts, budgets, token, current: (id) => tests.get(id) });
      for (const { item } of chosen) {
        const test = tests.get(item.id);
        const outcome = test?.home.outcomes.get(test.key);
        if (outcome) shown.set(item.id, stateOf(outcome));
      }
    } finally {
      isRunning = false;
      run.end();
    }
  };
  controller.createRunProfile(vscode.l10n.t("Evaluate"), vscode.TestRunProfileKind.Run, evaluate, true);
  return vscode.Disposable.from(controller, budgets.onDidJudge(show));
}

function stateOf({ run, checks }: BudgetOutcome): string {
  return JSON.stringify([run.record.id, run.record.finished, checks]);
}

/** One item for each file, with its budgets below it. */
function listTests(controller: vscode.TestController, homes: readonly HomeBudgets[], tests: Map<string, Test>): void {
  tests.clear();
  const files = homes.map((home) => {
    const id = home.uri.toString();
    const label = homes.length > 1 ? `${home.home.root.name}/evaluation.json` : "evaluation.json";
    const file = controller.items.get(id) ?? controller.createTestItem(id, label, home.uri);
    file.error = home.problem;
    const items = home.budgets.map((placed) => {
      const { budget, key, line } = placed;
      const itemId = `${id}#${key}`;
      const item = file.children.get(itemId) ?? controller.createTestItem(itemId, budgetLabel(budget), home.uri);
      item.range = rangeOf(placed);
      item.sortText = String(line).padStart(6, "0");
      const against = "noRegressionAgainst" in budget ? budget.noRegressionAgainst : undefined;
      tests.set(itemId, { item, home, key, against });
      return item;
    });
    file.children.replace(items);
    return file;
  });
  controller.items.replace(files.filter(({ children, error }) => children.size > 0 || error !== undefined));
}

function chosenTests({ include, exclude = [] }: vscode.TestRunRequest, tests: readonly Test[]): readonly Test[] {
  const isIn = (list: readonly vscode.TestItem[], { item }: Test) =>
    list.some(({ id }) => id === item.id || id === item.parent?.id);
  return tests.filter((test) => (include === undefined || isIn(include, test)) && !isIn(exclude, test));
}

interface EvaluateFacts {
  readonly parts: TestParts;
  readonly budgets: BudgetService;
  readonly token: vscode.CancellationToken;
  /** The same test after budgets were judged anew. */
  current(id: string): Test | undefined;
}

/** Limits are measured as the code is; each revision to compare with is an evaluation of the change against it. */
async function evaluateTests(run: vscode.TestRun, chosen: readonly Test[], facts: EvaluateFacts): Promise<void> {
  const groups = new Map<string, Test[]>();
  for (const test of chosen) {
    run.enqueued(test.item);
    const name = JSON.stringify([test.home.uri.toString(), test.against ?? null]);
    groups.set(name, [...(groups.get(name) ?? []), test]);
  }
  for (const group of groups.values()) {
    if (facts.token.isCancellationRequested) break;
    await evaluateGroup(run, group, facts);
  }
}

async function evaluateGroup(run: vscode.TestRun, group: readonly Test[], facts: EvaluateFacts): Promise<void> {
  const { parts, budgets, current } = facts;
  const [first] = group;
  if (!first) return;
  for (const { item } of group) run.started(item);
  const before = new Set((await parts.runs.list()).map(({ record }) => record.id));
  const folder = first.home.home.root.path;
  // The commands of everybody: one way to ask, to run, to stop and to tell.
  if (first.against === undefined) await vscode.commands.executeCommand("mlEngineer.measureEngine", { folder });
  else await vscode.commands.executeCommand("mlEngineer.evaluateChange", { folder, base: first.against });
  parts.runs.refresh();
  await budgets.judge();
  for (const { item } of group) {
    const test = current(item.id);
    const outcome = test?.home.outcomes.get(test.key);
    if (outcome && !before.has(outcome.run.record.id)) reportOutcome(run, item, outcome);
    else reportUnmeasured(run, item);
  }
}
