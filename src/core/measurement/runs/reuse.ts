import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import { tellingEnvironment } from "../configuration/environment";
import type { EngineConfiguration } from "../engine";
import type { ClipRecord, EngineRun, EngineTree, RunRecord } from "../run";
import { hashOfValue, itemKey, type Row, rowName } from "./row";
import { listRuns, readClips, runsFolder } from "./run-folder";
import type { RunState } from "./run-state";

/**
 * What a row is written down with, so that a later run can tell whether it would ask the same code in the same way. Values
 * that `$NAME` brings into the environment count, unless they are secrets by their names.
 */
export function engineTree({ engine, tree }: Row, surroundings: Surroundings): EngineTree | undefined {
  if (!tree) return undefined;
  const { side, codeHash } = tree;
  const configurationHash = transcriptHash(engine, surroundings);
  return { side, ...(codeHash !== undefined && { codeHash }), configurationHash };
}

type Surroundings = Readonly<Record<string, string | undefined>>;

/** Over what decides a transcript. Normalisers are not in it: they come after. */
function transcriptHash({ environment: given, ...engine }: EngineConfiguration, surroundings: Surroundings): string {
  const { command, parameters, output, outputs, protocol, workingDirectory } = engine;
  const environment = tellingEnvironment(given, surroundings);
  return hashOfValue({ command, parameters, environment, output, outputs, protocol, workingDirectory });
}

/**
 * Transcripts of earlier runs that the same code made of clips which the row has no record of: the same state of the code,
 * test set, configuration, version and sources of the engine, and machine. Failures are not among them. With the times of
 * that run, which are good for planning only.
 */
export async function reusableClips(
  state: RunState,
  row: Row,
  home: MeasurementFolder,
): Promise<readonly ClipRecord[]> {
  const engine = state.engine(row);
  const { machine } = state.record.provenance;
  if (engine?.tree?.codeHash === undefined) return [];
  const wanted = new Map(state.missing(row).map((item) => [itemKey(row, item), item]));
  const found: ClipRecord[] = [];
  const { runs } = await listRuns(runsFolder(home));
  for (const run of [...runs].reverse()) {
    if (wanted.size === 0) break;
    const { record } = run;
    const isSameMachine =
      record.provenance.machine.cpu === machine.cpu && record.provenance.machine.gpu === machine.gpu;
    // Whether its code stayed as it was is looked at when a run ends, and of one that was killed it is not known.
    const isChecked = record.finished !== undefined;
    if (record.id === state.record.id || !isSameMachine || !isChecked) continue;
    const rows = record.engines.filter((other) => isSameCode(engine, other));
    const names = datasetNames(record, state.record);
    if (rows.length === 0 || names.size === 0) continue;
    const known = new Set(rows.map(({ name, parameters }) => rowName(name, parameters)));
    for (const clip of (await readClips(run.folder)).values()) {
      const dataset = names.get(clip.dataset);
      if (dataset === undefined || clip.failure || clip.hypothesis === undefined) continue;
      if (!known.has(rowName(clip.engine, clip.parameters))) continue;
      const renamed = { ...clip, engine: row.engine.name, dataset };
      const key = keyOf(row, renamed);
      if (wanted.delete(key)) found.push(renamed);
    }
  }
  return found;
}

function keyOf(row: Row, { dataset, utterance }: ClipRecord): string {
  return itemKey(row, { dataset, utterance: { id: utterance } });
}

function isSameCode(one: EngineRun, other: EngineRun): boolean {
  return (
    other.tree?.codeHash === one.tree?.codeHash &&
    other.tree?.configurationHash === one.tree?.configurationHash &&
    other.version === one.version &&
    JSON.stringify(other.sources) === JSON.stringify(one.sources)
  );
}

/** What this run calls the test sets that both have. */
function datasetNames(earlier: RunRecord, now: RunRecord): ReadonlyMap<string, string> {
  return new Map(
    earlier.datasets.flatMap(({ name, hash }) => {
      const same = now.datasets.find((dataset) => dataset.hash === hash);
      return same ? [[name, same.name] as const] : [];
    }),
  );
}
