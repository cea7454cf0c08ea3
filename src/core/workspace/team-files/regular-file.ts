import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { TeamFileError } from "../team-files";
import { decodeText, detectEncoding, encodingSample } from "../text-encoding";
import { notARegularFile, teamFileErrorOf } from "./errors";

/** Bytes of the largest file that is written, and so of the largest that is read. */
export const largestFile = 4 * 1024 * 1024;

export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly status: Stats;
}

/**
 * Reads a regular file: never through a link in the last place, never waiting for a FIFO.
 * @param path for the system, see `CheckedFolder.entry`
 * @param shown workspace path
 * @throws TeamFileError `missing`, `link`, `too-large`, `unreadable`
 */
export async function readRegularFile(path: string, shown: string): Promise<FileBytes> {
  let handle: FileHandle | undefined;
  try {
    // Windows has neither of the two flags: there the name is looked at first.
    if (constants.O_NOFOLLOW === undefined && (await lstat(path)).isSymbolicLink()) throw notARegularFile(shown);
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const status = await handle.stat();
    if (!status.isFile()) throw notARegularFile(shown);
    return { bytes: await readAll(handle, status.size, shown), status };
  } catch (error) {
    const problem = teamFileErrorOf(error, shown);
    if (!(problem instanceof TeamFileError && problem.problem === "unwritable")) throw problem;
    throw new TeamFileError("unreadable", shown, `\`${shown}\` cannot be read.`, "Check the permissions of the file.");
  } finally {
    await handle?.close();
  }
}

/** As `Workspace.readText` decodes. @throws TeamFileError `unreadable` when it is no text */
export function textOf(bytes: Uint8Array, shown: string): string {
  const encoding = detectEncoding(bytes.subarray(0, encodingSample));
  if (encoding.name !== "binary") return decodeText(bytes, encoding);
  throw new TeamFileError("unreadable", shown, `\`${shown}\` is not a text file.`);
}

async function readAll(handle: FileHandle, size: number, shown: string): Promise<Uint8Array> {
  if (size > largestFile) throw tooLarge(shown);
  // One byte more tells whether it grew since.
  let buffer = Buffer.allocUnsafe(size + 1);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
    if (bytesRead === 0) return buffer.subarray(0, filled);
    filled += bytesRead;
    if (filled > largestFile) throw tooLarge(shown);
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(largestFile + 1 - filled)]);
  }
}

export function tooLarge(shown: string): TeamFileError {
  return new TeamFileError("too-large", shown, `\`${shown}\` is larger than ${largestFile / 1024 / 1024} MiB.`);
}
