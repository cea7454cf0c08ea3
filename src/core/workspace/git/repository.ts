import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import { findGit } from "./find-git";
import { type GitOutcome, runGit } from "./run-git";

/** Why a repository cannot be read. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly code: "no-git" | "no-repository" | "no-commit" | "no-revision" | "failed";

  constructor(code: GitError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** The repository that a root lies in, for reading. Paths of commands and answers are relative to the root. */
export interface Repository {
  readonly root: Root;
  /** Absolute path of git. */
  readonly program: string;
  /** Full id of the commit that is checked out. */
  readonly head: string;
  /** Absent on a detached HEAD. */
  readonly branch?: string;
  /** What a reading command wrote. @throws GitError, and the signal's reason */
  read(command: readonly string[], input?: string): Promise<GitOutcome>;
  /** The same as one trimmed text; undefined when the command ends with an error. */
  ask(command: readonly string[], folder?: string): Promise<string | undefined>;
}

/** @throws GitError when there is no git, no repository, or no commit in it */
export async function openRepository(root: Root, signal: AbortSignal): Promise<Repository> {
  const program = await findGit(process.env.PATH ?? "", [root.path]);
  if (program === undefined) throw new GitError("no-git", "There is no git program on this machine.");
  const run = async (command: readonly string[], input: string, workingFolder = root.path) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
    const outcome = await runGit({
      program,
      workingFolder,
      command,
      input,
      mostOutput: largestOutput,
      signal: deadline,
    });
    signal.throwIfAborted();
    return outcome;
  };
  const repository = {
    root,
    program,
    async read(command: readonly string[], input = "") {
      const outcome = await run(command, input);
      if (outcome.exitCode === 0) return outcome;
      throw failureOf(outcome);
    },
    async ask(command: readonly string[], folder?: string) {
      const outcome = await run(command, "", folder);
      if (outcome.exitCode === undefined) throw failureOf(outcome);
      return outcome.exitCode === 0 ? outcome.output.trim() : undefined;
    },
  };
  const inside = await repository.read(["rev-parse", "--is-inside-work-tree"]);
  if (inside.output.trim() !== "true") {
    throw new GitError("no-repository", "The folder lies in git's own data and not in files that are checked out.");
  }
  const head = await repository.ask(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);
  if (head === undefined) throw new GitError("no-commit", "The repository has no commit yet.");
  const branch = await repository.ask(["symbolic-ref", "--quiet", "--short", "HEAD"]);
  return { ...repository, head, ...(branch !== undefined && { branch }) };
}

/** Milliseconds for one command. */
const longest = 30_000;
const largestOutput = 64 * 1024 * 1024;

function failureOf({ exitCode, errors, isCut, isStopped }: GitOutcome): GitError {
  if (/not a git repository/i.test(errors)) return new GitError("no-repository", "The folder is in no git repository.");
  if (isCut) return new GitError("failed", "Git had more to say than can be read.");
  if (isStopped) return new GitError("failed", `Git did not answer within ${longest / 1000} seconds.`);
  if (exitCode === undefined) return new GitError("failed", "Git was ended by another program.");
  const [line = ""] = errors.split("\n");
  return new GitError("failed", `Git refused: ${visibleShort(line.replace(/^fatal: /, ""))}`);
}
