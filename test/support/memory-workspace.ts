import { minimatch } from "minimatch";
import { PathError } from "../../src/core/workspace/path-error";
import type { SearchFile, SearchQuery, SearchResult } from "../../src/core/workspace/search/search";
import type { Location, Workspace } from "../../src/core/workspace/workspace";

export interface MemoryWorkspace extends Workspace {
  /** Changes or adds a file; its modification time moves on. */
  write(path: string, text: string): void;
  /** How often files were read, to see what caches save. */
  readonly reads: { count: number };
}

/** A workspace of texts, without a disk. It does what the pipeline map needs and throws on the rest. */
export function memoryWorkspace(files: Readonly<Record<string, string>>): MemoryWorkspace {
  const root = { name: "workspace", path: "/workspace" };
  const texts = new Map<string, { text: string; modified: number }>();
  const reads = { count: 0 };
  let clock = 0;

  function write(path: string, text: string): void {
    clock += 1;
    texts.set(path, { text, modified: clock });
  }

  function located(input: string): Location & { text: string } {
    const file = texts.get(input);
    if (file !== undefined) {
      const { text, modified } = file;
      return { root, path: input, realPath: `/workspace/${input}`, kind: "file", size: text.length, modified, text };
    }
    const isFolder = input === "." || [...texts.keys()].some((path) => path.startsWith(`${input}/`));
    if (!isFolder) throw new PathError("missing", input, `There is no \`${input}\`.`);
    return { root, path: input, realPath: `/workspace/${input}`, kind: "directory", size: 0, modified: 0, text: "" };
  }

  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    roots: [root],
    trusted: true,
    write,
    reads,
    locate: async (input) => located(input),
    open: () => {
      throw new Error("The memory workspace opens no files.");
    },
    readText: async (input, { maxBytes = 1024 * 1024 } = {}) => {
      const { text } = located(input);
      if (text.length > maxBytes)
        throw new PathError("too-large", input, `\`${input}\` is larger than ${maxBytes} bytes.`);
      reads.count += 1;
      return text;
    },
    readDirectory: () => {
      throw new Error("The memory workspace lists no folders.");
    },
    files: async ({ globs, limit = Number.POSITIVE_INFINITY } = {}) => {
      const all = sorted(texts).filter((path) => globs?.some((glob) => minimatch(path, glob, { dot: true })) ?? true);
      return { paths: all.slice(0, limit), total: all.length, truncated: all.length > limit };
    },
    search: async (query) => searched(query, texts),
    isSecret: (path) => /(^|\/)\.env/.test(path),
  };
}

function searched(query: SearchQuery, texts: ReadonlyMap<string, { text: string }>): SearchResult {
  const pattern = new RegExp(query.pattern, query.ignoreCase ? "i" : "");
  const found = sorted(texts).flatMap((path): SearchFile[] => {
    if (query.glob !== undefined && !minimatch(path, query.glob, { dot: true })) return [];
    const all = (texts.get(path)?.text ?? "").split("\n");
    const lines = all.flatMap((text, index) => (pattern.test(text) ? [{ line: index + 1, text, isMatch: true }] : []));
    if (lines.length === 0) return [];
    return [{ path, matches: lines.length, lines: query.output === "lines" ? lines : [] }];
  });
  return { outcome: "done", files: found };
}

function sorted(texts: ReadonlyMap<string, unknown>): string[] {
  return [...texts.keys()].sort((left, right) => (left < right ? -1 : 1));
}
