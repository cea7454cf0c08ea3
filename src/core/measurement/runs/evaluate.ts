import type { NamedFolders } from "../../workspace/named-folders";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { Workspace } from "../../workspace/workspace";
import type { EvaluationConfiguration } from "../configuration";
import type { Dataset } from "../dataset";
import { readDataset } from "../datasets/read-dataset";
import { type Shard, seededOrder, shardOf } from "./clip-order";
import { compareSpeed } from "./compare-speed";
import { requireUnused } from "./comparison-log";
import { type ChangeToMeasure, decodeChange, isStillTheChange } from "./decode-change";
import { decodeRow } from "./decode-row";
import { estimate } from "./estimate";
import type { Estimate, RunEvent } from "./events";
import { comparisonKeys, finishRun } from "./finish-run";
import { availableMemory } from "./machine";
import { measureMemory } from "./measure-memory";
import { MeasurementError } from "./measurement-error";
import { normalizersFor, provenanceOf } from "./provenance";
import { itemKey, itemsOf, type Row, rowsOf, rowsOfChange } from "./row";
import { clipsFile, ignoreTranscripts, runsFolder } from "./run-folder";
import { RunState } from "./run-state";
import { type Beginning, continuedRun, newRun, type RunDraft } from "./start-run";

export interface RunRequest {
  readonly configuration: EvaluationConfiguration;
  /** Names; default: all. */
  readonly engines?: readonly string[];
  readonly datasets?: readonly string[];
  /** Default: the configuration's. */
  readonly seed?: number;
  readonly shard?: Shard;
  /** A folder that the person named for this run. Default: a new one in `.ml-engineer/runs/`. */
  readonly folder?: MeasurementFolder;
  /** The folder of a run to go on with. */
  readonly resume?: MeasurementFolder;
  /** Whether rows take turns to compare their speed. */
  readonly comparesSpeed: boolean;
  /** Folders that relative audio paths start from. */
  readonly audioRoots?: readonly string[];
  /** Arguments of `ml-engineer` that do the same again. */
  readonly command: readonly string[];
  /** Two states of the code are measured with the one engine that it names; `engines` and a grid do not count then. */
  readonly change?: ChangeToMeasure;
}

export interface RunPorts {
  readonly workspace: Workspace;
  /** `.ml-engineer/` of the root that the configuration belongs to. */
  readonly home: MeasurementFolder;
  readonly namedFolders?: NamedFolders;
  /** The folder of the built product, for the engines that come with it. */
  readonly assetsFolder?: string;
  /** Asked before an engine starts that costs money or sends audio away. */
  confirm(estimate: Estimate): Promise<boolean>;
  now(): Date;
  /** Values for `${NAME}` in the configuration. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name and version of this product. */
  readonly product: string;
  /** MiB that programs can still take; default: what the system says. */
  availableMemory?(): number;
}

/**
 * Runs engines on test sets and writes down what happens, clip by clip. Whatever ends it, a signal included, what was
 * measured stays and can be continued; only a run of which every clip has an outcome is `complete`.
 * @throws MeasurementError, PathError for a manifest, TeamFileError when nothing can be written
 */
export async function* evaluate(request: RunRequest, ports: RunPorts, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const { configuration } = request;
  const { workspace, home } = ports;
  const { change } = request;
  const engines = chosen(configuration.engines, change ? [change.record.engine] : request.engines, "engine");
  const datasets: Dataset[] = [];
  for (const { name, manifest } of chosen(configuration.datasets, request.datasets, "test set")) {
    const source = { name, manifest, ...(request.audioRoots && { audioRoots: request.audioRoots }) };
    const { namedFolders } = ports;
    const dataset = await readDataset(source, { workspace, ...(namedFolders && { namedFolders }) }, signal);
    yield { type: "dataset", dataset };
    datasets.push(dataset);
  }
  const [engine] = engines;
  const rows = change && engine ? rowsOfChange(engine, change.trees) : rowsOf(configuration, engines);
  const seed = request.seed ?? configuration.seed;
  const items = shardOf(seededOrder(itemsOf(datasets), seed), request.shard);
  if (items.length === 0) {
    throw new MeasurementError("No clip is left to evaluate.", "Look at the problems of the test sets above.");
  }
  const normalizers = await normalizersFor(configuration, datasets);
  const { command } = request;
  const facts = { configuration, rows, datasets, seed, command, product: ports.product, normalizers };
  const provenance = await provenanceOf(facts, workspace, signal);
  const { environment: surroundings } = ports;
  const draft: RunDraft = {
    ...{ seed, shard: request.shard, provenance, datasets, rows, items, surroundings },
    change: change?.record,
  };
  const beginning = request.resume
    ? await continuedRun(draft, request.resume)
    : await newRun(draft, { home, named: request.folder }, ports.now());
  await refuseUsedLocks(configuration, beginning, home);
  for (const message of beginning.notices) yield { type: "notice", message };
  const left = (row: Row) => items.filter((item) => !beginning.records.has(itemKey(row, item)));
  const expected = estimate(rows, left, configuration.costCap);
  yield { type: "estimate", estimate: expected };
  if (expected.needsConsent && !(await ports.confirm(expected))) {
    yield { type: "declined" };
    return;
  }
  signal.throwIfAborted();
  const held = await beginning.folder.hold();
  try {
    // Nobody else writes from here on, so what was read is what is there.
    if (!request.resume) await ignoreTranscripts(request.folder ?? runsFolder(home));
    const current = request.resume ? await continuedRun(draft, request.resume) : beginning;
    const log = await beginning.folder.openLog(clipsFile);
    try {
      const plan = { rows, items, costCap: configuration.costCap, normalizers };
      const { folder, record, records } = current;
      const state = new RunState({
        ...{ plan, folder, workspace, surroundings, signal, record, records, log },
        assetsFolder: ports.assetsFolder,
        availableMemory: ports.availableMemory ?? availableMemory,
      });
      await state.save();
      yield { type: "started", id: record.id, path: folder.path, kept: records.size };
      if (change ? yield* decodeChange(state, change, home) : yield* decodeRows(state)) {
        if (request.shard) {
          state.update({ speed: { comparisons: [], notCompared: ["A part of a run compares no speed."] } });
        } else if (request.comparesSpeed) yield* compareSpeed(state, configuration.repeats);
        for (const row of rows) yield* measureMemory(state, row);
      }
      if (change) await isStillTheChange(state, change);
      yield await finishRun(state, { configuration, home, now: ports.now() });
    } finally {
      await log.close();
    }
  } finally {
    await held.release();
  }
}

async function* decodeRows(state: RunState): AsyncGenerator<RunEvent, true> {
  for (const row of state.plan.rows) yield* decodeRow(state, row);
  return true;
}

/** @throws MeasurementError for a name that there is not */
function chosen<Named extends { readonly name: string }>(
  all: readonly Named[],
  names: readonly string[] | undefined,
  kind: string,
): readonly Named[] {
  const known = all.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MeasurementError(`There is no ${kind} ${JSON.stringify(unknown)}.`, `There are: ${known.join(", ")}.`);
  }
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}

/** A locked part is not even decoded by several engines when it has confirmed something already. */
async function refuseUsedLocks(
  { datasets }: EvaluationConfiguration,
  { record }: Beginning,
  home: MeasurementFolder,
): Promise<void> {
  if (record.engines.length < 2) return;
  const locked = record.datasets.filter(({ name }) => datasets.some((set) => set.locked && set.name === name));
  await requireUnused(home, locked, comparisonKeys(record));
}
