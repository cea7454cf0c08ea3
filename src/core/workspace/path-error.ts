export type PathProblem =
  | "invalid"
  | "outside"
  | "missing"
  | "not-a-file"
  | "not-a-directory"
  | "too-large"
  | "not-text"
  | "secret"
  | "unreadable";

/** A path that cannot be used. The message is one sentence for people and models; `hint` says what to do instead. */
export class PathError extends Error {
  override readonly name = "PathError";
  readonly problem: PathProblem;
  /** What was asked for, with control characters made visible. */
  readonly input: string;
  readonly hint: string | undefined;

  constructor(problem: PathProblem, input: string, message: string, hint?: string) {
    super(message);
    this.problem = problem;
    this.input = input;
    this.hint = hint;
  }
}
