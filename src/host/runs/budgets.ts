import type { Budget } from "../../core/measurement/configuration";
import type { Check, RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun, Home } from "../../core/measurement/tools/homes";
import type { RunService } from "./run-service";

/** A budget where it is written. */
export interface PlacedBudget {
  readonly budget: Budget;
  /** Tells budgets of a file apart, and stays the same while the budget does. */
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  /** What is written on that line, counted from 0, without its indentation. */
  readonly columns: readonly [number, number];
}

/** What the newest run that says something about a budget says. */
export interface BudgetOutcome {
  readonly run: FoundRun;
  /** One for each language and engine. */
  readonly checks: readonly JudgedCheck[];
  /** Of all of them: what is missed counts before what is undecided, and that before what is kept. */
  readonly verdict: Check["verdict"];
}

export interface JudgedCheck {
  readonly check: Check;
  /** The row as reports call it. */
  readonly row: string;
}

/** The budgets in the text of a configuration; why there are none, when it cannot be read. */
export async function budgetsIn(
  text: string,
  path: string,
): Promise<{ readonly budgets: readonly PlacedBudget[]; readonly problem?: string }> {
  const { problemText, readConfiguration } = await import("../../core/measurement/configuration");
  const { parsePlacedJson } = await import("../../core/measurement/configuration/json");
  const { configuration, problems } = readConfiguration(text, path);
  const [problem] = problems;
  const json = parsePlacedJson(text);
  if (!configuration || "fault" in json) return { budgets: [], ...(problem && { problem: problemText(problem) }) };
  const lines = text.split(/\r?\n/);
  const budgets = configuration.budgets.map((budget, index): PlacedBudget => {
    const { line } = json.placeOf(["budgets", index]);
    const written = lines[line - 1]?.trimEnd() ?? "";
    return { budget, key: keyOf(budget), line, columns: [written.search(/\S|$/), written.length] };
  });
  // Written twice, it is one.
  return { budgets: [...new Map(budgets.map((placed) => [placed.key, placed])).values()] };
}

/** Runs that are looked through for budgets that the newest ones say nothing about. */
const mostRuns = 12;

/** What the runs of a folder say about its budgets, by their keys. A budget that none speaks of is left out. */
export async function outcomesOf(
  home: Home,
  runs: Pick<RunService, "list" | "summary" | "configuration">,
): Promise<ReadonlyMap<string, BudgetOutcome>> {
  const outcomes = new Map<string, BudgetOutcome>();
  const budgets = (await runs.configuration(home))?.budgets ?? [];
  const complete = (await runs.list()).filter(
    ({ home: { root }, record }) => root.path === home.root.path && record.state === "complete" && !record.shard,
  );
  for (const run of complete.slice(0, mostRuns)) {
    if (budgets.every((budget) => isDecided(outcomes.get(keyOf(budget))))) break;
    const summary = await runs.summary(run);
    if (!summary) continue;
    for (const [index, budget] of budgets.entries()) {
      const known = outcomes.get(keyOf(budget));
      const outcome = isDecided(known) ? undefined : outcomeOf(run, summary, index);
      if (outcome && (!known || isDecided(outcome))) outcomes.set(keyOf(budget), outcome);
    }
  }
  return outcomes;
}

function isDecided(outcome: BudgetOutcome | undefined): boolean {
  return outcome !== undefined && outcome.verdict !== "not measured";
}

const byWeight: readonly Check["verdict"][] = ["fail", "inconclusive", "pass", "not measured"];

function outcomeOf(run: FoundRun, { checks, rows }: RunSummary, budget: number): BudgetOutcome | undefined {
  const own = checks.filter((check) => check.budget === budget);
  const verdict = byWeight.find((candidate) => own.some((check) => check.verdict === candidate));
  if (verdict === undefined) return undefined;
  return { run, checks: own.map((check) => ({ check, row: rows[check.row]?.label ?? "" })), verdict };
}

/** Fields in one order, whatever order they were written in. */
function keyOf(budget: Budget): string {
  return JSON.stringify(Object.entries(budget).sort(([one], [other]) => (one < other ? -1 : 1)));
}
