import type { Workspace } from "../workspace/workspace";

/** A state of the code that an engine runs in. Two of them are what a change is. */
export interface SourceTree {
  readonly side: "before" | "after";
  /** The folder as a workspace: working directories and programs of the configuration are found in it. */
  readonly workspace: Workspace;
  /**
   * Tells states of the code apart, over everything that decides what an engine does there. Absent where that cannot be told:
   * then no transcript of it is used again.
   */
  readonly codeHash?: string;
  /** Workspace paths of the files that differ between the two trees, as they are called in this one. */
  readonly changed: readonly string[];
  /** Sentences on what the revision has and this tree has not, such as submodules. */
  readonly gaps?: readonly string[];
  /** Variables for what is started in it, beneath those of the configuration. */
  readonly environment?: Readonly<Record<string, string>>;
}
