import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, realpath, rename, unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { readLines } from "../record-log-lines";
import { TeamFileError } from "../team-files";
import { type CheckedFolder, type FolderPlace, openFolder } from "../team-files/checked-folder";
import { errorCode, notARegularFile, teamFileErrorOf } from "../team-files/errors";
import { lockFolder } from "../team-files/folder-lock";
import { readRegularFile, textOf } from "../team-files/regular-file";
import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import { AppendLog } from "./append-log";

export interface HeldFolder {
  release(): Promise<void>;
}

/**
 * A folder that measurements are written to: `.ml-engineer/` of a root and what is below it, or a folder that the person
 * named. No step of the way leaves it through a link, and only regular files of the folder itself are used. It needs not
 * exist before something is written.
 */
export class MeasurementFolder {
  /** As people know it: a workspace path, or as it was named. */
  readonly path: string;
  readonly #place: FolderPlace;

  private constructor(place: FolderPlace) {
    this.path = place.path;
    this.#place = place;
  }

  /** `.ml-engineer/` of a root. @param several whether paths begin with the name of the root */
  static of(root: Root, several: boolean): MeasurementFolder {
    const path = several ? `${root.name}/${folderName}` : folderName;
    return new MeasurementFolder({ base: root.path, segments: [folderName], path });
  }

  /** Only for a path from the person's own command; made when it is not there, unless told otherwise. @throws TeamFileError */
  static async named(path: string, { make = true } = {}): Promise<MeasurementFolder> {
    try {
      if (make) await mkdir(resolve(path), { recursive: true });
      return new MeasurementFolder({ base: await realpath(resolve(path)), segments: [], path: visibleShort(path) });
    } catch (error) {
      throw teamFileErrorOf(error, visibleShort(path));
    }
  }

  /** @throws TeamFileError `invalid-name` */
  below(name: string): MeasurementFolder {
    requireName(name, this.path);
    const { base, segments, path } = this.#place;
    return new MeasurementFolder({ base, segments: [...segments, name], path: `${path}/${name}` });
  }

  /** Absolute path, for opening a report in an editor. The folder exists. @throws TeamFileError `missing` */
  async realPath(): Promise<string> {
    return await this.#using(false, async (folder) => folder.realPath);
  }

  /** Names of the folders in it, sorted; none when it does not exist. */
  async folders(): Promise<readonly string[]> {
    const entries = await this.#ifThere((folder) => readdir(folder.entry(""), { withFileTypes: true }));
    return (entries ?? [])
      .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
      .map(({ name }) => name)
      .sort();
  }

  /** The text of a file of at most 4 MiB; undefined when it is not there. @throws TeamFileError */
  async read(name: string): Promise<string | undefined> {
    requireName(name, this.path);
    return await this.#ifThere(async (folder) =>
      textOf((await readRegularFile(folder.entry(name), this.#shown(name))).bytes, this.#shown(name)),
    );
  }

  /** Makes the file or takes its place: whole or not at all, and on the disk when this resolves. @throws TeamFileError */
  async write(name: string, content: string | Iterable<string>): Promise<void> {
    requireName(name, this.path);
    await this.#using(true, async (folder) => {
      const temporary = folder.entry(`${temporaryPrefix}${process.pid}-${randomBytes(4).toString("hex")}`);
      try {
        const handle = await open(temporary, "wx");
        try {
          await writeAll(handle, typeof content === "string" ? [content] : content);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await folder.verify();
        await rename(temporary, folder.entry(name));
      } catch (error) {
        await unlink(temporary).catch(() => {});
        throw teamFileErrorOf(error, this.#shown(name));
      }
      await folder.sync();
    });
  }

  /**
   * Whole lines of a file of any size, from its start; none when it is not there. A last line without an end was torn by a
   * crash or a full disk and is left out. @throws TeamFileError
   */
  async *lines(name: string): AsyncGenerator<string> {
    requireName(name, this.path);
    const handle = await this.#ifThere((folder) => openRegular(folder.entry(name), this.#shown(name), 0));
    if (!handle) return;
    try {
      for await (const { bytes, terminated } of readLines(handle, 0, (await handle.stat()).size)) {
        if (terminated && bytes) yield bytes.toString("utf8");
      }
    } catch (error) {
      throw teamFileErrorOf(error, this.#shown(name));
    } finally {
      await handle.close();
    }
  }

  /** Opens a file of lines for appending; one that is not there is made, a torn last line is cut off. @throws TeamFileError */
  async openLog(name: string): Promise<AppendLog> {
    requireName(name, this.path);
    return await this.#using(true, async (folder) => {
      const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
      const handle = await openRegular(folder.entry(name), this.#shown(name), flags);
      await folder.sync();
      return await AppendLog.open(handle, this.#shown(name));
    });
  }

  /** Appends a line to a file of lines. @throws TeamFileError */
  async appendLine(name: string, line: string): Promise<void> {
    const log = await this.openLog(name);
    try {
      await log.append([line]);
    } finally {
      await log.close();
    }
  }

  /** Keeps other processes from holding the same folder. A lock outlives no process. @throws TeamFileError `locked` */
  async hold(): Promise<HeldFolder> {
    const folder = await this.#open(true);
    try {
      const lock = await lockFolder(folder, this.path, patience);
      return {
        async release() {
          await lock.release();
          await folder.close();
        },
      };
    } catch (error) {
      await folder.close();
      throw teamFileErrorOf(error, this.path);
    }
  }

  async #ifThere<Result>(use: (folder: CheckedFolder) => Promise<Result>): Promise<Result | undefined> {
    try {
      return await this.#using(false, use);
    } catch (error) {
      if (error instanceof TeamFileError && error.problem === "missing") return undefined;
      throw error;
    }
  }

  async #using<Result>(make: boolean, use: (folder: CheckedFolder) => Promise<Result>): Promise<Result> {
    const folder = await this.#open(make);
    try {
      return await use(folder);
    } catch (error) {
      throw teamFileErrorOf(error, this.path);
    } finally {
      await folder.close();
    }
  }

  async #open(make: boolean): Promise<CheckedFolder> {
    const folder = await openFolder(this.#place, make);
    if (!folder) throw new TeamFileError("missing", this.path, `There is no \`${this.path}\`.`);
    return folder;
  }

  #shown(name: string): string {
    return `${this.path}/${name}`;
  }
}

const folderName = ".ml-engineer";
const temporaryPrefix = ".tmp-";
const namePattern = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}|\.gitignore)$/;

/** Milliseconds: longer than an owner on another machine may keep silent before it is given up. */
const patience = 12_000;

function requireName(name: string, path: string): void {
  if (namePattern.test(name) && !name.endsWith(".")) return;
  const shown = visibleShort(name);
  const message = `\`${shown}\` is no name for a file of measurements.`;
  throw new TeamFileError("invalid-name", `${path}/${shown}`, message, "Use letters, digits, dots and hyphens.");
}

/** Never through a link in the last place, never waiting for a FIFO. */
async function openRegular(path: string, shown: string, flags: number): Promise<FileHandle> {
  try {
    const handle = await open(path, flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw notARegularFile(shown);
  } catch (error) {
    throw errorCode(error) === undefined ? error : teamFileErrorOf(error, shown);
  }
}

/** Characters that are gathered before they are written. */
const batchLength = 256 * 1024;

async function writeAll(handle: FileHandle, pieces: Iterable<string>): Promise<void> {
  let batch: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    batch.push(piece);
    length += piece.length;
    if (length < batchLength) continue;
    await handle.writeFile(batch.join(""));
    batch = [];
    length = 0;
  }
  await handle.writeFile(batch.join(""));
}
