import type { FileListing, FileQuery } from "./listing/listing";
import type { SearchQuery, SearchResult } from "./search/search";

export type { FileListing } from "./listing/listing";

/** A folder that the person opened. */
export interface Root {
  /** Folder name; unique among the roots. It is the first path segment when there are several roots. */
  readonly name: string;
  /** Absolute path with links resolved. */
  readonly path: string;
}

/** A line in a file of the workspace, as people, models and reports name it: `path:line`. */
export interface Place {
  /** Workspace path with forward slashes, see {@link Location.path}. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, inclusive; absent for a single line. */
  readonly endLine?: number;
}

/** A file or folder that exists inside a root, links resolved. */
export interface Location {
  readonly root: Root;
  /** The name shown everywhere: relative to its root, forward slashes, `folder/…` when there are several roots; `.` for a single root itself. */
  readonly path: string;
  /** Absolute path with links resolved, inside `root.path`. Only for handing to a child process or a worker. */
  readonly realPath: string;
  readonly kind: "file" | "directory" | "other";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** A name in a folder; a link is `other`, whatever it leads to. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: Location["kind"];
}

/** An opened regular file. The descriptor was checked after opening, so a swapped link cannot lead elsewhere. */
export interface OpenFile {
  readonly location: Location;
  /** Reads up to `length` bytes from byte `position`; fewer at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Fills `target` from byte `position`, without a new buffer for each call. Resolves to the bytes read; fewer at the end of the file. */
  readInto(target: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** The only door to files. Every implementation confines paths to its roots. */
export interface Workspace {
  readonly roots: readonly Root[];
  /** False until the person trusts the folder: then only agents and memory are shown, nothing runs. */
  readonly trusted: boolean;
  /** Real paths of folders outside of the roots from which a program may be started that a path in a root leads to. */
  readonly linkedFolders?: readonly string[];
  /** Accepts workspace paths and absolute paths inside a root. @throws PathError */
  locate(input: string): Promise<Location>;
  /** Opens a regular file without ever blocking on FIFOs or devices. @throws PathError, also for the secrets list */
  open(input: string): Promise<OpenFile>;
  /**
   * Reads a whole text file: UTF-8, or UTF-16 when its BOM says so; a BOM is removed.
   * @throws PathError, also for the secrets list, for binary files, and when it is larger than `maxBytes` (default 1 MiB)
   */
  readText(input: string, options?: { readonly maxBytes?: number }): Promise<string>;
  /** Names in a folder, without following links. @throws PathError */
  readDirectory(input: string): Promise<readonly FolderEntry[]>;
  /** Lists files, ignore-aware. @throws PathError */
  files(query?: FileQuery): Promise<FileListing>;
  /** Searches text, ignore-aware, links never followed. @throws PathError for `under` */
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchResult>;
  /** Whether the content of this workspace path is on the secrets list (`.env*`, keys, tokens …). */
  isSecret(path: string): boolean;
}
