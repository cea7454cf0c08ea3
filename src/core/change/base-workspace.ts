import { minimatch } from "minimatch";
import { PathError } from "../workspace/path-error";
import type { SearchFile, SearchQuery } from "../workspace/search/search";
import type { Workspace } from "../workspace/workspace";
import type { ComparedFile } from "./compared-files";

/** The workspace with the texts of the base in place of those that changed, enough of it for the pipeline map. */
export class BaseWorkspace implements Workspace {
  readonly #current: Workspace;
  readonly #texts = new Map<string, { readonly text: string; readonly stamp: number }>();
  readonly #absent = new Set<string>();

  constructor(current: Workspace) {
    this.#current = current;
  }

  /** Makes it the workspace before these changes. */
  show(files: readonly ComparedFile[]): void {
    this.#texts.clear();
    this.#absent.clear();
    for (const { path, basePath, before, baseId } of files) {
      if (path !== basePath) this.#absent.add(path);
      if (basePath !== undefined && before !== undefined) {
        // Negative, so that no file on the disk has this time.
        this.#texts.set(basePath, { text: before, stamp: -Number.parseInt(`0x${(baseId ?? "0").slice(0, 12)}`, 16) });
      }
    }
    for (const path of this.#texts.keys()) this.#absent.delete(path);
  }

  get roots() {
    return this.#current.roots;
  }

  get trusted() {
    return this.#current.trusted;
  }

  isSecret(path: string): boolean {
    return this.#current.isSecret(path);
  }

  async locate(input: string) {
    const base = this.#texts.get(input);
    if (base === undefined) return await this.#current.locate(this.#present(input));
    const [root] = this.roots;
    if (root === undefined) throw new PathError("missing", input, "No folder is open.");
    const size = base.text.length;
    return { root, path: input, realPath: "", kind: "file" as const, size, modified: base.stamp };
  }

  async open(input: string) {
    return await this.#current.open(this.#present(input));
  }

  async readText(input: string, options?: { readonly maxBytes?: number }) {
    return this.#texts.get(input)?.text ?? (await this.#current.readText(this.#present(input), options));
  }

  async readDirectory(input: string) {
    return await this.#current.readDirectory(input);
  }

  async files(query: Parameters<Workspace["files"]>[0] = {}) {
    const listed = await this.#current.files(query);
    const fitting = [...this.#texts.keys()].filter((path) => matches(path, query.globs));
    const kept = listed.paths.filter((path) => !this.#absent.has(path));
    const paths = [...new Set([...kept, ...fitting])].sort();
    return { ...listed, paths, total: listed.total + paths.length - listed.paths.length };
  }

  async search(query: SearchQuery, signal?: AbortSignal) {
    const found = await this.#current.search(query, signal);
    const kept = found.files.filter(({ path }) => !this.#absent.has(path) && !this.#texts.has(path));
    const pattern = new RegExp(query.pattern, query.ignoreCase ? "i" : "");
    const ours = [...this.#texts].flatMap(([path, { text }]) =>
      matches(path, query.glob === undefined ? undefined : [query.glob]) ? searched(path, text, pattern, query) : [],
    );
    return { ...found, files: [...kept, ...ours].sort((one, other) => (one.path < other.path ? -1 : 1)) };
  }

  #present(path: string): string {
    if (this.#absent.has(path)) throw new PathError("missing", path, `There was no \`${path}\` in the base.`);
    return path;
  }
}

function matches(path: string, globs: readonly string[] | undefined): boolean {
  return globs?.some((glob) => minimatch(path, glob, { dot: true, matchBase: true })) ?? true;
}

function searched(path: string, text: string, pattern: RegExp, { output }: SearchQuery): readonly SearchFile[] {
  const lines = text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.replace(/\r$/, "").slice(0, 500), isMatch: true }))
    .filter((line) => pattern.test(line.text));
  if (lines.length === 0) return [];
  return [{ path, matches: output === "files" ? 1 : lines.length, lines: output === "lines" ? lines : [] }];
}
