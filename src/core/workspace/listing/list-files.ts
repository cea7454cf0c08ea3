import type { SearchDependencies } from "../search/dependencies";
import type { FileListing, FileQuery } from "./listing";

/**
 * Lists files with ripgrep, or with a walk of our own when there is none.
 * @throws PathError for `under` and `globs`; the reason of the signal when it aborts.
 */
export async function listFiles(_dependencies: SearchDependencies, _query: FileQuery = {}): Promise<FileListing> {
  throw new Error("Listing is being written.");
}
