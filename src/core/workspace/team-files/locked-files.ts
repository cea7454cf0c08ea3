import { link, lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { type LockedTeamFolder, TeamFileError } from "../team-files";
import type { CheckedFolder } from "./checked-folder";
import { errorCode, notARegularFile, teamFileErrorOf } from "./errors";
import { type FolderLock, preparedPrefix, remove } from "./folder-lock";
import { isOwnerGone } from "./lock-owner";
import { foldName, refusalOfFileName, refusalOfNewFileName, requireName } from "./names";
import { largestFile, readRegularFile, textOf, tooLarge } from "./regular-file";

const temporaryPrefix = ".tmp-";

/** The files of a folder whose lock is held. */
export class LockedFiles implements LockedTeamFolder {
  readonly #folder: CheckedFolder;
  readonly #lock: FolderLock;
  readonly #path: string;
  readonly #steps = new Set<Promise<unknown>>();
  #temporaries = 0;
  #isOver = false;

  /** @param path workspace path of the folder */
  constructor(folder: CheckedFolder, lock: FolderLock, path: string) {
    this.#folder = folder;
    this.#lock = lock;
    this.#path = path;
  }

  names(): Promise<readonly string[]> {
    return this.#doing("", async () => {
      const entries = await readdir(this.#folder.entry(""), { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && refusalOfFileName(entry.name) === undefined)
        .map(({ name }) => name)
        .sort();
    });
  }

  async text(name: string): Promise<string | undefined> {
    const bytes = await this.bytes(name);
    return bytes && textOf(bytes, this.#shown(name));
  }

  /** As it is on the disk. @throws TeamFileError */
  bytes(name: string): Promise<Uint8Array | undefined> {
    return this.#doing(name, async () => {
      requireName(name, this.#path, refusalOfFileName);
      try {
        return (await readRegularFile(this.#folder.entry(name), this.#shown(name))).bytes;
      } catch (error) {
        if (error instanceof TeamFileError && error.problem === "missing") return undefined;
        throw error;
      }
    });
  }

  create(name: string, content: string | Uint8Array): Promise<void> {
    return this.#doing(name, async () => {
      requireName(name, this.#path, refusalOfNewFileName);
      await this.#refuseTwin(name);
      await this.#commit(name, content, undefined, (temporary, target) => placeNew(temporary, target));
    });
  }

  write(name: string, content: string | Uint8Array): Promise<void> {
    return this.#doing(name, async () => {
      requireName(name, this.#path, refusalOfFileName);
      const mode = await this.#modeOf(name);
      if (mode === undefined) {
        requireName(name, this.#path, refusalOfNewFileName);
        await this.#refuseTwin(name);
      }
      await this.#commit(name, content, mode, rename);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#doing(from, async () => {
      requireName(from, this.#path, refusalOfFileName);
      requireName(to, this.#path, refusalOfNewFileName);
      if ((await this.#modeOf(from)) === undefined) throw teamFileErrorOf(noEntry, this.#shown(from));
      if (from === to) return;
      await this.#refuseTwin(to, from);
      await this.#verify();
      // The system cannot rename without replacing; whoever keeps to the lock cannot have made `to` since.
      await rename(this.#folder.entry(from), this.#folder.entry(to));
      await this.#folder.sync();
    });
  }

  remove(name: string): Promise<void> {
    return this.#doing(name, async () => {
      requireName(name, this.#path, refusalOfFileName);
      if ((await this.#modeOf(name)) === undefined) return;
      await this.#verify();
      await unlink(this.#folder.entry(name)).catch((error: unknown) => {
        if (errorCode(error) !== "ENOENT") throw error;
      });
      await this.#folder.sync();
    });
  }

  /** Waits for what is still under way and refuses the rest: the folder's descriptor may soon be another folder's. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#steps);
  }

  /** Removes what processes left behind that were killed. Whoever has the lock is the only one with temporary files. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.#folder.entry("")).catch(() => [])) {
      const entry = this.#folder.entry(name);
      if (name.startsWith(temporaryPrefix)) await unlink(entry).catch(() => {});
      const owner = name.startsWith(preparedPrefix) ? name.slice(preparedPrefix.length) : "";
      if (!isOwnerGone(owner)) continue;
      const isFolder = await lstat(entry).then(
        (status) => status.isDirectory(),
        () => false,
      );
      if (isFolder) await remove(entry, owner);
    }
  }

  async #commit(
    name: string,
    content: string | Uint8Array,
    mode: number | undefined,
    place: (temporary: string, target: string) => Promise<void>,
  ): Promise<void> {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    if (bytes.length > largestFile) throw tooLarge(this.#shown(name));
    const temporary = this.#folder.entry(`${temporaryPrefix}${this.#lock.owner}-${++this.#temporaries}`);
    try {
      const handle = await open(temporary, "wx");
      try {
        await handle.writeFile(bytes);
        // Some disks keep no permissions.
        if (mode !== undefined) await handle.chmod(mode).catch(() => {});
        await handle.sync();
      } finally {
        await handle.close();
      }
      await this.#verify();
      await place(temporary, this.#folder.entry(name));
    } catch (error) {
      await unlink(temporary).catch(() => {});
      throw error;
    }
    await this.#folder.sync();
  }

  async #verify(): Promise<void> {
    await this.#folder.verify();
    await this.#lock.verify();
  }

  /** Permissions of a regular file, or undefined when there is none. */
  async #modeOf(name: string): Promise<number | undefined> {
    const status = await lstat(this.#folder.entry(name)).catch((error: unknown) => {
      if (errorCode(error) !== "ENOENT") throw error;
      return undefined;
    });
    if (status !== undefined && !status.isFile()) throw notARegularFile(this.#shown(name));
    return status && status.mode & 0o777;
  }

  /** A name that differs in case only is the same file on other people's disks. */
  async #refuseTwin(name: string, except?: string): Promise<void> {
    const folded = foldName(name);
    const twin = (await readdir(this.#folder.entry(""))).find(
      (other) => other !== except && foldName(other) === folded,
    );
    if (twin !== undefined) {
      throw new TeamFileError("exists", this.#shown(twin), `\`${this.#shown(twin)}\` exists already.`);
    }
  }

  async #doing<Result>(name: string, step: () => Promise<Result>): Promise<Result> {
    if (this.#isOver) throw new Error("The folder is not locked any more.");
    const doing = step();
    this.#steps.add(doing);
    try {
      return await doing;
    } catch (error) {
      throw teamFileErrorOf(error, name === "" ? this.#path : this.#shown(name));
    } finally {
      this.#steps.delete(doing);
    }
  }

  #shown(name: string): string {
    return `${this.#path}/${name}`;
  }
}

const noEntry = Object.assign(new Error("no such file"), { code: "ENOENT" });

/** A link never replaces anything, unlike a rename. */
async function placeNew(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (!withoutLinks.has(String(errorCode(error)))) throw error;
    // Some disks have no hard links: whoever keeps to the lock cannot have made the file since it was looked for.
    await rename(temporary, target);
    return;
  }
  // Otherwise the next change sweeps it.
  await unlink(temporary).catch(() => {});
}

const withoutLinks = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "EXDEV"]);
