import { constants } from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath } from "node:fs/promises";
import type { Location, OpenFile } from "./workspace";

/** Why a located file could not be opened. `changed`: something else stood there by then; locating it again may help. */
export type OpenFailure = "changed" | "not-a-file" | "not-a-directory" | "unreadable";

/**
 * Opens what {@link Location} describes, or says why not. Never waits for the other end of a FIFO, never follows a link
 * in the last place, and afterwards asks the system what was opened: a folder on the way may have been swapped for a link.
 */
export async function openRegularFile(location: Location): Promise<OpenFile | OpenFailure> {
  if (location.kind !== "file") return "not-a-file";
  const handle = await openChecked(location, 0);
  if (typeof handle === "string") return handle;
  const status = await handle.stat();
  if (!status.isFile()) {
    await handle.close();
    return "not-a-file";
  }
  return {
    location: { ...location, size: status.size, modified: status.mtimeMs },
    async read(position, length) {
      const buffer = new Uint8Array(length);
      return buffer.subarray(0, await readFully(handle, buffer, position));
    },
    readInto: (target, position) => readFully(handle, target, position),
    close: () => handle.close(),
  };
}

/**
 * A path under which the entries of exactly the located folder can be listed while `use` runs, whatever happens to
 * its name meanwhile. Systems without such a path get the folder's own.
 */
export async function withFolder<Result>(
  location: Location,
  use: (path: string) => Promise<Result>,
): Promise<Result | OpenFailure> {
  if (location.kind !== "directory") return "not-a-directory";
  if (process.platform === "win32") return await use(location.realPath);
  const handle = await openChecked(location, constants.O_DIRECTORY);
  if (typeof handle === "string") return handle;
  try {
    const stable = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : location.realPath;
    return await use(stable);
  } finally {
    await handle.close();
  }
}

async function openChecked(location: Location, flags: number): Promise<FileHandle | OpenFailure> {
  // Windows has neither of the two flags, and no FIFOs below a folder.
  const safe = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
  let handle: FileHandle;
  try {
    handle = await open(location.realPath, safe | flags);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR") return "changed";
    return code === "ENXIO" ? "not-a-file" : "unreadable";
  }
  if (await isStillAt(handle, location.realPath)) return handle;
  await handle.close();
  return "changed";
}

/** Whether the opened file or folder is what stands at this real path now. */
export async function isStillAt(handle: FileHandle, path: string): Promise<boolean> {
  const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (opened !== undefined) return opened === path;
  const [own, named] = await Promise.all([
    handle.stat({ bigint: true }),
    realpath(path)
      .then((real) => (real === path ? lstat(real, { bigint: true }) : undefined))
      .catch(() => undefined),
  ]);
  return named !== undefined && own.dev === named.dev && own.ino === named.ino;
}

/** One read may return less than is there. */
async function readFully(handle: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
