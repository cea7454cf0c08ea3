import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import { visibleShort } from "../../workspace/visible-text";
import type { ClipRecord, RunRecord } from "../run";
import { readRecord } from "./clip-record";
import { MeasurementError } from "./measurement-error";
import { recordKey } from "./row";
import { readRunRecord, runRecordText } from "./run-record";

export const recordFile = "run.json";
export const clipsFile = "utterances.jsonl";
export const reportFile = "report.md";
const ignoreFile = ".gitignore";

/** Transcripts are people's words, and what only serves us belongs into no repository. */
const ignored = [clipsFile, "cache/", ".lock*", ".tmp-*"].map((line) => `${line}\n`).join("");

/** A run as it lies on the disk. */
export interface StoredRun {
  readonly folder: MeasurementFolder;
  readonly record: RunRecord;
}

/** `runs/` of an `.ml-engineer/`. */
export function runsFolder(home: MeasurementFolder): MeasurementFolder {
  return home.below("runs");
}

/** Keeps transcripts out of git, unless the person has decided otherwise. @throws TeamFileError */
export async function ignoreTranscripts(folder: MeasurementFolder): Promise<void> {
  if ((await folder.read(ignoreFile)) === undefined) await folder.write(ignoreFile, ignored);
}

/** Sorts by time; the last letters keep two of the same second apart. */
export function newRunId(now: Date, random: string): string {
  const [day = "", time = ""] = now.toISOString().split("T");
  return `${day}-${time.slice(0, 8).replaceAll(":", "")}-${random.slice(0, 4)}`;
}

/** @throws MeasurementError when there is no run, or a broken one */
export async function readRun(folder: MeasurementFolder): Promise<RunRecord> {
  const text = await folder.read(recordFile);
  if (text === undefined) {
    throw new MeasurementError(`There is no run in \`${folder.path}\`.`, "Name a folder with a `run.json` in it.");
  }
  const record = readRunRecord(text);
  if (typeof record !== "string") return record;
  const hint = "Take it from git again, or measure anew.";
  throw new MeasurementError(`\`${folder.path}/${recordFile}\` cannot be read. ${visibleShort(record)}`, hint);
}

/** Runs of a folder, oldest first, and the names of those that cannot be read. */
export async function listRuns(
  runs: MeasurementFolder,
): Promise<{ readonly runs: readonly StoredRun[]; readonly broken: readonly string[] }> {
  const [found, broken]: [StoredRun[], string[]] = [[], []];
  for (const name of await runs.folders()) {
    const folder = runs.below(name);
    try {
      found.push({ folder, record: await readRun(folder) });
    } catch {
      broken.push(name);
    }
  }
  return { runs: found, broken };
}

/** @throws TeamFileError */
export async function writeRun(folder: MeasurementFolder, record: RunRecord): Promise<void> {
  await folder.write(recordFile, runRecordText(record));
}

/** What is known of each clip: of several records the last one counts. */
export async function readClips(folder: MeasurementFolder): Promise<Map<string, ClipRecord>> {
  const records = new Map<string, ClipRecord>();
  for await (const line of folder.lines(clipsFile)) {
    const record = readRecord(line);
    if (record) records.set(recordKey(record), record);
  }
  return records;
}

/** @throws TeamFileError */
export async function writeClips(folder: MeasurementFolder, records: Iterable<ClipRecord>): Promise<void> {
  await folder.write(clipsFile, lines(records));
}

function* lines(values: Iterable<unknown>): Generator<string> {
  for (const value of values) yield `${JSON.stringify(value)}\n`;
}
