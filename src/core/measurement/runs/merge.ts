import { randomBytes } from "node:crypto";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { ClipRecord, EngineRun, Provenance, RunRecord } from "../run";
import { MeasurementError } from "./measurement-error";
import { recordKey, rowName } from "./row";
import {
  ignoreTranscripts,
  newRunId,
  readClips,
  readRun,
  recordFile,
  type StoredRun,
  writeClips,
  writeRun,
} from "./run-folder";

interface Part {
  readonly path: string;
  readonly record: RunRecord;
  readonly shard: NonNullable<RunRecord["shard"]>;
  readonly clips: readonly ClipRecord[];
}

/**
 * Puts the shards of one run together. The result is what a single run would have written, apart from times.
 * @param out a folder, or where a run of this id lies
 * @throws MeasurementError when they do not belong together, one is missing, or one did not end
 */
export async function mergeRuns(
  folders: readonly MeasurementFolder[],
  out: MeasurementFolder | ((id: string) => MeasurementFolder),
  now: Date,
): Promise<StoredRun> {
  const parts: Part[] = [];
  for (const folder of folders) parts.push(await readPart(folder));
  const ordered = parts.sort((one, other) => one.shard.index - other.shard.index);
  const [first] = ordered;
  if (!first) throw new MeasurementError("No shard is named.", "Name the folders of all shards.");
  requireWhole(ordered, first.shard.count);
  for (const part of ordered) requireSame(first, part);
  const clips = inOrder(ordered);
  const id = newRunId(now, randomBytes(4).toString("hex"));
  const folder = typeof out === "function" ? out(id) : out;
  if ((await folder.read(recordFile)) !== undefined) {
    throw new MeasurementError(`There is a run in \`${folder.path}\` already.`, "Name another folder with --out.");
  }
  const record = mergedRecord(first.record, ordered, id);
  await ignoreTranscripts(folder);
  await writeClips(folder, clips);
  await writeRun(folder, record);
  return { folder, record };
}

async function readPart(folder: MeasurementFolder): Promise<Part> {
  const record = await readRun(folder);
  const { shard, state } = record;
  if (!shard) throw new MeasurementError(`\`${folder.path}\` is no shard.`, "Name folders that --shard has written.");
  if (state !== "complete") {
    throw new MeasurementError(
      `The shard ${shard.index}/${shard.count} in \`${folder.path}\` did not end.`,
      `Continue it: evaluate --shard ${shard.index}/${shard.count} --resume --out ${folder.path}`,
    );
  }
  return { path: folder.path, record, shard, clips: [...(await readClips(folder)).values()] };
}

function requireWhole(parts: readonly Part[], count: number): void {
  for (const part of parts) {
    const twin = parts.find((other) => other !== part && other.shard.index === part.shard.index);
    if (twin) {
      const message = `\`${part.path}\` and \`${twin.path}\` are both the shard ${part.shard.index}/${part.shard.count}.`;
      throw new MeasurementError(message, "Name one of the two.");
    }
  }
  const indices = Array.from({ length: count }, (_, index) => index + 1);
  const missing = indices.filter((index) => !parts.some(({ shard }) => shard.index === index));
  if (missing.length === 0) return;
  const names = missing.map((index) => `${index}/${count}`).join(", ");
  throw new MeasurementError(
    `Missing: ${missing.length === 1 ? "the shard" : "the shards"} ${names}.`,
    "Run what is missing with the same configuration and seed, and name its folder too.",
  );
}

function requireSame(first: Part, part: Part): void {
  for (const [what, of] of sameness) {
    if (JSON.stringify(of(first.record)) === JSON.stringify(of(part.record))) continue;
    throw new MeasurementError(
      `\`${first.path}\` and \`${part.path}\` do not belong together: ${what}.`,
      "Run all shards from one state of the code, with one configuration, test set and seed.",
    );
  }
}

