import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import { GitError, openRepository, type Repository } from "./repository";
import { WorktreeError } from "./worktree-error";

/** What a worktree is made from. Absolute paths have their links resolved. */
export interface WorktreeSource {
  readonly repository: Repository;
  /** Full id. */
  readonly commit: string;
  /** The working tree that the root lies in. */
  readonly top: string;
  /** The root below it, with forward slashes; empty when they are the same. */
  readonly prefix: string;
  /** Git's data of all worktrees. */
  readonly commonFolder: string;
  /** Where git keeps a folder for each further worktree. */
  readonly registry: string;
}

/** @throws WorktreeError */
export async function findSource(root: Root, commit: string, signal: AbortSignal): Promise<WorktreeSource> {
  try {
    const repository = await openRepository(root, signal);
    const tell = async (question: string) =>
      (await repository.read(["rev-parse", question])).output.replace(/\r?\n$/, "");
    const id = commit.startsWith("-")
      ? undefined
      : await repository.ask(["rev-parse", "--quiet", "--verify", `${commit}^{commit}`]);
    if (id === undefined) throw await missingCommit(commit, repository);
    const commonFolder = await realpath(resolve(root.path, await tell("--git-common-dir")));
    return {
      repository,
      commit: id,
      top: await realpath(await tell("--show-toplevel")),
      prefix: (await tell("--show-prefix")).replace(/\/$/, ""),
      commonFolder,
      registry: join(commonFolder, "worktrees"),
    };
  } catch (error) {
    throw asWorktreeError(error);
  }
}

/** What git says while it is being read, with what to do; everything else as it is. */
export function asWorktreeError(error: unknown): unknown {
  if (!(error instanceof GitError)) return error;
  return new WorktreeError(problems[error.code], error.message, hints[error.code]);
}

async function missingCommit(commit: string, repository: Repository): Promise<WorktreeError> {
  const isShallow = (await repository.ask(["rev-parse", "--is-shallow-repository"])) === "true";
  const hint = isShallow
    ? "This clone is shallow: `git fetch --unshallow` gets what is missing."
    : "Fetch it, or choose another base.";
  return new WorktreeError("no-commit", `There is no commit \`${visibleShort(commit, 80)}\` in this repository.`, hint);
}

const problems = {
  "no-git": "no-git",
  "no-repository": "no-repository",
  "no-commit": "no-commit",
  "no-revision": "no-commit",
  failed: "failed",
} as const;

const hints = {
  "no-git": "Install git.",
  "no-repository": "Open a folder of a git repository.",
  "no-commit": "Commit something first.",
  "no-revision": "Choose another base.",
  failed: "Look what `git status` says in this folder.",
} as const;
