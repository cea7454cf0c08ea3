import { join } from "node:path";
import type { ImportRequest } from "./importer";

/**
 * What is below a folder and no folder itself, sorted by name. A link is among them, since corpora are often made of links
 * to files, but those to folders are not followed; whether it may be read is decided when it is opened. @throws PathError
 */
export async function* filesBelow(
  folder: string,
  request: Pick<ImportRequest, "files" | "signal">,
  depth = 0,
): AsyncGenerator<string> {
  request.signal.throwIfAborted();
  const entries = await request.files.readDirectory(folder);
  for (const { name, kind } of entries) {
    const path = join(folder, name);
    if (kind !== "directory") yield path;
    else if (depth < deepest) yield* filesBelow(path, request, depth + 1);
  }
}

const deepest = 32;

export const audioEnding = /\.(?:wav|flac|ogg|opus|mp3)$/i;

/** The path without folder and ending. */
export function stemOf(path: string): string {
  return path.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
}
