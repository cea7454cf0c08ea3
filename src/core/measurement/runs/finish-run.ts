import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { EvaluationConfiguration } from "../configuration";
import type { ClipRecord, RunRecord } from "../run";
import { noteComparisons } from "./comparison-log";
import type { RunEvent } from "./events";
import { summariseRun, writeReport } from "./report-run";
import { readClips, type StoredRun, writeClips } from "./run-folder";
import type { RunState } from "./run-state";

export interface FinishFacts {
  readonly configuration: EvaluationConfiguration;
  readonly home: MeasurementFolder;
  readonly now: Date;
}

type Finished = Extract<RunEvent, { type: "finished" }>;

/**
 * Brings the files of a run into their last shape: records in the order of rows and clips whatever order they came in, so
 * that the same inputs and seed give the same bytes apart from times.
 */
export async function finishRun(state: RunState, facts: FinishFacts): Promise<Finished> {
  const { folder } = state;
  await writeClips(folder, inOrder(state));
  state.update({
    finished: facts.now.toISOString(),
    state: stateOf(state),
    datasets: state.record.datasets.map((dataset) => ({ ...dataset, evaluated: evaluated(state, dataset.name) })),
  });
  await state.save();
  return await report({ folder, record: state.record }, [...inOrder(state)], facts);
}

/** The same for a run that was put together from others. */
export async function reportMerged(run: StoredRun, facts: FinishFacts): Promise<Finished> {
  return await report(run, [...(await readClips(run.folder)).values()], facts);
}

/** Counts the comparisons and writes `report.md`. */
async function report(run: StoredRun, clips: readonly ClipRecord[], facts: FinishFacts): Promise<Finished> {
  const { record } = run;
  const { configuration, home, now } = facts;
  const isCompared =
    record.state === "complete" && record.engines.length > 1 && !record.shard && !hasNothingToCompare(record);
  const comparisons = isCompared ? await noteComparisons(home, record.datasets, comparisonKeys(record), now) : [];
  const summary = summariseRun(record, clips, configuration, comparisons);
  await writeReport(run, summary);
  return { type: "finished", run, summary, comparisons };
}

/** Whether a change was to be measured and its two sides did not run different code. */
function hasNothingToCompare({ change }: Pick<RunRecord, "change">): boolean {
  return change?.ran !== undefined && change.ran.verdict !== "own";
}

/** One for each row but the first, which the others are compared with. */
export function comparisonKeys({ id, engines }: Pick<RunRecord, "id" | "engines">): readonly string[] {
  return engines.slice(1).map((_, index) => `${id}:0:${index + 1}`);
}

function* inOrder(state: RunState): Generator<ClipRecord> {
  for (const row of state.plan.rows) {
    for (const item of state.plan.items) {
      const record = state.recordFor(row, item);
      if (record) yield record;
    }
  }
}

function stateOf(state: RunState): RunRecord["state"] {
  if (state.signal.aborted) return "cancelled";
  // That both sides ran the same code is an outcome, and going on would find nothing else.
  if (hasNothingToCompare(state.record)) return "complete";
  const isReached = (record: ClipRecord | undefined) => record !== undefined && record.failure?.kind !== "budget";
  const { rows, items } = state.plan;
  return rows.every((row) => items.every((item) => isReached(state.recordFor(row, item)))) ? "complete" : "partial";
}

/** Clips of the test set that every row has answered. */
function evaluated(state: RunState, dataset: string): number {
  const { rows, items } = state.plan;
  return items.filter(
    (item) => item.dataset === dataset && rows.every((row) => state.recordFor(row, item)?.hypothesis !== undefined),
  ).length;
}
