import { resolve } from "node:path";
import { listFiles } from "../../src/core/workspace/listing/list-files";
import type { FileListing, FileQuery } from "../../src/core/workspace/listing/listing";
import { createRipgrepFinder, type RipgrepFinder } from "../../src/core/workspace/ripgrep";
import type { SearchDependencies } from "../../src/core/workspace/search/dependencies";
import type { SearchQuery, SearchResult } from "../../src/core/workspace/search/search";
import { searchFiles } from "../../src/core/workspace/search/search-files";
import type { Workspace } from "../../src/core/workspace/workspace";

/** One of the two engines over an open workspace. */
export interface SearchEngine {
  readonly name: "ripgrep" | "JavaScript";
  search(query: Partial<SearchQuery>, signal?: AbortSignal): Promise<SearchResult>;
  files(query?: FileQuery): Promise<FileListing>;
}

export function searchEngines(
  workspace: Workspace,
  workerPath: string,
  ripgrep = installedRipgrep(),
): readonly [SearchEngine, SearchEngine] {
  return [
    engine("ripgrep", { ...portsOf(workspace), workerPath, ripgrep }),
    engine("JavaScript", { ...portsOf(workspace), workerPath, ripgrep: { find: async () => undefined, forget() {} } }),
  ];
}

/** The ripgrep of this project's own `node_modules`. */
export function installedRipgrep(): RipgrepFinder {
  return createRipgrepFinder({ moduleFolders: [resolve(".")], workspaceRoots: [] });
}

function portsOf({ roots, locate, isSecret }: Workspace): Pick<SearchDependencies, "roots" | "locate" | "isSecret"> {
  return { roots, locate, isSecret };
}

function engine(name: SearchEngine["name"], dependencies: SearchDependencies): SearchEngine {
  return {
    name,
    search: (query, signal) =>
      searchFiles(dependencies, { pattern: "", output: "lines", limit: 250, timeout: 20_000, ...query }, signal),
    files: (query) => listFiles(dependencies, query),
  };
}
