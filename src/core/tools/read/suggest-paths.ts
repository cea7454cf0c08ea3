import { visibleShort } from "../../workspace/visible-text";
import type { Workspace } from "../../workspace/workspace";
import { editDistance } from "./edit-distance";

/**
 * Paths that a path without a file was probably meant to be: another spelling of it, near names in its folder, the same
 * name elsewhere. Only what is inside the workspace is looked at, so an answer tells nothing about the rest of the disk.
 */
export async function suggestPaths(
  workspace: Workspace,
  input: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const spellings = await existing(workspace, otherSpellings(input));
  if (spellings.length > 0) return spellings;
  const parts = input.replaceAll("\\", "/").split("/").filter(Boolean);
  const name = parts.pop();
  if (name === undefined || name.length > longestName) return [];
  const [near, elsewhere] = await Promise.all([
    nearNames(workspace, input.startsWith("/") ? `/${parts.join("/")}` : parts.join("/") || ".", name),
    sameNameElsewhere(workspace, name, signal),
  ]);
  return [...new Set([...near, ...elsewhere])].slice(0, mostSuggestions);
}

/** A sentence for a hint, or undefined when there is nothing to suggest. */
export function didYouMean(paths: readonly string[]): string | undefined {
  const shown = paths.map((path) => `\`${visibleShort(path)}\``);
  return shown.length === 0 ? undefined : `Did you mean ${shown.join(" or ")}?`;
}

const mostSuggestions = 5;
const longestName = 255;
/** Entries of a folder that are compared; more than that is no folder in which people make typing errors. */
const mostEntries = 5000;
/** Milliseconds for looking in other folders. */
const patience = 1500;

/** `path:line`, backslashes, quotes around it, and a slash in front as if the workspace were the whole disk. */
function otherSpellings(input: string): readonly string[] {
  const bare = input.trim().replace(/^(["'`])(.*)\1$/, "$2");
  const spellings = [
    bare,
    bare.replace(/(?::\d+)+(?:-\d+)?$/, ""),
    bare.replaceAll("\\", "/"),
    bare.replace(/^\/+/, ""),
  ];
  return [...new Set(spellings)].filter((spelling) => spelling !== input && spelling !== "");
}

async function existing(workspace: Workspace, inputs: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    inputs.map((input) =>
      workspace.locate(input).then(
        ({ kind, path }) => (kind === "file" ? [path] : []),
        () => [],
      ),
    ),
  );
  return [...new Set(found.flat())];
}

async function nearNames(workspace: Workspace, folder: string, name: string): Promise<readonly string[]> {
  try {
    const { path } = await workspace.locate(folder);
    const entries = (await workspace.readDirectory(folder)).filter(({ kind }) => kind !== "other");
    const folded = name.toLowerCase();
    const farthest = Math.max(2, Math.floor(name.length / 3));
    const near = entries
      .slice(0, mostEntries)
      .map((entry) => ({ name: entry.name, distance: editDistance(entry.name.toLowerCase(), folded) }))
      .filter(({ distance }) => distance <= farthest);
    const nearest = Math.min(...near.map(({ distance }) => distance));
    return near
      .filter(({ distance }) => distance === nearest)
      .slice(0, 3)
      .map((entry) => (path === "." ? entry.name : `${path}/${entry.name}`));
  } catch {
    return [];
  }
}

async function sameNameElsewhere(workspace: Workspace, name: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const { paths } = await workspace.files({
      globs: [`**/${name.replace(/[*?[\]{}()!+@\\]/g, "\\$&")}`],
      limit: 3,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    return paths;
  } catch {
    return [];
  }
}
