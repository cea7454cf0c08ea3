import { realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, parse, relative, resolve, sep } from "node:path";
import { PathError } from "./path-error";
import type { WrittenPath } from "./path-syntax";
import { visibleShort } from "./visible-text";
import type { Root } from "./workspace";

/** A root together with the spelling under which the person opened it, which may go through links. */
export interface OpenedRoot {
  readonly root: Root;
  readonly real: WrittenPath;
  readonly given: WrittenPath;
}

/** Resolves the opened folders; the same folder twice is one root. @throws PathError when one is missing or no folder. */
export async function openRoots(folders: readonly string[]): Promise<readonly OpenedRoot[]> {
  const opened: OpenedRoot[] = [];
  const names = new Set<string>();
  for (const folder of folders) {
    const path = await realFolder(folder);
    if (opened.some(({ root }) => root.path === path)) continue;
    const name = uniqueName(basename(path) || "root", names);
    opened.push({ root: { name, path }, real: writtenFolder(path), given: writtenFolder(resolve(folder)) });
  }
  return opened;
}

/** The innermost root that holds a path whose links are resolved: roots may lie inside each other. */
export function rootOf(roots: readonly OpenedRoot[], realPath: string): Root | undefined {
  return roots
    .map(({ root }) => root)
    .filter((root) => isWithin(root.path, realPath))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

/** Whether `path` is `folder` or below it. Both have their links resolved, so their letters' case is the disk's own. */
export function isWithin(folder: string, path: string): boolean {
  const difference = relative(folder, path);
  return difference !== ".." && !difference.startsWith(`..${sep}`) && !isAbsolute(difference);
}

/** The name of a place everywhere in the product, see `Location.path`. */
export function workspacePath(roots: readonly OpenedRoot[], root: Root, realPath: string): string {
  const below = relative(root.path, realPath).replaceAll(sep, "/");
  if (roots.length === 1) return below || ".";
  return below === "" ? root.name : `${root.name}/${below}`;
}

/** An absolute path of the person's own or of a link, as volume and segments. */
export function writtenFolder(absolute: string): WrittenPath {
  const { root } = parse(absolute);
  const segments = absolute.slice(root.length).split(sep).filter(Boolean);
  return { kind: "absolute", volume: root.split(sep).filter(Boolean).join(sep), segments };
}

async function realFolder(folder: string): Promise<string> {
  try {
    const path = await realpath(resolve(folder));
    if ((await stat(path)).isDirectory()) return path;
  } catch {
    throw new PathError("missing", visibleShort(folder), `There is no folder \`${visibleShort(folder)}\`.`);
  }
  throw new PathError("not-a-directory", visibleShort(folder), `\`${visibleShort(folder)}\` is not a folder.`);
}

/** Compared without case, so that the names stay apart on every platform. */
function uniqueName(base: string, taken: Set<string>): string {
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}-${number}`;
  taken.add(name.toLowerCase());
  return name;
}
