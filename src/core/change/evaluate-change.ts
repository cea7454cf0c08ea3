import { join } from "node:path";
import { evaluate, type RunPorts, type RunRequest } from "../measurement/runs/evaluate";
import type { RunEvent } from "../measurement/runs/events";
import type { SourceTree } from "../measurement/source-tree";
import { codeHashes } from "../workspace/git/code-hashes";
import { addWorktree, type Worktree } from "../workspace/git/worktree";
import { WorktreeError } from "../workspace/git/worktree-error";
import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";
import { type Change, ChangeError } from "./change";
import { configurationPath, dataHashOf } from "./data-hash";
import { requireCurrent } from "./find-change";

export interface ChangeRequest extends Omit<RunRequest, "change" | "engines" | "shard"> {
  readonly change: Change;
  /** Name in the configuration. */
  readonly engine: string;
  /** Where the configuration was read; default: its usual place. */
  readonly configurationPath?: string;
}

export interface ChangePorts extends RunPorts {
  /** The root of the change as a workspace of its own: the working tree. */
  readonly workspace: Workspace;
  /** A private folder of ours, outside of the repository. */
  readonly storage: string;
  /** Opens a folder of ours, trusted as the working tree is. @param linkedFolders see {@link Workspace.linkedFolders} */
  open(folder: string, linkedFolders: readonly string[]): Promise<Workspace>;
}

/** What both sides have from the working tree: the measuring apparatus is the same for both. */
const apparatus = ".ml-engineer";
/** Names in it that are no part of an engine: what runs wrote, and what has hashes of its own. */
const results = ["runs", "cache", "comparisons.jsonl"];

/**
 * Measures what a change does: the engine in a worktree of the base against the engine in the working tree, on the same
 * clips. The worktree goes when the run ends, however it ends, so whoever does not read all events has to return the
 * generator. Configuration, runner and test sets are those of the working tree, so the base needs none.
 * @throws ChangeError when there is no code to compare, WorktreeError, and what `evaluate` throws
 */
export async function* evaluateChange(
  { change, engine, configurationPath: path = configurationPath, ...request }: ChangeRequest,
  { storage, open, ...ports }: ChangePorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const prefix = await namePrefix(change, ports.workspace);
  const own = (path: string) => (path.startsWith(prefix) ? path.slice(prefix.length) : path);
  await requireCurrent(change, ports.workspace, prefix, signal);
  const files = change.files
    .map(({ path, basePath, state }) => ({
      path: own(path),
      ...(basePath !== undefined && { basePath: own(basePath) }),
      state,
    }))
    .filter(({ path }) => !path.startsWith(`${apparatus}/`));
  if (files.length === 0) {
    throw new ChangeError(
      "nothing-changed",
      `Only how it is measured differs from ${change.base.revision}, not the code.`,
      `Both sides run with the \`${apparatus}/\` of the working tree: change the code of the project, or compare two engines of the configuration.`,
    );
  }
  const worktree = await addWorktree(change.root, change.base.commit, join(storage, "worktrees"), signal);
  let isRemoved = false;
  try {
    await worktree.overlay(
      apparatus,
      results.map((name) => `${apparatus}/${name}`),
    );
    const shared = { folder: apparatus, leftOut: [...results, "evaluation.json", ".gitignore"] };
    const hashes = await codeHashes(change.root, change.base.commit, shared, signal);
    const before: SourceTree = {
      side: "before",
      workspace: await open(worktree.path, worktree.linkedFolders),
      ...(hashes.before !== undefined && { codeHash: hashes.before }),
      gaps: worktree.gaps,
      changed: files.flatMap(({ basePath }) => basePath ?? []),
      environment: worktree.environment,
    };
    const after: SourceTree = {
      side: "after",
      workspace: ports.workspace,
      ...(hashes.after !== undefined && { codeHash: hashes.after }),
      changed: files.flatMap(({ path, state }) => (state === "deleted" ? [] : path)),
      // The same for both sides, or what it costs would count as the change's.
      environment: worktree.environment,
    };
    const record = {
      ...recordOf(change, engine),
      files: files.map(({ path, basePath }) => ({ path, ...(basePath !== undefined && { basePath }) })),
      functions: change.functions.map(({ name, place }) => ({ path: own(place.path), name })),
      dataHash: await dataHashOf(request.configuration, ports.workspace, path),
    };
    const measured = {
      trees: [before, after] as const,
      record,
      storage: worktree.scratch,
      changedSince: hashes.changedSince,
    };
    for await (const event of evaluate({ ...request, change: measured }, ports, signal)) {
      yield event;
      // Not before: until then it is asked what is to run.
      if (event.type === "started") for (const message of worktree.notes) yield { type: "notice", message };
    }
    isRemoved = true;
    const message = await remnantOf(worktree);
    if (message !== undefined) yield { type: "notice", message };
  } finally {
    if (!isRemoved) await remnantOf(worktree);
  }
}

/** Removes the worktree. What it cannot remove is a sentence and hides neither a run nor an error: the next run tries again. */
async function remnantOf(worktree: Worktree): Promise<string | undefined> {
  try {
    await worktree.remove();
    return undefined;
  } catch (error) {
    if (!(error instanceof WorktreeError)) throw error;
    return `${error.message} ${error.hint}`;
  }
}

/** What a window with several folders puts before paths of the change, which are called without it where the root is alone. */
async function namePrefix({ files, root }: Change, workspace: Workspace): Promise<string> {
  const prefix = `${root.name}/`;
  const paths = files.map(({ path }) => path);
  const isPrefixed = paths.every((path) => path.startsWith(prefix)) && !(await isAnyThere(paths, workspace));
  return isPrefixed ? prefix : "";
}

async function isAnyThere(paths: readonly string[], workspace: Workspace): Promise<boolean> {
  for (const path of paths) {
    try {
      await workspace.locate(path);
      return true;
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
    }
  }
  return false;
}

function recordOf({ base, branch, hash }: Change, engine: string) {
  const { commit, revision, subject } = base;
  return { base: { commit, revision, subject }, ...(branch !== undefined && { branch }), engine, codeHash: hash };
}
