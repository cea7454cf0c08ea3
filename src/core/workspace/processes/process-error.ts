type ProcessProblem = "untrusted" | "no-program" | "no-folder" | "failed";

/** A program that cannot be started. The message is one sentence for people and models; `hint` says what to do. */
export class ProcessError extends Error {
  override readonly name = "ProcessError";
  readonly problem: ProcessProblem;
  readonly hint: string;

  constructor(problem: ProcessProblem, message: string, hint: string) {
    super(message);
    this.problem = problem;
    this.hint = hint;
  }
}
