import type { TeamFile, TeamFileProblem } from "../workspace/team-files";
import type { MemoryContent } from "./format";

export { readMemories } from "./read-memories";

/** A file of an agent's memory folder. */
export interface Memory extends MemoryContent {
  /** Workspace path. */
  readonly path: string;
  /** With `.md`. */
  readonly name: string;
  /** `YYYY-MM-DD`, from the file's name, else from when it was changed; empty when neither is known. */
  readonly date: string;
}

export interface StoredMemory extends Memory {
  readonly agent: string;
  /** As it was read; what a change of the memory is checked against. */
  readonly file: TeamFile;
}

export interface MemoryList<Entry extends Memory = Memory> {
  /** Newest first. */
  readonly memories: readonly Entry[];
  /** What was not read, with the reason. */
  readonly problems: readonly TeamFileProblem[];
}

/** What somebody wants to be remembered. */
export interface NewMemory {
  readonly topic: string;
  readonly appliesWhen: string;
  /** 5 to 15 lines. */
  readonly insight: readonly string[];
  /** Figures with the run or the `path:line` they come from. */
  readonly benchmark?: string;
  readonly engineOrModel?: string;
  /** Name or path of the memory that these lines are added to, instead of a new file. */
  readonly extends?: string;
  /** The benchmark's figures have no record; they are kept as unmeasured. */
  readonly unmeasured?: boolean;
}

export type MemoryFailure =
  /** `problems` says what is wrong with the memory. */
  | "invalid"
  /** `existing` holds it already, or nearly. */
  | "duplicate"
  /** Several folders are open, and it is not clear which one it belongs to. */
  | "root"
  /** The file is not as it was shown. */
  | "changed"
  | "missing";

/** A change that was not made. The message is for people and models; `hint` says what to do instead. */
export class MemoryError extends Error {
  override readonly name = "MemoryError";
  readonly problem: MemoryFailure;
  readonly hint: string | undefined;
  /** For `invalid`: one sentence each. */
  readonly problems: readonly string[];
  /** For `duplicate`: workspace path of the file. */
  readonly existing: string | undefined;
  /** For `root`: names of the folders to choose from. */
  readonly roots: readonly string[];

  constructor(
    problem: MemoryFailure,
    message: string,
    details: {
      readonly hint?: string;
      readonly problems?: readonly string[];
      readonly existing?: string;
      readonly roots?: readonly string[];
    } = {},
  ) {
    super(message);
    this.problem = problem;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
    this.existing = details.existing;
    this.roots = details.roots ?? [];
  }
}
