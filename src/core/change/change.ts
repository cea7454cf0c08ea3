import type { Place, Root } from "../workspace/workspace";

/** What a change is measured against. */
export interface Base {
  /** Full id of the commit. */
  readonly commit: string;
  /** As people know it: what they named, the branch that was left, or `HEAD`. */
  readonly revision: string;
  /** `named` by the person; where this branch left the `default-branch`; `head`, for what is not committed yet. */
  readonly reason: "named" | "default-branch" | "head";
  /** First line of the commit message. */
  readonly subject: string;
  /** Why it is not the base that one would expect, with the remedy: in a shallow clone. */
  readonly note?: string;
}

/** A file in which the working tree differs from the base. Files that git does not know yet are `added`. */
export interface ChangedFile {
  /** Workspace path; of a deleted file the path that it had. */
  readonly path: string;
  readonly state: "added" | "modified" | "renamed" | "deleted";
  /** Workspace path in the base; absent for an added file. */
  readonly basePath?: string;
}

/** A function over which a lens stands: engine code that the change can make behave differently. */
export interface ChangedFunction {
  /** As in the map, for example `transcription.service.transcribe_with_whisper`; of a line outside of functions its module. */
  readonly name: string;
  /** First to last line in the working tree. */
  readonly place: Place;
  /** `value`: the function is as it was, and a value that its engine call uses is decided on a changed line elsewhere. */
  readonly kind: "modified" | "added" | "value";
}

/** How the working tree differs from the base. */
export interface Change {
  readonly root: Root;
  readonly base: Base;
  /** The current branch; absent on a detached HEAD. */
  readonly branch?: string;
  readonly files: readonly ChangedFile[];
  /** Engine functions only, in the order of their places. */
  readonly functions: readonly ChangedFunction[];
  /** Unified diff of text files, without colours; at most 200 kB, and then it says so at its end. */
  readonly diff: string;
  /**
   * First 16 hex digits of a SHA-256 over the base commit and the paths and contents of the changed files: whether the code is
   * still what was measured. What measuring itself writes (`.ml-engineer/runs/`) is not in it.
   */
  readonly hash: string;
}

/** Why there is no change to measure, with what to do. */
export class ChangeError extends Error {
  override readonly name = "ChangeError";
  readonly hint: string;
  readonly code:
    | "no-git"
    | "no-repository"
    | "no-commit"
    | "no-revision"
    | "nothing-changed"
    | "changed-again"
    | "git-failed";

  constructor(code: ChangeError["code"], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
