import type { FileHandle } from "node:fs/promises";
import { lstat, mkdir, open, readdir, realpath, unlink } from "node:fs/promises";
import { join } from "node:path";
import { appendNote, RecordLog } from "./record-log";
import {
  type KnownPart,
  type ReadOptions,
  type RecordEntry,
  type RecordProblem,
  readEntries,
  type StoredRecord,
} from "./record-log-entries";
import { openRecordFile, RecordError, recordErrorOf, withRecordFile } from "./record-log-file";
import { RecordOrder } from "./record-log-order";

export type { RecordLog } from "./record-log";
export type { ReadOptions, RecordEntry, RecordProblem, StoredRecord } from "./record-log-entries";
export { RecordError } from "./record-log-file";

export interface RecordFile {
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface LoadedFile {
  readonly records: readonly { readonly record: StoredRecord; readonly line: number }[];
  readonly problems: readonly RecordProblem[];
  /** Continues the file from here. */
  readonly log: RecordLog;
}

/** Bytes of the largest file that is read. */
const largestFile = 1024 ** 3;
const validName = /^[a-z0-9][a-z0-9-]{0,99}$/;
const extension = ".jsonl";

/**
 * A private folder of append-only files, one JSON record a line: VS Code's storage folder, or the command line's state
 * folder. It lies outside of every workspace root; names are given by us and never come from a model. Only regular
 * files of the folder itself are used, links are not followed, and nothing that stands in a file is ever rewritten.
 */
export class RecordFolder {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes the folder, readable by its owner only, when it is not there. The way to it may lead through links. */
  static async open(path: string): Promise<RecordFolder> {
    try {
      await mkdir(path, { recursive: true, mode: 0o700 });
      return new RecordFolder(await realpath(path));
    } catch (error) {
      throw recordErrorOf(error, path);
    }
  }

  /** The files of the folder, in no particular order. */
  async list(): Promise<readonly RecordFile[]> {
    const entries = await readdir(this.#path, { withFileTypes: true }).catch((error: unknown) => {
      throw recordErrorOf(error, this.#path);
    });
    const names = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
      .map((entry) => entry.name.slice(0, -extension.length))
      .filter((name) => validName.test(name));
    const files = await Promise.all(
      names.map(async (name): Promise<RecordFile | undefined> => {
        const status = await lstat(this.#pathOf(name)).catch(() => undefined);
        return status?.isFile() ? { name, size: status.size, modified: status.mtimeMs } : undefined;
      }),
    );
    return files.filter((file) => file !== undefined);
  }

  /** A new file with its first records, on the disk when this resolves. */
  async create(name: string, records: readonly StoredRecord[]): Promise<RecordLog> {
    await withRecordFile(this.#pathOf(name), name, "create", async () => {});
    const log = new RecordLog(this.#pathOf(name), name, nothingKnown());
    try {
      await log.append(records, { durable: true });
      await this.#sync();
    } catch (error) {
      // Without its first records the file is nothing that anybody could continue.
      await this.remove(name).catch(() => {});
      throw error;
    }
    return log;
  }

  /** The records of a file as they come from the disk, without holding the whole of it. */
  async *read(name: string, options?: ReadOptions): AsyncGenerator<RecordEntry> {
    const handle = await openRecordFile(this.#pathOf(name), name, "read");
    try {
      yield* readEntries(handle, name, nothingKnown(), await sizeOf(handle, name), options);
    } finally {
      await handle.close();
    }
  }

  /** Reads a whole file to go on with it. */
  async load(name: string): Promise<LoadedFile> {
    const records: LoadedFile["records"][number][] = [];
    const problems: RecordProblem[] = [];
    const known = await withRecordFile(this.#pathOf(name), name, "read", async (handle): Promise<KnownPart> => {
      const entries = readEntries(handle, name, nothingKnown(), await sizeOf(handle, name));
      for (;;) {
        const next = await entries.next();
        if (next.done) return next.value;
        if ("record" in next.value) records.push(next.value);
        else problems.push(next.value.problem);
      }
    });
    return { records, problems, log: new RecordLog(this.#pathOf(name), name, known) };
  }

  /** Appends one record that counts wherever it stands, such as a new title, whoever else is writing. */
  async note(name: string, record: StoredRecord): Promise<void> {
    await withRecordFile(this.#pathOf(name), name, "append", (handle) => appendNote(handle, name, record));
  }

  /** Deletes the file. One that is not there is no error. */
  async remove(name: string): Promise<void> {
    try {
      await unlink(this.#pathOf(name));
    } catch (error) {
      const problem = recordErrorOf(error, name);
      if (!(problem instanceof RecordError && problem.problem === "missing")) throw problem;
    }
  }

  #pathOf(name: string): string {
    if (!validName.test(name))
      throw new RecordError("invalid-name", name, `${JSON.stringify(name)} is not a name of this folder.`);
    return join(this.#path, name + extension);
  }

  /** A new file outlives a loss of power only when its folder is on the disk too; Windows does this by itself. */
  async #sync(): Promise<void> {
    if (process.platform === "win32") return;
    const handle = await open(this.#path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function nothingKnown(): KnownPart {
  return { end: 0, order: new RecordOrder() };
}

async function sizeOf(handle: FileHandle, name: string): Promise<number> {
  const { size } = await handle.stat();
  if (size > largestFile)
    throw new RecordError("too-large", name, `${name} is larger than ${largestFile} bytes, so it is not read.`);
  return size;
}
