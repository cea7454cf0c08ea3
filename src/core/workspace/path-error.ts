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

  constructor(
    readonly problem: PathProblem,
    /** What was asked for, with control characters made visible. */
    readonly input: string,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
