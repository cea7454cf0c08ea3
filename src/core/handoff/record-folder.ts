import type { LockedTeamFolder, TeamFile, TeamFileProblem, TeamFiles } from "../workspace/team-files";
import { type Handoff, HandoffError, type HandoffList } from "./handoff";
import { parseRecord, recordText } from "./record";
import { RecordError } from "./record-error";
import { agentNameOf } from "./rules";

/** All records of all agents and roots. Of two files with the same id the older one counts. */
export async function readRecords(files: TeamFiles): Promise<HandoffList> {
  const { folders, problems } = await files.folders("handoffs");
  const contents = await Promise.all(folders.map((folder) => files.read(folder)));
  const found: Handoff[] = [];
  const broken: TeamFileProblem[] = [];
  for (const file of contents.flatMap((content) => content.files)) {
    if (isResultName(file.name)) continue;
    const handoff = recordOf(file);
    if ("message" in handoff) broken.push(handoff);
    else found.push(handoff);
  }
  const { kept, doubles } = withoutDoubles(found);
  return {
    handoffs: kept.sort(newestFirst),
    problems: [...problems, ...contents.flatMap((content) => content.problems), ...broken, ...doubles],
  };
}

/**
 * Changes the record of a handoff while its folder is locked, from what the file holds then. Undefined when it is not there
 * any more.
 * @throws HandoffError when the file is broken, and what `step` throws
 */
export async function changeRecord(
  locked: LockedTeamFolder,
  { id, folder, path, realPath }: Handoff,
  step: (handoff: Handoff) => Handoff | Promise<Handoff>,
): Promise<Handoff | undefined> {
  const name = fileName(path);
  const text = await locked.text(name);
  if (text === undefined) return undefined;
  const file = { folder, path, realPath };
  try {
    const record = parseRecord({ ...file, text });
    if (record.handoff.id !== id) return undefined;
    const handoff = await step(record.handoff);
    if (handoff === record.handoff) return handoff;
    const changed = recordText({ ...record, handoff });
    await locked.write(name, changed);
    return parseRecord({ ...file, text: changed }).handoff;
  } catch (error) {
    if (error instanceof RecordError) throw new HandoffError(`\`${path}:${error.line}\`: ${error.message}.`);
    throw error;
  }
}

export function recordName({ id, to }: Pick<Handoff, "id" | "to">): string {
  const slug = agentNameOf(to);
  // `<id>-result.md` is the name of a result.
  return `${id}-${slug === "" ? "specialist" : slug === "result" ? "result-agent" : slug}.md`;
}

export function resultName(id: string): string {
  return `${id}-result.md`;
}

function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function isResultName(name: string): boolean {
  return /^\d{8}-[0-9a-f]{8}-result\.md$/.test(name);
}

type Read = Handoff | TeamFileProblem;

/** Records by their file, since a tree of a thousand is read again after each change of one. */
const known = new Map<string, { readonly file: TeamFile; readonly read: Read }>();
const mostKnown = 5000;

function recordOf(file: TeamFile): Read {
  const before = known.get(file.realPath);
  // The name of a record in a window depends on the folders that are open there.
  if (before && before.file.text === file.text && before.file.path === file.path) return before.read;
  const read = parsed(file);
  if (known.size >= mostKnown) known.clear();
  known.set(file.realPath, { file, read });
  return read;
}

function parsed(file: TeamFile): Read {
  try {
    return parseRecord(file).handoff;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { path: file.path, message: `line ${error.line}: ${error.message}` };
  }
}

function withoutDoubles(handoffs: readonly Handoff[]): { kept: Handoff[]; doubles: TeamFileProblem[] } {
  const kept = new Map<string, Handoff>();
  const doubles: TeamFileProblem[] = [];
  for (const handoff of [...handoffs].sort(oldestFirst)) {
    const first = kept.get(handoff.id);
    if (first === undefined) kept.set(handoff.id, handoff);
    else
      doubles.push({
        path: handoff.path,
        message: `has the same id as \`${first.path}\`, ${handoff.id}: delete this file, or give it another \`id\``,
      });
  }
  return { kept: [...kept.values()], doubles };
}

function oldestFirst(one: Handoff, other: Handoff): number {
  return (
    Date.parse(one.created) - Date.parse(other.created) ||
    Number(other.folder.shared) - Number(one.folder.shared) ||
    (one.path < other.path ? -1 : 1)
  );
}

function newestFirst(one: Handoff, other: Handoff): number {
  return -oldestFirst(one, other);
}
