import type { SearchQuery, SearchResult } from "../../workspace/search/search";
import type { Workspace } from "../../workspace/workspace";
import { createModuleIndex, type ModuleIndex } from "../link/module-index";
import type { PipelineMap } from "../map";
import { isProjectFile } from "../project-files";
import { topLevelImports } from "../scan/engine-table";
import { comparePaths } from "../scan/pipeline-functions";
import { isTestPath } from "../test-path";
import { enginePattern, importLinePattern, specifiersOf } from "./patterns";

export interface Selection {
  /** Files to parse, nearest to the engines first. */
  readonly paths: readonly string[];
  readonly projectFiles: readonly string[];
  readonly index: ModuleIndex;
  /** Changes whenever the list of files does. */
  readonly listing: string;
  readonly problems: PipelineMap["problems"];
}

/** Files parsed at most: enough for the speech part of any repository read so far, and a bound for the rest. */
export const fileLimit = 400;
/** Importers of importers are followed this far: route → service → facade → engine. */
const importerDepth = 5;
const listingLimit = 50_000;
const importLineLimit = 200_000;
const searchTimeout = 20_000;
const codeGlob = "**/*.{py,ts,tsx,mts,cts,js,jsx,mjs,cjs}";
/** Recordings and transcripts by the hundred thousand lie beside such code; they are not listed. */
const listedGlobs = [codeGlob, "**/{pyproject.toml,setup.cfg,package.json}", "**/*.{txt,in}"];

export async function selectFiles(workspace: Workspace, signal: AbortSignal): Promise<Selection> {
  const query = { glob: codeGlob, timeout: searchTimeout } as const;
  const listed = await workspace.files({ globs: listedGlobs, limit: listingLimit, signal });
  const seedSearch = await workspace.search(
    { ...query, pattern: enginePattern(), output: "files", limit: 5_000 },
    signal,
  );
  const seeds = seedSearch.files.map((file) => file.path).filter(isOwnCode);
  // The search reads every file; what it found is mapped, also where the list ended before it.
  const paths = [...new Set([...listed.paths.filter((path) => !isForeign(path)), ...seeds])].sort(comparePaths);
  const code = paths.filter(isOwnCode);
  const index = createModuleIndex(code, topLevelImports);
  const problems: { path: string; message: string }[] = [];
  if (listed.truncated) {
    const message = `There are too many files for all to be linked: the first ${listed.paths.length} of ${listed.total} were, and those that name an engine.`;
    problems.push({ path: ".", message });
  }
  const selected = { projectFiles: paths.filter(isProjectFile).slice(0, 200), index, listing: paths.join("\n") };
  noteSearch(seedSearch, "engines", problems);
  if (seeds.length === 0) return { ...selected, paths: [], problems };

  const importQuery: SearchQuery = { ...query, pattern: importLinePattern, output: "lines", limit: importLineLimit };
  const importSearch = await workspace.search(importQuery, signal);
  noteSearch(importSearch, "imports", problems);
  const distances = distancesFrom(seeds, importEdges(importSearch, index, code));
  const ordered = [...distances].sort((left, right) => left[1] - right[1] || comparePaths(left[0], right[0]));
  if (ordered.length > fileLimit) {
    const message = `Only the ${fileLimit} files nearest to the engines of ${ordered.length} connected ones were parsed.`;
    problems.push({ path: ".", message });
  }
  return { ...selected, paths: ordered.slice(0, fileLimit).map(([path]) => path), problems };
}

interface Edges {
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  readonly importers: ReadonlyMap<string, ReadonlySet<string>>;
}

function importEdges(search: SearchResult, index: ModuleIndex, code: readonly string[]): Edges {
  const imports = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  const connect = (from: string, to: string): void => {
    if (from === to) return;
    add(imports, from, to);
    add(importers, to, from);
  };
  const siblings = new Map<string, Set<string>>();
  for (const path of code) add(siblings, folderOf(path), path);
  for (const { path, lines } of search.files) {
    for (const { specifier, isOpen } of lines.flatMap((line) => specifiersOf(line.text))) {
      const target = index.resolve(path, specifier);
      if (target === undefined) continue;
      connect(path, target);
      // `from package import (` continues on lines that the search did not see: any module of the package may follow.
      if (!isOpen || !target.endsWith("/__init__.py")) continue;
      for (const sibling of siblings.get(folderOf(target)) ?? []) connect(path, sibling);
    }
  }
  return { imports, importers };
}

/** Steps from the engines to each file that takes part: its users, and what it and they need for values. */
function distancesFrom(seeds: readonly string[], edges: Edges): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  let importers = seeds.filter((path) => !isTestPath(path));
  for (const path of seeds) distances.set(path, isTestPath(path) ? importerDepth : 0);
  for (let depth = 0; depth < importerDepth && importers.length > 0; depth++) {
    // Settings and constants are one or two imports away from the code that uses them.
    reach(importers, edges.imports, depth === 0 ? 2 : depth === 1 ? 2 : 1, depth, distances);
    const next = importers.flatMap((path) => [...(edges.importers.get(path) ?? [])]);
    importers = [...new Set(next)].filter((path) => !isTestPath(path) && !(distances.get(path) === 0));
    for (const path of importers) distances.set(path, Math.min(distances.get(path) ?? Infinity, depth + 1));
  }
  return distances;
}

function reach(
  starts: readonly string[],
  imports: Edges["imports"],
  levels: number,
  depth: number,
  distances: Map<string, number>,
): void {
  let current = starts;
  for (let level = 1; level <= levels; level++) {
    current = [...new Set(current.flatMap((path) => [...(imports.get(path) ?? [])]))];
    for (const path of current) distances.set(path, Math.min(distances.get(path) ?? Infinity, depth + level));
  }
}

function noteSearch(search: SearchResult, subject: string, problems: { path: string; message: string }[]): void {
  if (search.outcome === "done") {
    // Only the first search says which files it could not read: the second reads the same ones.
    if (search.message !== undefined && subject === "engines") problems.push({ path: ".", message: search.message });
    return;
  }
  const detail = search.message === undefined ? "" : ` ${search.message}`;
  problems.push({ path: ".", message: `The search for ${subject} is incomplete (${search.outcome}).${detail}` });
}

export function isOwnCode(path: string): boolean {
  return /\.(py|[cm]?[jt]sx?)$/.test(path) && !/\.(min\.js|d\.ts)$/.test(path) && !isForeign(path);
}

/** Code that came from elsewhere and is not the project's. */
function isForeign(path: string): boolean {
  return /(^|\/)(node_modules|site-packages|\.venv|venv|\.git|dist-packages|third_party|vendor|__pycache__)\//.test(
    path,
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
