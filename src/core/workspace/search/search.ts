export interface SearchQuery {
  /** A regular expression in ripgrep's syntax. `$` also matches before a Windows line end. */
  readonly pattern: string;
  /** File or folder to search, also when git ignores it; default: every root. */
  readonly under?: string;
  readonly ignoreCase?: boolean;
  /** Lets the pattern span lines, and `.` match line ends. */
  readonly multiline?: boolean;
  /**
   * minimatch pattern for file names, relative to the searched folder; without a slash it is compared with the name alone,
   * at any depth. `*` matches dot files. It does not apply to a single file.
   */
  readonly glob?: string;
  /** ripgrep's file type name, for example `py`. It does not apply to a single file. */
  readonly type?: string;
  /** `lines`: matching lines with context; `files`: paths only; `counts`: matching lines for each file. */
  readonly output: "lines" | "files" | "counts";
  /** Lines of context before and after each match. */
  readonly before?: number;
  readonly after?: number;
  /** Stop after this many output rows (lines with context, files or counts). */
  readonly limit: number;
  /** Milliseconds until the search gives up. */
  readonly timeout: number;
}

export interface SearchLine {
  /** 1-based. */
  readonly line: number;
  /** At most 500 characters; control and bidi characters are made visible by whoever shows it. */
  readonly text: string;
  readonly isMatch: boolean;
}

export interface SearchFile {
  /** Workspace path. */
  readonly path: string;
  /** Matching lines in this file, as far as counted; 1 when `output` is `files`, which stops at the first. */
  readonly matches: number;
  /** Ascending by line number; empty unless `output` is `lines`. */
  readonly lines: readonly SearchLine[];
}

/** No match (`done` without files), a bad pattern, a time-out and a cut are four different answers. */
export interface SearchResult {
  readonly outcome: "done" | "truncated" | "timed-out" | "bad-pattern" | "failed";
  /**
   * Ascending by path, folder by folder (`a/b` before `a.txt`), so that the same search gives the same answer and a
   * `truncated` one is the beginning of the whole. After `timed-out` it is what was found until then.
   */
  readonly files: readonly SearchFile[];
  /** What is wrong with the pattern, or why files could not be searched; present after `done` when some could not. */
  readonly message?: string;
}
