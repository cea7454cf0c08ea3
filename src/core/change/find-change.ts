import type { PipelineMapper } from "../pipeline/mapper";
import { automaticBase, type BaseCommit, headBase, namedBase } from "../workspace/git/base-commit";
import { GitError, openRepository, type Repository } from "../workspace/git/repository";
import { visible } from "../workspace/visible-text";
import type { Root, Workspace } from "../workspace/workspace";
import { type Change, ChangeError } from "./change";
import { type ChangeFacts, changeFacts, chooser } from "./change-facts";
import { type ComparedFile, compareFiles, hashOfFiles } from "./compared-files";
import { engineChanges } from "./engine-changes";
import { unifiedDiff } from "./unified-diff";

export interface ChangePorts {
  readonly workspace: Workspace;
  readonly mapPipeline: PipelineMapper;
}

export interface ChangeOptions {
  /** Revision to compare with; default: where the branch left the default branch, else HEAD. */
  readonly base?: string;
  /** Patterns (minimatch) of files whose functions all count as engine code, relative to the root. */
  readonly globs: readonly string[];
}

/**
 * How the working tree of a root differs from its base. Nothing of the repository is executed, and nothing is written.
 * @throws ChangeError when there is nothing to compare or to be found, and the signal's reason
 */
export async function findChange(
  root: Root,
  ports: ChangePorts,
  options: ChangeOptions,
  signal: AbortSignal,
): Promise<Change> {
  const { change, base } = await findChangeFacts(root, ports, options, signal);
  if (change !== undefined) return change;
  throw new ChangeError("nothing-changed", `Nothing differs from ${visible(base.revision)}.`, nothingHint(base));
}

/** The same with what lenses of open documents need; a tree without a change has facts too. @throws ChangeError */
export async function findChangeFacts(
  root: Root,
  { workspace, mapPipeline }: ChangePorts,
  { base: named, globs }: ChangeOptions,
  signal: AbortSignal,
): Promise<ChangeFacts> {
  return await asChangeErrors(async () => {
    const repository = await openRepository(root, signal);
    const { base, files } = await chosen(repository, workspace, named);
    const isChosen = chooser(globs, root, workspace);
    const engine = await engineChanges(files, workspace, mapPipeline, { globs, isChosen }, signal);
    const { branch } = repository;
    const isOurs = chooser(["**"], root, workspace);
    const change: Change = {
      root,
      base,
      ...(branch !== undefined && { branch }),
      files: files.map(({ path, state, basePath }) => ({ path, state, ...(basePath !== undefined && { basePath }) })),
      functions: engine.functions.filter(({ place }) => isOurs(place.path)),
      diff: unifiedDiff(files),
      hash: hashOfFiles(base.commit, files),
    };
    return changeFacts({
      ...{ root, base, files, engine, isChosen, workspace },
      change: files.length > 0 ? change : undefined,
    });
  });
}

/**
 * Refuses a change that is not what the working tree has by now: a person may have looked at it for a while.
 * @param workspace its root as a workspace of its own
 * @param prefix what paths of the change begin with besides
 * @throws ChangeError
 */
export async function requireCurrent(
  { root, base, hash }: Change,
  workspace: Workspace,
  prefix: string,
  signal: AbortSignal,
): Promise<void> {
  const files = await asChangeErrors(async () =>
    compareFiles(base.commit, await openRepository(root, signal), workspace),
  );
  const named = files.map((file) => ({
    ...file,
    path: `${prefix}${file.path}`,
    ...(file.basePath !== undefined && { basePath: `${prefix}${file.basePath}` }),
  }));
  if (hashOfFiles(base.commit, named) === hash) return;
  throw new ChangeError("changed-again", "The code was changed since the change was read.", "Start again.");
}

async function asChangeErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitError) throw new ChangeError(codes[error.code], error.message, hints[error.code]);
    throw error;
  }
}

/** On a branch that has nothing of its own yet, what is not committed is the change. */
async function chosen(
  repository: Repository,
  workspace: Workspace,
  named: string | undefined,
): Promise<{ readonly base: BaseCommit; readonly files: readonly ComparedFile[] }> {
  const base = named ? await namedBase(repository, named) : await automaticBase(repository);
  const files = await compareFiles(base.commit, repository, workspace);
  if (files.length > 0 || base.reason !== "default-branch") return { base, files };
  const head = await headBase(repository);
  return { base: head, files: await compareFiles(head.commit, repository, workspace) };
}

const codes = {
  "no-git": "no-git",
  "no-repository": "no-repository",
  "no-commit": "no-commit",
  "no-revision": "no-revision",
  failed: "git-failed",
} as const;

const hints: Readonly<Record<GitError["code"], string>> = {
  "no-git": "Install git, or put it on the PATH, and try again.",
  "no-repository":
    "Run `git init` and commit the code as it was before the change, so that there is something to compare with.",
  "no-commit": "Commit the code as it was before the change, so that there is something to compare with.",
  "no-revision":
    "Name a branch, a tag or a commit that `git log` knows here; `git fetch --unshallow` completes a shallow clone.",
  failed: "Run `git status` in the folder to see what is wrong.",
};

function nothingHint({ note }: BaseCommit): string {
  return note ?? "Change the code, or name another base, for example the tag of the last release.";
}
