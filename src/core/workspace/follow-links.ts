import { lstat, readlink } from "node:fs/promises";
import { dirname, isAbsolute, join, parse, sep } from "node:path";
import { contains } from "./path-syntax";
import { isWithin, type OpenedRoot, rootOf, writtenFolder } from "./roots";

/** Where a walk ended: at a path that exists, at a missing name, or at a step that leaves the roots. */
export interface Walk {
  readonly outcome: "found" | "outside" | "missing" | "not-a-directory" | "unreadable" | "link-loop";
  /** Absolute. Without links when `found`. */
  readonly path: string;
}

/**
 * Follows `segments` from a root's real folder one by one, reading each link. In contrast to the system's `realpath` it
 * never looks at anything outside the roots, so that an answer cannot tell what exists there: a link that leads out
 * ends the walk at once, even if its target links back in.
 */
export async function followLinks(
  roots: readonly OpenedRoot[],
  start: string,
  segments: readonly string[],
): Promise<Walk> {
  const pending = [...segments];
  let current = start;
  let links = 0;
  for (let segment = pending.shift(); segment !== undefined; segment = pending.shift()) {
    // The current folder has no links in it any more, so its parent is the one in its name.
    current = segment === ".." ? dirname(current) : join(current, segment);
    if (rootOf(roots, current) === undefined) {
      if (leadsToRoot(roots, current)) continue;
      return { outcome: "outside", path: current };
    }
    if (segment === "..") continue;
    const status = await linkStatus(current);
    if (status !== "link") {
      if (status === "other") continue;
      return { outcome: status, path: current };
    }
    if (++links > mostLinks) return { outcome: "link-loop", path: current };
    const target = await readlink(current).catch(() => undefined);
    if (target === undefined) return { outcome: "unreadable", path: current };
    if (isAbsolute(target)) {
      const [folder, rest] = absoluteTarget(roots, target);
      current = folder;
      pending.unshift(...rest);
    } else {
      current = dirname(current);
      pending.unshift(...segmentsOf(target));
    }
  }
  return { outcome: rootOf(roots, current) === undefined ? "outside" : "found", path: current };
}

/** As many as Linux follows. */
const mostLinks = 40;

/** Folders above a root are known to exist and to be no links, since the root's own path is resolved. */
function leadsToRoot(roots: readonly OpenedRoot[], path: string): boolean {
  return roots.some(({ root }) => isWithin(path, root.path));
}

/** A link may name a root by the spelling under which it was opened. */
function absoluteTarget(roots: readonly OpenedRoot[], target: string): readonly [string, readonly string[]] {
  const written = writtenFolder(target);
  const alias = written.segments.includes("..")
    ? undefined
    : roots.find(({ given }) => contains(given, written, process.platform));
  if (alias !== undefined) return [alias.root.path, written.segments.slice(alias.given.segments.length)];
  return [parse(target).root, segmentsOf(target.slice(parse(target).root.length))];
}

function segmentsOf(path: string): readonly string[] {
  return path.split(sep === "\\" ? /[\\/]/ : sep).filter((segment) => segment !== "" && segment !== ".");
}

async function linkStatus(path: string): Promise<"link" | "other" | "missing" | "not-a-directory" | "unreadable"> {
  try {
    return (await lstat(path)).isSymbolicLink() ? "link" : "other";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENAMETOOLONG") return "missing";
    return code === "ENOTDIR" ? "not-a-directory" : "unreadable";
  }
}
