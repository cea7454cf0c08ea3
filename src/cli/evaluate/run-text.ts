import { checkName } from "../../core/measurement/report/advice";
import { missesBudget } from "../../core/measurement/report/summary";
import type { RunEvent } from "../../core/measurement/runs/events";
import { reportFile } from "../../core/measurement/runs/run-folder";
import { visible, visibleContent } from "../../core/workspace/visible-text";
import { exitCodes } from "../errors";
import { defaultConfiguration } from "./places";
import { quoted } from "./plan-text";

export type Finished = Extract<RunEvent, { type: "finished" }>;

/** Everything that is known of runs: an object for one, a list for several. */
export function printJson(runs: readonly Finished[]): void {
  const known = runs.map(({ run: { folder, record: run }, summary, comparisons }) => {
    return { path: folder.path, run, summary, comparisons };
  });
  process.stdout.write(`${JSON.stringify(known.length === 1 ? known[0] : known, null, 2)}\n`);
}

/** The report, unless all of it is printed as JSON; what is left to do goes to standard error. */
export async function printRun({ run, summary, comparisons }: Finished, { json }: { json: boolean }): Promise<void> {
  const { folder, record } = run;
  if (!json) process.stdout.write(visibleContent((await folder.read(reportFile)) ?? ""));
  const { shard, state } = record;
  for (const { dataset, count } of comparisons) {
    process.stderr.write(`This is comparison number ${count} on ${visible(dataset)}.\n`);
  }
  const undecided = summary.checks.filter(
    ({ origin, verdict }) => origin === "budget" && (verdict === "inconclusive" || verdict === "not measured"),
  );
  if (undecided.length > 0 && state === "complete") {
    const budgets = undecided.map((check) => `${checkName(check)} (${check.verdict})`);
    process.stderr.write(`Budgets that nothing decides: ${visible([...new Set(budgets)].join(", "))}.\n`);
  }
  const ran = record.change?.ran;
  if (ran && ran.verdict !== "own") {
    process.stderr.write(visible(`Not measured. ${ran.message} ${ran.remedy ?? ""}`.trim()).concat("\n"));
  } else if (summary.rows.every(({ evaluated }) => evaluated === 0)) process.stderr.write("No clip was answered.\n");
  process.stderr.write(`Written to ${visible(folder.path)}.\n`);
  // The same choice of engines and test sets: another one would be another run.
  const chosen = (record.provenance.command ?? []).slice(1).filter((argument) => argument !== defaultConfiguration);
  const part = shard ? ["--shard", `${shard.index}/${shard.count}`] : [];
  const again = visible(
    ["ml-engineer evaluate", ...[...chosen, "--resume", folder.path, ...part].map(quoted)].join(" "),
  );
  if (state !== "complete") process.stderr.write(`The run is ${state} and has no verdict. Go on with: ${again}\n`);
}

/** A run that did not end, then a missed budget, then a change of which nothing was compared and clips without an answer. */
export function runExitCode({ run, summary }: Finished): number {
  if (run.record.state !== "complete") return exitCodes.failed;
  if (missesBudget(summary)) return exitCodes.missedBudget;
  if (summary.comparisons.some(({ unmeasured }) => summary.change && unmeasured !== undefined)) return exitCodes.failed;
  return summary.rows.some(({ failures }) => failures.length > 0) ? exitCodes.failed : exitCodes.done;
}
