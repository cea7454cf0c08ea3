import type { SearchDependencies } from "./dependencies";
import type { SearchQuery, SearchResult } from "./search";

/**
 * Searches with ripgrep, or with the JavaScript engine when there is none.
 * @throws PathError for `under` and `glob`; the reason of `signal` when it aborts.
 */
export async function searchFiles(
  _dependencies: SearchDependencies,
  _query: SearchQuery,
  _signal?: AbortSignal,
): Promise<SearchResult> {
  throw new Error("Searching is being written.");
}
