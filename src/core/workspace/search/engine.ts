import type { Collector } from "./collector";
import type { SearchQuery } from "./search";
import type { Target } from "./targets";

/** A search with everything looked up: what to search, and which names can match at all. */
export interface SearchJob {
  readonly query: SearchQuery;
  readonly targets: readonly Target[];
  /** Simple globs for file names; a file that matches none is not searched. Undefined: all names. */
  readonly names: readonly string[] | undefined;
}

/** How an engine ended. When its signal aborted or the collector was full, the outcome is `done`. */
export interface EngineEnd {
  readonly outcome: "done" | "bad-pattern" | "failed";
  readonly message?: string;
  readonly collector: Collector;
}

/** One sentence on files and folders that could not be searched. */
export function unreadableMessage(count: number, example: string): string {
  return count === 1
    ? `One file or folder could not be searched: ${example}.`
    : `${count} files or folders could not be searched, for example ${example}.`;
}
