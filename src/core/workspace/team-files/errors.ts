import { TeamFileError } from "../team-files";

/** The file system's error about `path` (a workspace path) as one of this door. Others come back as they are. */
export function teamFileErrorOf(error: unknown, path: string): unknown {
  if (error instanceof TeamFileError || !(error instanceof Error) || !("code" in error)) return error;
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new TeamFileError(
        "full",
        path,
        `No space is left to write \`${path}\`.`,
        "Free some space and try again.",
      );
    case "EEXIST":
      return new TeamFileError("exists", path, `\`${path}\` exists already.`);
    case "ENOENT":
      return new TeamFileError("missing", path, `There is no \`${path}\` any more.`);
    case "ENAMETOOLONG":
      return new TeamFileError("invalid-name", path, `The name of \`${path}\` is too long for this disk.`);
    case "ELOOP":
    case "EISDIR":
    case "ENXIO":
      return notARegularFile(path);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new TeamFileError(
        "unwritable",
        path,
        `\`${path}\` cannot be written: the system does not permit it (${error.code}).`,
        "Check the permissions of the folder.",
      );
    default:
      return new TeamFileError("unwritable", path, `\`${path}\` cannot be used (${String(error.code)}).`);
  }
}

export function notARegularFile(path: string): TeamFileError {
  return new TeamFileError(
    "link",
    path,
    `\`${path}\` is a link or no regular file, so it is not used.`,
    "Put a regular file in its place.",
  );
}

export function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
