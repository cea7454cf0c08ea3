type WorktreeProblem =
  | "no-git"
  | "no-repository"
  | "no-commit"
  /** The base does not have the folder that was opened, or git keeps no files there at all. */
  | "no-folder"
  | "objects-missing"
  | "failed"
  | "not-removed";

/** Why there is no worktree, or why it is still there. The message is one sentence for people and models. */
export class WorktreeError extends Error {
  override readonly name = "WorktreeError";
  readonly problem: WorktreeProblem;
  /** What to do. */
  readonly hint: string;

  constructor(problem: WorktreeProblem, message: string, hint: string) {
    super(message);
    this.problem = problem;
    this.hint = hint;
  }
}
