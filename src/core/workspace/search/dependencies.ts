import type { RipgrepFinder } from "../ripgrep";
import type { Location, Root } from "../workspace";

/** What searching and listing need from the workspace they belong to. */
export interface SearchDependencies {
  readonly roots: readonly Root[];
  /** @throws PathError */
  readonly locate: (input: string) => Promise<Location>;
  readonly isSecret: (path: string) => boolean;
  readonly ripgrep: RipgrepFinder;
  /** Absolute path of the bundled `search/worker.ts`: `search-worker.js` beside the bundle. */
  readonly workerPath: string;
}
