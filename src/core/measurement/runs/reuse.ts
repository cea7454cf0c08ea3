import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { EngineConfiguration } from "../engine";
import type { ClipRecord, EngineRun, EngineTree, RunRecord } from "../run";
import { hashOfValue, itemKey, type Row, rowName } from "./row";
import { listRuns, readClips, runsFolder } from "./run-folder";
import type { RunState } from "./run-state";

/**
 * What a row is written down with, so that a later run can tell whether it would ask the same code in the same way. A value
 * that `$NAME` brings into the environment is a secret and not looked at.
 */
export function engineTree({ engine, tree }: Row): EngineTree | undefined {
  if (!tree) return undefined;
  const { side, codeHash } = tree;
  return { side, ...(codeHash !== undefined && { codeHash }), configurationHash: transcriptHash(engine) };
}

/** Over what decides a transcript. Normalisers are not in it: they come after. */
function transcriptHash(engine: EngineConfiguration): string {
  const { command, parameters, environment, output, outputs, protocol, workingDirectory } = engine;
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
    if (record.id === state.record.id || !isSameMachine) continue;
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
