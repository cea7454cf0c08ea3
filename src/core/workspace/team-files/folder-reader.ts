import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type TeamFile, TeamFileError, type TeamFileProblem, type TeamFolder } from "../team-files";
import { visibleShort } from "../visible-text";
import { type CheckedFolder, type FolderPlace, openFolder } from "./checked-folder";
import { teamFileErrorOf } from "./errors";
import { refusalOfFileName } from "./names";
import { keyOf } from "./places";
import { largestFile, readRegularFile, textOf } from "./regular-file";

interface Reading {
  readonly files: readonly TeamFile[];
  readonly problems: readonly TeamFileProblem[];
}

interface Known {
  readonly size: number;
  readonly modified: number;
  readonly number: number;
  readonly text: string;
}

/** Reads whole folders, and reads a file anew only when it changed since. */
export class FolderReader {
  readonly #known = new Map<string, Map<string, Known>>();

  /** Never throws for what is in the folder or in the way to it. */
  async read(folder: TeamFolder, place: FolderPlace): Promise<Reading> {
    try {
      const opened = await openFolder(place, false);
      if (opened === undefined) return { files: [], problems: [] };
      try {
        return await this.#readOpened(folder, place, opened);
      } finally {
        await opened.close();
      }
    } catch (error) {
      return { files: [], problems: [problemOf(error, place.path)] };
    }
  }

  async #readOpened(folder: TeamFolder, place: FolderPlace, opened: CheckedFolder): Promise<Reading> {
    const known = this.#known.get(keyOf(place)) ?? new Map<string, Known>();
    const next = new Map<string, Known>();
    const files: TeamFile[] = [];
    const problems: TeamFileProblem[] = [];
    const names = (await readdir(opened.entry(""))).filter((name) => name.endsWith(".md") && !name.startsWith("."));
    names.sort();
    let budget = largestFolder;
    const readOne = async (name: string): Promise<void> => {
      const path = `${folder.path}/${visibleShort(name)}`;
      try {
        const refusal = refusalOfFileName(name);
        if (refusal !== undefined) throw new TeamFileError("invalid-name", path, `The name of \`${path}\` ${refusal}.`);
        if (budget <= 0) throw new TeamFileError("too-large", path, tooMuch(path, folder));
        const file = await readFile(opened.entry(name), path, known.get(name));
        if (file === undefined) return;
        budget -= file.size + 1_000;
        next.set(name, file);
        const { text, modified } = file;
        files.push({ folder, name, path, realPath: join(opened.realPath, name), text, modified });
      } catch (error) {
        problems.push(problemOf(error, path));
      }
    };
    await inBatches(names, readOne);
    await opened.verify();
    this.#known.set(keyOf(place), next);
    return { files: files.sort(byName), problems: problems.sort(byPath) };
  }
}

export function problemOf(error: unknown, path: string): TeamFileProblem {
  const problem = teamFileErrorOf(error, path);
  if (!(problem instanceof TeamFileError)) throw problem;
  const { message, hint } = problem;
  return { path: problem.path, message: hint === undefined ? message : `${message} ${hint}` };
}

/** Undefined when it was removed meanwhile. */
async function readFile(entry: string, path: string, known: Known | undefined): Promise<Known | undefined> {
  try {
    if (known !== undefined) {
      const { size, mtimeMs, ino } = await lstat(entry);
      if (known.size === size && known.modified === mtimeMs && known.number === ino && isSettled(known)) return known;
    }
    const { bytes, status } = await readRegularFile(entry, path);
    const text = textOf(bytes, path);
    return { size: status.size, modified: status.mtimeMs, number: status.ino, text };
  } catch (error) {
    const problem = teamFileErrorOf(error, path);
    if (problem instanceof TeamFileError && problem.problem === "missing") return undefined;
    throw problem;
  }
}

/** A change right after another one can leave the same time on a disk with coarse times, so young files are read again. */
function isSettled({ modified }: Known): boolean {
  return Date.now() - modified > 3_000;
}

async function inBatches(names: readonly string[], readOne: (name: string) => Promise<void>): Promise<void> {
  const waiting = names.values();
  const worker = async () => {
    for (const name of waiting) await readOne(name);
  };
  await Promise.all(Array.from({ length: filesAtOnce }, worker));
}

const filesAtOnce = 16;
/** Bytes of text that are held of one folder. */
const largestFolder = 16 * largestFile;

function tooMuch(path: string, folder: TeamFolder): string {
  return `\`${path}\` is not read because \`${folder.path}\` holds more than ${largestFolder / 1024 / 1024} MiB.`;
}

function byName(one: TeamFile, other: TeamFile): number {
  return one.name < other.name ? -1 : 1;
}

function byPath(one: TeamFileProblem, other: TeamFileProblem): number {
  return one.path < other.path ? -1 : 1;
}
