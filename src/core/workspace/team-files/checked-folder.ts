import { constants } from "node:fs";
import { lstat, mkdir, open, realpath } from "node:fs/promises";
import { join } from "node:path";
import { followLinks, type Walk } from "../follow-links";
import { isStillAt } from "../open-file";
import { writtenFolder } from "../roots";
import { TeamFileError } from "../team-files";
import { errorCode, teamFileErrorOf } from "./errors";

/** A folder below `base`, which no step of the way may leave. */
export interface FolderPlace {
  /** Absolute, links resolved. */
  readonly base: string;
  readonly segments: readonly string[];
  /** Workspace path of the folder, for messages. */
  readonly path: string;
}

/** An open folder. Its entries stay the same whatever happens to its name, where the system has such a thing. */
export interface CheckedFolder {
  readonly realPath: string;
  /** A path of the entry for the calls of the system. An empty name is the folder itself. */
  entry(name: string): string;
  /** Makes sure that the folder still stands where it was checked. @throws TeamFileError */
  verify(): Promise<void>;
  /** Puts new, renamed and removed entries on the disk; Windows does this by itself. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder after looking at every step to it, and makes those that are missing when `make` is set. Links inside
 * of the base are followed. Resolves to undefined when it does not exist.
 * @throws TeamFileError
 */
export async function openFolder(place: FolderPlace, make: boolean): Promise<CheckedFolder | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openOnce(place, make);
    } catch (error) {
      // Another window may have moved the folder's files and made it anew; every attempt is checked like the first.
      if (!(error instanceof ReplacedFolder) || attempt === attempts) throw error;
    }
  }
}

const attempts = 3;

class ReplacedFolder extends TeamFileError {
  constructor(path: string) {
    super("unwritable", path, `\`${path}\` was replaced while it was being used.`, "Try again.");
  }
}

async function openOnce(place: FolderPlace, make: boolean): Promise<CheckedFolder | undefined> {
  try {
    const path = await wholeWay(place);
    if (path !== undefined) return await openAt(path, place.path);
    let parent = place.base;
    for (let depth = 1; depth <= place.segments.length; depth++) {
      const next = await step(place, depth, make ? parent : undefined);
      if (next === undefined) return undefined;
      parent = next;
    }
    return await openAt(parent, place.path);
  } catch (error) {
    if (!make && errorCode(error) === "ENOENT") return undefined;
    throw teamFileErrorOf(error, place.path);
  }
}

/** The usual case in one go; whatever is wrong or missing is found out step by step. */
async function wholeWay(place: FolderPlace): Promise<string | undefined> {
  const { outcome, path } = await walk(place, place.segments);
  return outcome === "found" && (await lstat(path)).isDirectory() ? path : undefined;
}

function walk({ base }: FolderPlace, segments: readonly string[]): Promise<Walk> {
  const folder = writtenFolder(base);
  return followLinks([{ root: { name: "", path: base }, real: folder, given: folder }], base, segments);
}

async function step(place: FolderPlace, depth: number, parent: string | undefined): Promise<string | undefined> {
  const segments = place.segments.slice(0, depth);
  const shown = place.path
    .split("/")
    .slice(0, place.path.split("/").length - place.segments.length + depth)
    .join("/");
  let found = await walk(place, segments);
  if (found.outcome === "missing") {
    if (parent === undefined) return undefined;
    await makeFolder(parent, segments.at(-1) ?? "", shown);
    found = await walk(place, segments);
  }
  if (found.outcome === "unreadable") {
    throw new TeamFileError("unreadable", shown, `\`${shown}\` cannot be read: the system does not permit it.`);
  }
  if (found.outcome !== "found") throw wrongLink(shown);
  if (!(await lstat(found.path)).isDirectory()) {
    throw new TeamFileError(
      "link",
      shown,
      `\`${shown}\` is not a folder, so nothing can be kept there.`,
      "Move it away; a folder is made in its place.",
    );
  }
  return found.path;
}

function wrongLink(shown: string): TeamFileError {
  return new TeamFileError(
    "link",
    shown,
    `\`${shown}\` is a link that leads out of its workspace folder or nowhere, so nothing is read or written there.`,
    "Replace it with a real folder, or with a link to a folder inside the same workspace folder.",
  );
}

async function makeFolder(parent: string, name: string, shown: string): Promise<void> {
  const folder = await openAt(parent, shown);
  try {
    await mkdir(folder.entry(name));
    await folder.sync();
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    await folder.close();
  }
}

async function openAt(path: string, shown: string): Promise<CheckedFolder> {
  const changed = () => new ReplacedFolder(shown);
  // Windows opens no folders, so there the folder is known by its number on the disk.
  if (process.platform === "win32") return await folderByNumber(path, changed);
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const folder: CheckedFolder = {
    realPath: path,
    entry: (name) => join(process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : path, name),
    async verify() {
      if (!(await isStillAt(handle, path))) throw changed();
    },
    async sync() {
      await handle.sync().catch((error: unknown) => {
        if (!withoutFolderSync.has(errorCode(error))) throw error;
      });
    },
    close: () => handle.close(),
  };
  try {
    await folder.verify();
    return folder;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What network disks and those of virtual machines answer that cannot do it. */
const withoutFolderSync = new Set<unknown>(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EBADF", "EISDIR", "EPERM"]);

async function folderByNumber(path: string, changed: () => TeamFileError): Promise<CheckedFolder> {
  const known = await lstat(path, { bigint: true });
  const folder: CheckedFolder = {
    realPath: path,
    entry: (name) => join(path, name),
    async verify() {
      const [now, real] = await Promise.all([lstat(path, { bigint: true }), realpath(path)]).catch(() => []);
      if (now?.ino !== known.ino || now.dev !== known.dev || real !== path) throw changed();
    },
    sync: async () => {},
    close: async () => {},
  };
  await folder.verify();
  return folder;
}
