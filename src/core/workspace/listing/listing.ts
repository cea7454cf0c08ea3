export interface FileQuery {
  /** Folder to list; default: every root. A folder that git ignores is listed when it is named here. */
  readonly under?: string;
  /** minimatch patterns, relative to the listed folder, `*` matches dot files; a file is listed when it matches one. Default: all files. */
  readonly globs?: readonly string[];
  /** `path` (default): ascending by code units. `newest`: last modified first, then by path. */
  readonly order?: "path" | "newest";
  /** At most this many paths, the first ones in the order asked for. Default: all that the walk found. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface FileListing {
  /** Workspace paths, links never followed, git's ignore rules applied. */
  readonly paths: readonly string[];
  /** How many files there are, beyond `limit` too. */
  readonly total: number;
  /** `paths` is not all: `limit`, the bound of the walk or its time was reached. */
  readonly truncated: boolean;
}
