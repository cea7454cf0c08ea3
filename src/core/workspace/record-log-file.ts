import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";

export type RecordProblemKind =
  /** A name that this folder does not give to files. */
  | "invalid-name"
  | "missing"
  | "exists"
  /** Somebody else continued the file since it was read. Load it again to see how. */
  | "conflict"
  /** A link, a folder or a device stands where the file should be. */
  | "not-a-file"
  | "too-large"
  /** The system refused; the message holds its reason. */
  | "unavailable";

/** A file of records that cannot be used. The message is one sentence for people. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  readonly problem: RecordProblemKind;
  readonly file: string;

  constructor(problem: RecordProblemKind, file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
    this.file = file;
  }
}

export type OpenMode = "read" | "append" | "create";

const flags: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY,
  append: constants.O_RDWR | constants.O_APPEND,
  create: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL,
};

/**
 * Lends a regular file of the folder to `use` and closes it.
 * @throws RecordError
 */
export async function withRecordFile<Result>(
  path: string,
  name: string,
  mode: OpenMode,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  const handle = await openRecordFile(path, name, mode);
  try {
    return await use(handle);
  } catch (error) {
    throw recordErrorOf(error, name);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a regular file. Follows no link in the last place and waits for no FIFO.
 * @throws RecordError
 */
export async function openRecordFile(path: string, name: string, mode: OpenMode): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    // Windows has neither of the two flags: there the name is looked at first.
    if (constants.O_NOFOLLOW === undefined && mode !== "create") await refuseLink(path, name);
    handle = await open(path, flags[mode] | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    throw recordErrorOf(error, name);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notAFile(name);
}

/** The file system's error in the words of this folder. Other errors come back as they are. */
export function recordErrorOf(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof RecordError) return error;
  const cause = { cause: error };
  switch (error.code) {
    case "ENOENT":
      return new RecordError("missing", name, `There is no ${name} any more.`, cause);
    case "EEXIST":
      return new RecordError("exists", name, `${name} exists already.`, cause);
    case "ELOOP":
    case "EISDIR":
    case "ENXIO":
      return notAFile(name);
    default:
      return new RecordError("unavailable", name, `${name} cannot be used (${String(error.code)}).`, cause);
  }
}

async function refuseLink(path: string, name: string): Promise<void> {
  if ((await lstat(path)).isSymbolicLink()) throw notAFile(name);
}

function notAFile(name: string): RecordError {
  return new RecordError("not-a-file", name, `${name} is not a regular file, so it is not used.`);
}
