import { lstat, mkdir, readdir, rename, rmdir, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TeamFileError } from "../team-files";
import type { CheckedFolder } from "./checked-folder";
import { errorCode } from "./errors";
import { isOwnerGone, newOwner } from "./lock-owner";

export interface FolderLock {
  /** Unique for ever; temporary files bear it. */
  readonly owner: string;
  /** To be called right before each change: a process that slept for long may have lost the lock. @throws TeamFileError `locked` */
  verify(): Promise<void>;
  release(): Promise<void>;
}

const lockName = ".lock";
/** A contender prepares its lock under a name that begins so and ends with its owner. */
export const preparedPrefix = ".lock-";

/**
 * Takes the lock of a folder, waiting for others up to `patience` milliseconds.
 *
 * The lock is a folder that holds one empty file, whose name is its owner. It appears with its owner in one step
 * (a prepared folder is renamed, which fails where one with an owner stands), and a dead owner is replaced in one step
 * (its file is renamed, which fails unless the lock is still this owner's). So of several contenders that see the same
 * dead owner exactly one wins, which the usual pattern "remove what is stale, then make anew", also that of
 * `proper-lockfile`, does not give. It needs no space on a full disk and no hard links.
 * @throws TeamFileError `locked`, and the errors of the system
 */
export async function lockFolder(folder: CheckedFolder, shown: string, patience = 15_000): Promise<FolderLock> {
  const owner = newOwner();
  const lock = folder.entry(lockName);
  await acquire(folder, shown, owner, performance.now() + patience);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(join(lock, owner), now, now).catch(() => {});
  }, heartbeatInterval);
  heartbeat.unref();
  return {
    owner,
    async verify() {
      if (await exists(join(lock, owner))) return;
      throw new TeamFileError(
        "locked",
        `${shown}/${lockName}`,
        `Another process took over \`${shown}\` because this one did not answer for a while.`,
        "Try again.",
      );
    },
    async release() {
      clearInterval(heartbeat);
      await remove(lock, owner);
    },
  };
}

/** Removes a lock, or a prepared one, of this owner. */
export async function remove(lock: string, owner: string): Promise<void> {
  await unlink(join(lock, owner)).catch(() => {});
  // Not when somebody else has it meanwhile: then it is not empty.
  await rmdir(lock).catch(() => {});
}

const heartbeatInterval = 2_000;
/** Milliseconds without a heartbeat after which an owner that cannot be asked for is given up. */
const longestSilence = 10_000;
const longestPause = 25;

async function acquire(folder: CheckedFolder, shown: string, owner: string, deadline: number): Promise<void> {
  const lock = folder.entry(lockName);
  const prepared = folder.entry(preparedPrefix + owner);
  const silence = new Silence();
  try {
    await mkdir(prepared);
    await writeFile(join(prepared, owner), "", { flag: "wx" });
    let owners: readonly string[] = [];
    for (let pause = 2; ; pause = Math.min(longestPause, pause * 1.7)) {
      if (owners.length === 0 && (await takeFree(prepared, lock))) return;
      owners = await ownersOf(lock, shown);
      if (owners.length > 0 && (await silence.areGone(lock, owners)) && (await takeOver(lock, owners, owner))) break;
      if (performance.now() > deadline) throw stillLocked(shown);
      await sleep(pause * (0.5 + Math.random() / 2));
    }
    await remove(prepared, owner);
  } catch (error) {
    await remove(prepared, owner);
    throw error;
  }
}

/** One, or none when it is free. More only when somebody put them there by hand. */
async function ownersOf(lock: string, shown: string): Promise<readonly string[]> {
  try {
    if (!(await lstat(lock)).isDirectory()) throw stillLocked(shown);
    const entries = await readdir(lock, { withFileTypes: true });
    // Not ours, and nothing that could be an owner's place.
    if (entries.some((entry) => !entry.isFile())) throw stillLocked(shown);
    return entries.map(({ name }) => name).sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function takeFree(prepared: string, lock: string): Promise<boolean> {
  try {
    // Only Windows minds an empty folder in the way.
    if (process.platform === "win32") await rmdir(lock).catch(() => {});
    await rename(prepared, lock);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (takenCodes.has(code) || (process.platform === "win32" && (code === "EPERM" || code === "EACCES"))) return false;
    throw error;
  }
}

/** The last one stands for something else than a folder. */
const takenCodes = new Set<unknown>(["ENOTEMPTY", "EEXIST", "ENOTDIR"]);

async function takeOver(lock: string, [first = "", ...others]: readonly string[], owner: string): Promise<boolean> {
  try {
    for (const other of others) await unlink(join(lock, other)).catch(() => {});
    await rename(join(lock, first), join(lock, owner));
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Whether owners are gone: known to be dead, or without a heartbeat for too long as measured by this process's own clock. */
class Silence {
  readonly #lastHeard = new Map<string, { readonly modified: number; readonly at: number }>();

  async areGone(lock: string, owners: readonly string[]): Promise<boolean> {
    let areGone = true;
    // All of them are listened to from the start.
    for (const owner of owners) {
      if (!isOwnerGone(owner) && !(await this.#isSilent(lock, owner))) areGone = false;
    }
    return areGone;
  }

  async #isSilent(lock: string, owner: string): Promise<boolean> {
    const modified = await lstat(join(lock, owner)).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.NaN,
    );
    const known = this.#lastHeard.get(owner);
    if (known?.modified === modified) return performance.now() - known.at > longestSilence;
    this.#lastHeard.set(owner, { modified, at: performance.now() });
    return false;
  }
}

function stillLocked(shown: string): TeamFileError {
  const path = `${shown}/${lockName}`;
  return new TeamFileError(
    "locked",
    path,
    `\`${shown}\` is in use by another window or process.`,
    `Try again; if nothing else runs, delete \`${path}\`.`,
  );
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
