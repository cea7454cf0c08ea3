import { lstat, realpath } from "node:fs/promises";
import { followLinks } from "./follow-links";
import { PathError } from "./path-error";
import { contains, outside, parsePath, type WrittenPath } from "./path-syntax";
import { type OpenedRoot, rootOf, workspacePath } from "./roots";
import { visibleShort } from "./visible-text";
import type { Location } from "./workspace";

/** From what was asked for to a file or folder inside a root. @throws PathError */
export async function locate(roots: readonly OpenedRoot[], input: string): Promise<Location> {
  const written = parsePath(input, process.platform);
  if (written.kind === "absolute") return await locateBelow(roots, absoluteStart(roots, input, written), input);
  const [root] = roots;
  if (root === undefined) throw new PathError("missing", visibleShort(input), "No folder is open.");
  if (roots.length === 1) return await locateBelow(roots, { root, segments: written.segments }, input);
  return await locateAmongRoots(roots, input, written.segments);
}

/** A root, and what follows it in a path. */
interface Start {
  readonly root: OpenedRoot;
  readonly segments: readonly string[];
}

/** Any root will do that the path lies in: where it ends decides which root it belongs to. */
function absoluteStart(roots: readonly OpenedRoot[], input: string, written: WrittenPath): Start {
  for (const root of roots) {
    const folder = [root.real, root.given].find((outer) => contains(outer, written, process.platform));
    if (folder !== undefined) return { root, segments: written.segments.slice(folder.segments.length) };
  }
  throw outside(input);
}

/** `folder/path` names a root first. A bare path will do when only one root has it. */
async function locateAmongRoots(
  roots: readonly OpenedRoot[],
  input: string,
  segments: readonly string[],
): Promise<Location> {
  const names = roots.map(({ root }) => visibleShort(root.name)).join(", ");
  const [first, ...rest] = segments;
  if (first === undefined) {
    throw new PathError(
      "invalid",
      visibleShort(input),
      `Several folders are open: ${names}.`,
      "Start with one of them.",
    );
  }
  const named = roots.find(({ root }) => root.name === first);
  const asNamed = named && (await attempt(roots, { root: named, segments: rest }, input));
  if (asNamed !== undefined && !isMissing(asNamed)) return unwrap(asNamed);
  const tries = await Promise.all(roots.map((root) => attempt(roots, { root, segments }, input)));
  // Nested roots reach the same file twice.
  const found = new Map(
    tries.flatMap((result) => (result instanceof PathError ? [] : [[result.path, result] as const])),
  );
  const [only] = found.values();
  if (only === undefined) {
    return unwrap(tries.find((result) => !isMissing(result)) ?? missing(input, `Open folders: ${names}.`));
  }
  if (found.size === 1) return only;
  throw new PathError(
    "invalid",
    visibleShort(input),
    `\`${visibleShort(input)}\` exists in several folders.`,
    `Write one of ${[...found.keys()].map((path) => `\`${visibleShort(path)}\``).join(", ")}.`,
  );
}

async function attempt(roots: readonly OpenedRoot[], start: Start, input: string): Promise<Location | PathError> {
  try {
    return await locateBelow(roots, start, input);
  } catch (error) {
    if (error instanceof PathError) return error;
    throw error;
  }
}

function isMissing(result: Location | PathError): boolean {
  return result instanceof PathError && (result.problem === "missing" || result.problem === "not-a-directory");
}

function unwrap(result: Location | PathError): Location {
  if (result instanceof PathError) throw result;
  return result;
}

async function locateBelow(roots: readonly OpenedRoot[], { root, segments }: Start, input: string): Promise<Location> {
  const walk = await followLinks(roots, root.root.path, segments);
  const shown = visibleShort(input);
  switch (walk.outcome) {
    case "found":
      return await describe(roots, walk.path, input);
    case "outside":
      throw new PathError(
        "outside",
        shown,
        `\`${shown}\` leads outside the workspace through a link.`,
        "Links are followed inside the opened folders only; ask the person to open that folder as well.",
      );
    case "missing":
      throw missing(input);
    case "not-a-directory":
      throw new PathError("not-a-directory", shown, `In \`${shown}\` a file stands where a folder is needed.`);
    case "unreadable":
      throw unreadable(input);
    case "link-loop":
      throw new PathError("unreadable", shown, `\`${shown}\` is a link that leads back to itself.`);
  }
}

/** The system's own resolution comes last: it knows the disk's spelling of names, and is a second fence against links. */
async function describe(roots: readonly OpenedRoot[], path: string, input: string): Promise<Location> {
  const status = await realpath(path)
    .then(async (realPath) => ({ realPath, entry: await lstat(realPath) }))
    .catch(() => undefined);
  if (status === undefined) throw missing(input);
  const { realPath, entry } = status;
  const root = rootOf(roots, realPath);
  if (root === undefined) throw outside(input);
  return {
    root,
    path: workspacePath(roots, root, realPath),
    realPath,
    kind: entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "other",
    size: entry.size,
    modified: entry.mtimeMs,
  };
}

function missing(input: string, hint?: string): PathError {
  return new PathError("missing", visibleShort(input), `\`${visibleShort(input)}\` does not exist.`, hint);
}

export function unreadable(input: string): PathError {
  return new PathError("unreadable", visibleShort(input), `\`${visibleShort(input)}\` may not be read.`);
}
