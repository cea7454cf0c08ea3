import type { Steps } from "../../scoring/statistics/resampling";
import type { EvaluationConfiguration } from "../configuration";
import type { RowRepeats } from "../report/comparison";
import { renderReport } from "../report/render";
import { summarise, summariseSteps } from "../report/summarise";
import type { RunSummary } from "../report/summary";
import type { ClipRecord, RunRecord } from "../run";
import type { ComparisonCount } from "./events";
import { reportFile, type StoredRun } from "./run-folder";

/** Every figure of a run, its turns for speed included. */
export function summariseRun(
  record: RunRecord,
  clips: readonly ClipRecord[],
  configuration: EvaluationConfiguration,
  counts: readonly ComparisonCount[] = [],
): RunSummary {
  const comparisonNumbers = Object.fromEntries(counts.map(({ dataset, count }) => [dataset, count]));
  return summarise(record, clips, configuration, { comparisonNumbers, repeats: repeatsOf(record) });
}

/** {@link summariseRun} with pauses, for who must not hold up an event loop. */
export function summariseRunSteps(
  record: RunRecord,
  clips: readonly ClipRecord[],
  configuration: EvaluationConfiguration,
): Steps<RunSummary> {
  return summariseSteps(record, clips, configuration, { repeats: repeatsOf(record) });
}

/** Writes `report.md`. @throws TeamFileError */
export async function writeReport({ folder }: StoredRun, summary: RunSummary): Promise<void> {
  await folder.write(reportFile, renderReport(summary));
}

/** Rows are compared with the first one only. */
function repeatsOf({ speed }: RunRecord): ReadonlyMap<number, RowRepeats> {
  const comparisons = speed?.comparisons.filter(({ a }) => a === 0) ?? [];
  return new Map(comparisons.map(({ b, wall, memory }) => [b, { speed: wall, memory }]));
}
