import { readdir } from "node:fs/promises";
import { locate, unreadable } from "./locate";
import { type OpenFailure, openRegularFile, withFolder } from "./open-file";
import { PathError } from "./path-error";
import type { OpenedRoot } from "./roots";
import { isSecretPath, secretError } from "./secrets";
import { visibleShort } from "./visible-text";
import type { FolderEntry, Location, OpenFile } from "./workspace";

/** Opens a regular file inside one of the roots. @throws PathError, also for the secrets list */
export async function openConfined(roots: readonly OpenedRoot[], input: string): Promise<OpenFile> {
  return await retrying(roots, input, async (location) => {
    // A link's own name counts as much as its target's.
    if (isSecretPath(input) || isSecretPath(location.path)) throw secretError(input);
    return await openRegularFile(location);
  });
}

/** Names in a folder inside one of the roots, sorted, links not followed. @throws PathError */
export async function readConfinedFolder(roots: readonly OpenedRoot[], input: string): Promise<readonly FolderEntry[]> {
  const entries = await retrying(roots, input, (location) =>
    withFolder(location, (path) => readdir(path, { withFileTypes: true })),
  );
  return entries
    .map((entry) => ({
      name: entry.name,
      kind: entry.isFile() ? ("file" as const) : entry.isDirectory() ? ("directory" as const) : ("other" as const),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Each attempt is checked anew, so trying again is safe; an editor that saves by renaming loses the race rarely twice. */
const attempts = 3;

async function retrying<Result extends object>(
  roots: readonly OpenedRoot[],
  input: string,
  use: (location: Location) => Promise<Result | OpenFailure>,
): Promise<Result> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const result = await use(await locate(roots, input));
    if (typeof result !== "string") return result;
    if (result !== "changed") throw failed(input, result);
  }
  throw failed(input, "changed");
}

function failed(input: string, failure: OpenFailure): PathError {
  const shown = visibleShort(input);
  switch (failure) {
    case "changed":
      return new PathError("unreadable", shown, `\`${shown}\` changed while it was being opened.`, "Try again.");
    case "not-a-file":
      return new PathError("not-a-file", shown, `\`${shown}\` is not a regular file.`);
    case "not-a-directory":
      return new PathError("not-a-directory", shown, `\`${shown}\` is not a folder.`);
    case "unreadable":
      return unreadable(input);
  }
}
