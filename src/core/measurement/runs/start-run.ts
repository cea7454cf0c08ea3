import { randomBytes } from "node:crypto";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { Dataset } from "../dataset";
import type { ClipFailure, ClipRecord, EngineRun, Provenance, RunChange, RunRecord } from "../run";
import type { Shard } from "./clip-order";
import { MeasurementError } from "./measurement-error";
import { engineTree } from "./reuse";
import { type Item, itemKey, type Row, recordKey } from "./row";
import { newRunId, readClips, readRun, recordFile, runsFolder } from "./run-folder";

/** What a run is about to be, before it is known where it is written. */
export interface RunDraft {
  readonly seed: number;
  readonly shard: Shard | undefined;
  readonly provenance: Provenance;
  readonly datasets: readonly Dataset[];
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  /** Values for `$NAME` in environments of engines. */
  readonly surroundings: Readonly<Record<string, string | undefined>>;
  /** What the run is about to measure, when that is a change of code. */
  readonly change: Omit<RunChange, "ran" | "reused"> | undefined;
}

export interface Beginning {
  readonly folder: MeasurementFolder;
  readonly record: RunRecord;
  /** What is known already, by `recordKey`. */
  readonly records: Map<string, ClipRecord>;
  /** Things to say to the person. */
  readonly notices: readonly string[];
}

/** A folder for a new run: the one that the person named, or a new one among the others. @throws MeasurementError */
export async function newRun(
  draft: RunDraft,
  places: { readonly home: MeasurementFolder; readonly named?: MeasurementFolder | undefined },
  now: Date,
): Promise<Beginning> {
  const id = newRunId(now, randomBytes(4).toString("hex"));
  const { named, home } = places;
  if (named && (await named.read(recordFile)) !== undefined) {
    throw new MeasurementError(
      `There is a run in \`${named.path}\` already.`,
      "Continue it with --resume, or name another folder.",
    );
  }
  const record: RunRecord = {
    schema: 1,
    id,
    created: now.toISOString(),
    state: "partial",
    ...(draft.shard && { shard: { ...draft.shard, clips: draft.items.length } }),
    seed: draft.seed,
    provenance: draft.provenance,
    datasets: draft.datasets.map(({ name, hash, requested, problems }) => ({
      name,
      hash,
      requested,
      evaluated: 0,
      problems: problems.length,
    })),
    engines: draft.rows.map((row) => unmeasured(row, draft)),
    ...(draft.change && { change: { ...draft.change, reused: { before: 0, after: 0 } } }),
  };
  return { folder: named ?? runsFolder(home).below(id), record, records: new Map(), notices: [] };
}

/**
 * What is there of a run that ended early. Clips that failed with their engine, or were not reached, are done again;
 * records that belong to no clip of this run are left out. @throws MeasurementError when it cannot be continued
 */
export async function continuedRun(draft: RunDraft, folder: MeasurementFolder): Promise<Beginning> {
  const record = await readRun(folder);
  requireSame(record, draft);
  const expected = new Set(draft.rows.flatMap((row) => draft.items.map((item) => itemKey(row, item))));
  const [records, strange]: [Map<string, ClipRecord>, string[]] = [new Map(), []];
  for (const [key, clip] of await readClips(folder)) {
    if (!expected.has(key)) strange.push(key);
    else if (!clip.failure || !doneAgain.has(clip.failure.kind)) records.set(recordKey(clip), clip);
  }
  const notices =
    strange.length === 0 ? [] : [`${strange.length} records belong to no clip of this run and are left out.`];
  const { finished: _, speed: __, ...rest } = record;
  return { folder, record: { ...rest, state: "partial" }, records, notices };
}

/** Not of the clip, but of the moment; a time-out or an answer that makes no sense is the engine's result. */
const doneAgain: ReadonlySet<ClipFailure> = new Set(["crash", "not-started", "budget", "cancelled"]);

function requireSame(record: RunRecord, draft: RunDraft): void {
  const before = record.provenance;
  const now = draft.provenance;
  const refuse = (what: string, remedy: string) => {
    throw new MeasurementError(`The run ${record.id} cannot be continued: ${what}.`, remedy);
  };
  if (record.seed !== draft.seed) refuse(`it has the seed ${record.seed}`, `Give --seed ${record.seed}.`);
  const shard = ({ shard }: Pick<RunRecord, "shard"> | RunDraft) =>
    shard ? `${shard.index}/${shard.count}` : undefined;
  if (shard(record) !== shard(draft)) {
    const own = shard(record);
    refuse(own ? `it is the shard ${own}` : "it is no shard", own ? `Give --shard ${own}.` : "Leave out --shard.");
  }
  for (const { name, hash } of draft.datasets) {
    if (record.datasets.find((known) => known.name === name)?.hash !== hash) {
      refuse(`the test set ${name} changed since`, "Start a new run: figures of two test sets do not mix.");
    }
  }
  requireSameChange(record, draft, refuse);
  if (before.configurationHash !== now.configurationHash || record.engines.length !== draft.rows.length) {
    refuse("its configuration changed since", "Start a new run, or bring the configuration back to what it was.");
  }
  // Engines that name their source files are checked by these when they start.
  const isUnchecked = record.engines.some(({ sources, command }) => sources.length === 0 && command.length > 0);
  if (isUnchecked && !record.change && (before.commit !== now.commit || before.dirtyHash !== now.dirtyHash)) {
    refuse("the code of the workspace changed since", "Start a new run, or bring the code back to what it was.");
  }
}

/** Two states of the code are told by their hashes, whatever became of the commit they started from. */
function requireSameChange(
  { change: before }: RunRecord,
  { change: now }: RunDraft,
  refuse: (what: string, remedy: string) => void,
): void {
  const another = "Start a new run, or bring the code back to what it was.";
  if (before && !now) refuse("it measures a change of code", "Give --change.");
  if (!before && now) refuse("it measures no change of code", "Leave out --change.");
  if (!before || !now) return;
  if (before.base.commit !== now.base.commit) {
    refuse(`its base is ${before.base.commit.slice(0, 12)}`, `Give --base ${before.base.commit.slice(0, 12)}.`);
  }
  if (before.codeHash !== now.codeHash) refuse("the code changed since", another);
}

function unmeasured(row: Row, { surroundings }: RunDraft): EngineRun {
  const { engine } = row;
  const tree = engineTree(row, surroundings);
  return {
    name: engine.name,
    parameters: engine.parameters,
    command: engine.command,
    sources: [],
    loads: [],
    peakMemory: [],
    contention: { loadBefore: 0, loadAfter: 0, isContended: false },
    ...(tree && { tree }),
  };
}
