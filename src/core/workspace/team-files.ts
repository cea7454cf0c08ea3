import type { Root } from "./workspace";

/** What a team keeps in git beside its code: `.claude/agents-handoffs/` and `.claude/agents-memory/`. */
export type TeamFolderKind = "handoffs" | "memory";

/** The Markdown files of one agent in one root. It may not exist yet. */
export interface TeamFolder {
  readonly kind: TeamFolderKind;
  /** Name of the agent's definition, `[a-z0-9-]{1,64}`. */
  readonly agent: string;
  readonly root: Root;
  /** False while it waits in the product's private folder for the person's consent to write into the repository. */
  readonly shared: boolean;
  /** Workspace path, as in `Location.path`, also while it is not shared. */
  readonly path: string;
}

export interface TeamFile {
  readonly folder: TeamFolder;
  /** With `.md`. */
  readonly name: string;
  /** Workspace path. For people and models; a file that is not shared yet cannot be read under it. */
  readonly path: string;
  /** Absolute path, for opening it in an editor. */
  readonly realPath: string;
  /** As in `Workspace.readText`: a BOM is removed. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** Something that could not be read or is not allowed. It loses only itself. */
export interface TeamFileProblem {
  readonly path: string;
  readonly message: string;
}

/** One folder while nobody else changes it through this port, in any window or process. */
export interface LockedTeamFolder {
  /** Names of the regular `.md` files, sorted. */
  names(): Promise<readonly string[]>;
  /** Read anew; undefined when it is not there. */
  text(name: string): Promise<string | undefined>;
  /** A new file, whole or not at all. @throws TeamFileError `exists` */
  create(name: string, text: string): Promise<void>;
  /** Takes the place of the file, or makes it; whole or not at all. */
  write(name: string, text: string): Promise<void>;
  /** @throws TeamFileError `exists`, `missing` */
  rename(from: string, to: string): Promise<void>;
  /** One that is not there is no error. */
  remove(name: string): Promise<void>;
}

/** The only door through which agents write. It opens nothing but these folders, and follows no link out of a root. */
export interface TeamFiles {
  readonly roots: readonly Root[];
  /** The folders that exist, shared ones first. */
  folders(
    kind: TeamFolderKind,
  ): Promise<{ readonly folders: readonly TeamFolder[]; readonly problems: readonly TeamFileProblem[] }>;
  /** Where new files of this agent go: into the repository when that is agreed, else into the private folder. */
  folderFor(kind: TeamFolderKind, agent: string, root: Root): TeamFolder;
  /** All files of a folder; none when it does not exist. Never throws for a single file. */
  read(
    folder: TeamFolder,
  ): Promise<{ readonly files: readonly TeamFile[]; readonly problems: readonly TeamFileProblem[] }>;
  /**
   * Takes the folder's lock, which outlives no process, and runs `work`. Makes the folder when it does not exist.
   * Calls for one folder wait for each other, so `work` must not change the same folder again.
   * @throws TeamFileError, and what `work` throws
   */
  change<Result>(folder: TeamFolder, work: (files: LockedTeamFolder) => Promise<Result>): Promise<Result>;
  /**
   * Whether new files of every root go into the repository: agreed by the person, or each repository has such folders
   * already (one of the two kinds is enough). For a single root ask `folderFor(…).shared`.
   */
  readonly isShared: boolean;
  /** Moves everything that waits into the repository; from now on files are written there. Resolves to their paths. */
  share(): Promise<readonly string[]>;
}

export type TeamFileFailure =
  /** `.claude` or a folder below it is a link that leaves its root, or no folder at all. */
  | "link"
  /** Somebody else held the lock for too long. */
  | "locked"
  /** No space left. */
  | "full"
  | "invalid-name"
  | "exists"
  | "missing"
  | "too-large"
  /** No text, or the system does not let it be read. */
  | "unreadable"
  | "unwritable";

/** A change that was not made. Nothing was written; the message is one sentence, `hint` says what to do. */
export class TeamFileError extends Error {
  override readonly name = "TeamFileError";
  readonly problem: TeamFileFailure;
  readonly path: string;
  readonly hint: string | undefined;

  constructor(problem: TeamFileFailure, path: string, message: string, hint?: string) {
    super(message);
    this.problem = problem;
    this.path = path;
    this.hint = hint;
  }
}
