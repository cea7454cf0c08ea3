import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { EvaluationConfiguration } from "../configuration";
import type { RunSummary } from "../report/summary";
import type { ClipRecord, EngineRun, RunRecord } from "../run";
import { noteComparisons, requireUnused } from "./comparison-log";
import type { ComparisonCount } from "./events";
import { MeasurementError } from "./measurement-error";
import { summariseRun } from "./report-run";
import { rowName } from "./row";
import { readClips, type StoredRun } from "./run-folder";
import { configuredName, sideName } from "./sides";

export interface ComparedRuns {
  /** The two as the rows of one report, the first one before. */
  readonly summary: RunSummary;
  /** Comparisons on each test set, this one included. */
  readonly counts: readonly ComparisonCount[];
}

/** Which row of a run is meant: its engine, with the parameters as `rowName` writes them. */
export type RowChoice = string | undefined;

/**
 * Compares a row of `b` (after) with one of `a` (before) over the clips of one test set, from what is on the disk.
 * @throws MeasurementError when they say nothing about each other, or a locked test set was used before
 */
export async function compareRuns(
  [a, rowA]: readonly [StoredRun, RowChoice],
  [b, rowB]: readonly [StoredRun, RowChoice],
  facts: { readonly configuration: EvaluationConfiguration; readonly home: MeasurementFolder; readonly now: Date },
): Promise<ComparedRuns> {
  requireComparable(a.record, b.record);
  const [one, other] = [chosenRow(a.record, rowA), chosenRow(b.record, rowB)];
  const key = [`${a.record.id}:${one}`, `${b.record.id}:${other}`].sort().join(":");
  const { configuration, home, now } = facts;
  const locked = b.record.datasets.filter(({ name }) =>
    configuration.datasets.some((dataset) => dataset.locked && dataset.name === name),
  );
  await requireUnused(home, locked, [key]);
  const [before, after] = [await sideOf(a, one, "before"), await sideOf(b, other, "after")];
  const joined = join(b.record, [before, after], configuration);
  const counts = await noteComparisons(home, b.record.datasets, [key], now);
  return { summary: summariseRun(joined.record, joined.clips, joined.configuration, counts), counts };
}

function requireComparable(a: RunRecord, b: RunRecord): void {
  for (const { id, state, shard } of [a, b]) {
    if (shard) throw new MeasurementError(`The run ${id} is a shard.`, "Merge the shards first.");
    if (state !== "complete") throw new MeasurementError(`The run ${id} is ${state}.`, "Continue it with --resume.");
  }
  const dataOf = ({ datasets }: RunRecord) =>
    datasets
      .map(({ hash }) => hash)
      .sort()
      .join();
  if (dataOf(a) !== dataOf(b)) {
    const hint = "Evaluate both on the same test sets; a changed clip or text makes another one.";
    throw new MeasurementError(`The runs ${a.id} and ${b.id} are of different test sets.`, hint);
  }
  const normalizersOf = ({ provenance }: RunRecord) => JSON.stringify(Object.entries(provenance.normalizers).sort());
  if (normalizersOf(a) !== normalizersOf(b)) {
    const hint = "Evaluate again with one version of the product and one setting of normalizers.";
    throw new MeasurementError(`The runs ${a.id} and ${b.id} were normalised differently.`, hint);
  }
}

function chosenRow({ id, engines }: RunRecord, choice: RowChoice): number {
  const names = engines.map(({ name, parameters }) => rowName(name, parameters));
  const index = choice === undefined && names.length === 1 ? 0 : names.indexOf(choice ?? "");
  if (index >= 0) return index;
  const message =
    choice === undefined
      ? `The run ${id} has ${names.length} rows.`
      : `The run ${id} has no row ${JSON.stringify(choice)}.`;
  throw new MeasurementError(message, `Say which of them: ${names.join(", ")}.`);
}

interface Side {
  /** Name in the configuration. */
  readonly configured: string;
  readonly engine: EngineRun;
  readonly clips: readonly ClipRecord[];
}

async function sideOf({ folder, record }: StoredRun, row: number, which: string): Promise<Side> {
  const engine = record.engines[row];
  if (!engine) throw new MeasurementError(`The run ${record.id} has no engine.`, "Evaluate again.");
  const name = rowName(engine.name, engine.parameters);
  const clips = [...(await readClips(folder)).values()].filter(
    (clip) => rowName(clip.engine, clip.parameters) === name,
  );
  if (clips.length > 0) return { configured: configuredName(record, engine.name), engine, clips };
  throw new MeasurementError(
    `The transcripts of the run ${record.id} (${which}) are not here.`,
    "They are kept out of git: compare where they were made, or evaluate again.",
  );
}

/** One run of two rows, so that the same figures and words come out as of a run that did both. */
function join(
  base: RunRecord,
  [before, after]: readonly [Side, Side],
  configuration: EvaluationConfiguration,
): {
  readonly record: RunRecord;
  readonly clips: readonly ClipRecord[];
  readonly configuration: EvaluationConfiguration;
} {
  const isOneEngine = before.configured === after.configured;
  const sides = (["before", "after"] as const).map((which) => {
    const { configured: own, engine, clips } = which === "before" ? before : after;
    const name = isOneEngine ? sideName(own, which) : engine.name;
    const configured = configuration.engines.find((each) => each.name === own);
    return {
      engine: { ...engine, name },
      clips: clips.map((clip) => ({ ...clip, engine: name })),
      configured: configured ? [{ ...configured, name }] : [],
      budgets: configuration.budgets
        .filter(({ engine: meant }) => meant === own)
        .map((budget) => ({ ...budget, engine: name })),
    };
  });
  // What the later run measured beside this comparison is not what is compared here.
  const { speed: _, change: __, ...rest } = base;
  const general = configuration.budgets.filter(({ engine }) => engine === undefined);
  return {
    record: { ...rest, engines: sides.map(({ engine }) => engine) },
    clips: sides.flatMap(({ clips }) => clips),
    configuration: {
      ...configuration,
      engines: sides.flatMap(({ configured }) => configured),
      budgets: [...general, ...sides.flatMap(({ budgets }) => budgets)],
    },
  };
}
