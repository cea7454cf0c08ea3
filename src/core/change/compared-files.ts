import { createHash } from "node:crypto";
import { readTexts } from "../workspace/git/blobs";
import { type Difference, differencesFrom } from "../workspace/git/differences";
import type { Repository } from "../workspace/git/repository";
import { hashFile } from "../workspace/hash-file";
import { PathError } from "../workspace/path-error";
import { isTeamRecord } from "../workspace/team-files/places";
import type { Root, Workspace } from "../workspace/workspace";
import type { ChangedFile } from "./change";
import { findRenames } from "./renames";

/** A changed file with its texts, as far as they are texts that may be read. */
export interface ComparedFile extends ChangedFile {
  readonly before?: string;
  readonly after?: string;
  /** Why the contents cannot be shown. */
  readonly hidden?: string;
  /** Identifies what the working tree has. */
  readonly content: string;
  /** Object in the base. */
  readonly baseId?: string;
}

/** What differs between the commit and the working tree, in the order of the paths. @throws GitError */
export async function compareFiles(
  commit: string,
  repository: Repository,
  workspace: Workspace,
): Promise<readonly ComparedFile[]> {
  const nameOf = (path: string) => workspacePathOf(path, repository.root, workspace);
  const found = await differencesFrom(commit, repository, isLeftOut);
  const shown = found.filter(({ path, baseId }) => baseId !== undefined && !workspace.isSecret(nameOf(path)));
  const texts = await readTexts(
    shown.flatMap(({ baseId }) => baseId ?? []),
    repository,
  );
  const files: ComparedFile[] = [];
  for (const difference of found) {
    const file = await compared(difference, nameOf(difference.path), texts, workspace);
    if (file !== undefined) files.push(file);
  }
  return withRenames(files);
}

/** The name under which the workspace knows a path of one of its roots. */
function workspacePathOf(path: string, root: Root, { roots }: Pick<Workspace, "roots">): string {
  return roots.length > 1 ? `${root.name}/${path}` : path;
}

/** Whether measuring, or the agent that is asked about it, writes it. */
function isLeftOut(path: string): boolean {
  return isTeamRecord(path) || /^\.ml-engineer\/(runs\/|cache(\/|$)|comparisons\.jsonl$)/.test(path);
}

/** First 16 hex digits of a SHA-256 over the commit and what the changed files hold. */
export function hashOfFiles(commit: string, files: readonly ComparedFile[]): string {
  const state = files.map(({ path, state, basePath, content }) => [path, state, basePath ?? null, content]);
  return createHash("sha256")
    .update(JSON.stringify([commit, state]))
    .digest("hex")
    .slice(0, 16);
}

async function compared(
  { state, kind, baseId, content, path: relative }: Difference,
  path: string,
  texts: ReadonlyMap<string, string>,
  workspace: Workspace,
): Promise<ComparedFile | undefined> {
  const file = {
    path,
    state,
    content,
    ...(baseId !== undefined && { baseId }),
    ...(state !== "added" && { basePath: path }),
  };
  if (kind === "submodule") return { ...file, hidden: "a repository inside this one; it stands at another commit" };
  if (workspace.isSecret(relative)) return { ...file, hidden: "a secret; its content is not shown" };
  const before = baseId === undefined ? undefined : texts.get(baseId);
  if (baseId !== undefined && before === undefined) return { ...file, hidden: "not a text, or too large to be shown" };
  if (state === "deleted") return { ...file, ...(before !== undefined && { before }) };
  if (kind !== "file") return { ...file, hidden: kind === "link" ? "a link" : "neither a file nor a link" };
  const after = await textOf(path, workspace);
  if (after === undefined) {
    if (before !== undefined && (await isStoredElsewhere(before, path, workspace))) return undefined;
    return { ...file, hidden: "not a text, or too large to be shown" };
  }
  if (before === undefined) return { ...file, after };
  // Git itself may have converted the line ends of the whole file.
  const isConverted = hasOneLineEnd(before) && hasOneLineEnd(after);
  const [left, right] = isConverted ? [withLineFeeds(before), withLineFeeds(after)] : [before, after];
  return left === right ? undefined : { ...file, before: left, after: right };
}

async function textOf(path: string, workspace: Workspace): Promise<string | undefined> {
  try {
    return await workspace.readText(path);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

/** Whether the base holds a pointer of Git LFS to what lies in the working tree. */
async function isStoredElsewhere(pointer: string, path: string, workspace: Workspace): Promise<boolean> {
  const [, expected] =
    /^version https:\/\/git-lfs\.[^\n]*\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\n/.exec(pointer) ?? [];
  if (expected === undefined) return false;
  return (await hashFile(path, workspace)) === expected;
}

function hasOneLineEnd(text: string): boolean {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  return windows === 0 || windows === all;
}

function withLineFeeds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function withRenames(files: readonly ComparedFile[]): readonly ComparedFile[] {
  const deleted = files.filter(({ state }) => state === "deleted");
  const added = files.filter(({ state }) => state === "added");
  const renames = findRenames(
    deleted.map(({ path, before, baseId }) => ({ path, text: before, content: baseId ?? path })),
    added.map(({ path, after, content }) => ({ path, text: after, content })),
  );
  const old = new Map(deleted.map((file) => [file.path, file]));
  const gone = new Set(renames.values());
  return files.flatMap((file): readonly ComparedFile[] => {
    const source = old.get(renames.get(file.path) ?? "");
    if (source === undefined) return gone.has(file.path) ? [] : [file];
    const { baseId, before } = source;
    const base = { ...(baseId !== undefined && { baseId }), ...(before !== undefined && { before }) };
    return [{ ...file, state: "renamed", basePath: source.path, ...base }];
  });
}
