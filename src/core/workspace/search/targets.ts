import { sep } from "node:path";
import { PathError } from "../path-error";
import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import type { SearchDependencies } from "./dependencies";
import { comparePaths } from "./path-order";

/** One folder or file to search or list. Plain data, so that it can be sent to a worker. */
export interface Target {
  readonly root: Root;
  /** Relative to the root with forward slashes; empty for the root itself. */
  readonly below: string;
  readonly kind: "file" | "directory";
  /** What stands before a path relative to the root in workspace paths: nothing, or the name of the root and a slash. */
  readonly prefix: string;
  /** Other roots inside this one, relative to it: they are targets of their own. */
  readonly innerRoots: readonly string[];
}

/**
 * What `under` means: one file or folder, or every root, in the order of workspace paths. Links are resolved and confined
 * here, because ripgrep follows a link that it is handed, and hangs on a FIFO.
 * @throws PathError
 */
export async function targetsOf(
  dependencies: SearchDependencies,
  under: string | undefined,
): Promise<readonly Target[]> {
  const { roots } = dependencies;
  const prefixOf = (root: Root) => (roots.length > 1 ? `${root.name}/` : "");
  if (under === undefined || (under === "." && roots.length > 1)) {
    return roots
      .map((root) => ({
        root,
        below: "",
        kind: "directory" as const,
        prefix: prefixOf(root),
        innerRoots: inside(root, roots),
      }))
      .sort((one, other) => comparePaths(one.prefix, other.prefix));
  }
  const { root, realPath, kind } = await dependencies.locate(under);
  if (kind === "other") {
    const shown = visibleShort(under);
    throw new PathError("not-a-file", shown, `\`${shown}\` is neither a file nor a folder.`);
  }
  return [{ root, below: relativeTo(root, realPath), kind, prefix: prefixOf(root), innerRoots: [] }];
}

/** A path relative to the root as one relative to the target, which is what globs are compared with. */
export function relativeToTarget(target: Target, path: string): string {
  return target.below === "" ? path : path.slice(target.below.length + 1);
}

function inside(root: Root, roots: readonly Root[]): readonly string[] {
  const start = folderStart(root);
  return roots.filter((other) => other.path.startsWith(start)).map((other) => relativeTo(root, other.path));
}

function relativeTo(root: Root, realPath: string): string {
  return realPath.slice(folderStart(root).length).replaceAll(sep, "/");
}

function folderStart(root: Root): string {
  return root.path.endsWith(sep) ? root.path : root.path + sep;
}