const sameness: readonly (readonly [string, (record: RunRecord) => unknown])[] = [
  ["the number of shards differs", ({ shard }) => shard?.count],
  ["the seed differs", ({ seed }) => seed],
  ["the test sets differ", ({ datasets }) => datasets.map(({ name, hash }) => [name, hash])],
  ["the configuration differs", ({ provenance }) => provenance.configurationHash],
  ["the normalisers differ", ({ provenance }) => Object.entries(provenance.normalizers).sort()],
  ["the code differs", ({ provenance: { commit, dirtyHash } }) => [commit, dirtyHash]],
  ["the code of an engine differs", ({ engines }) => engines.map(({ version, sources }) => [version, sources])],
];

/** Row by row; within a row clips of the shards alternate as the order of the run dealt them out. */
function inOrder(parts: readonly Part[]): readonly ClipRecord[] {
  const rows = parts[0]?.record.engines ?? [];
  const merged = rows.flatMap(({ name, parameters }) => {
    const row = rowName(name, parameters);
    const hands = parts.map(({ clips }) => clips.filter((clip) => rowName(clip.engine, clip.parameters) === row));
    const longest = Math.max(...hands.map(({ length }) => length));
    const torn = parts.find(({ shard }, index) => shard.clips !== hands[index]?.length);
    if (torn) {
      throw new MeasurementError(`Clips are missing in \`${torn.path}\` for ${row}.`, "Run this shard again.");
    }
    return Array.from({ length: longest }, (_, index) => hands.flatMap((hand) => hand[index] ?? [])).flat();
  });
  if (new Set(merged.map(recordKey)).size === merged.length) return merged;
  throw new MeasurementError("A clip is in two shards.", "Run the shards again with one seed and one test set.");
}

function mergedRecord(first: RunRecord, parts: readonly Part[], id: string): RunRecord {
  const records = parts.map(({ record }) => record);
  const { shard: _, speed: __, ...whole } = first;
  return {
    ...whole,
    id,
    created: records.map(({ created }) => created).sort()[0] ?? first.created,
    finished:
      records
        .map(({ finished }) => finished ?? "")
        .sort()
        .at(-1) ?? "",
    provenance: { ...first.provenance, machine: mergedMachine(records.map(({ provenance }) => provenance.machine)) },
    datasets: first.datasets.map((dataset, index) => ({
      ...dataset,
      evaluated: records.reduce((sum, { datasets }) => sum + (datasets[index]?.evaluated ?? 0), 0),
    })),
    engines: first.engines.map((engine, index) =>
      mergedEngine(
        engine,
        records.flatMap(({ engines }) => engines[index] ?? []),
      ),
    ),
    speed: { comparisons: [], notCompared: ["Parts of a run compare no speed."] },
  };
}

/** Times of different machines stand side by side, which the report has to say. */
function mergedMachine(machines: readonly Provenance["machine"][]): Provenance["machine"] {
  const [first, ...others] = machines;
  if (!first) throw new MeasurementError("No shard is named.", "Name the folders of all shards.");
  const all = (read: (machine: Provenance["machine"]) => string) =>
    [...new Set([first, ...others].map(read))].join(", ");
  return { ...first, cpu: all(({ cpu }) => cpu), system: all(({ system }) => system), node: all(({ node }) => node) };
}

function mergedEngine(first: EngineRun, parts: readonly EngineRun[]): EngineRun {
  const highest = (read: (engine: EngineRun) => number) => Math.max(...parts.map(read));
  const cost = parts.reduce((sum, part) => sum + (part.cost ?? 0), 0);
  return {
    ...first,
    loads: parts.flatMap(({ loads }) => loads),
    peakMemory: parts.flatMap(({ peakMemory }) => peakMemory),
    contention: {
      loadBefore: highest(({ contention }) => contention.loadBefore),
      loadAfter: highest(({ contention }) => contention.loadAfter),
      isContended: parts.some(({ contention }) => contention.isContended),
    },
    ...(first.cost !== undefined && { cost }),
  };
}
