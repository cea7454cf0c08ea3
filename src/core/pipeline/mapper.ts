import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";
import { assemble } from "./assemble";
import { codeFileOf } from "./fingerprint/code-file";
import { type ReadCode, reduceEdited } from "./fingerprint/edited-code";
import { lowerJavaScript } from "./lower/javascript";
import { lowerPython } from "./lower/python";
import type { ModuleUnit } from "./lower/unit";
import type { CodeFile, PipelineMap } from "./map";
import { readProjectFiles } from "./project-files";
import { comparePaths } from "./scan/pipeline-functions";
import { fileLimit, isOwnCode, type Selection, selectFiles } from "./select/select-files";
import { createSyntaxParser, type Grammar, type SyntaxParser } from "./syntax/parser";
import { maximumDepth } from "./syntax/tree";

/** Finds the speech code of a workspace. Unchanged files are parsed once. @throws when `signal` aborts. */
export type PipelineMapper = (
  workspace: Workspace,
  signal: AbortSignal,
  options?: {
    /** Patterns (minimatch) of further files whose functions are to be in {@link PipelineMap.code}. */
    readonly also?: readonly string[];
  },
) => Promise<PipelineMap>;

type Problem = PipelineMap["problems"][number];

interface ParsedFile {
  readonly stamp: string;
  readonly module: ModuleUnit | undefined;
  readonly code?: CodeFile;
  readonly problems: readonly Problem[];
}

/** Larger files are data or generated. */
const maximumBytes = 1024 * 1024;

/** Files are read while others are parsed. */
const filesAtOnce = 16;

/** @param grammarsFolder Absolute path of the folder with `web-tree-sitter.wasm` and the grammars. */
export function createPipelineMapper({ grammarsFolder }: { readonly grammarsFolder: string }): PipelineMapper {
  const parser = createSyntaxParser(grammarsFolder);
  const caches = new WeakMap<
    Workspace,
    { files: Map<string, ParsedFile>; key: string; map: PipelineMap | undefined }
  >();
  const others = new WeakMap<Workspace, ReadonlyMap<string, ParsedFile>>();

  async function mapOf(workspace: Workspace, signal: AbortSignal): Promise<PipelineMap> {
    const cache = caches.get(workspace) ?? { files: new Map(), key: "", map: undefined };
    caches.set(workspace, cache);
    const selection = await selectFiles(workspace, signal);
    const files = new Map<string, ParsedFile>();
    for (let start = 0; start < selection.paths.length; start += filesAtOnce) {
      signal.throwIfAborted();
      const some = selection.paths.slice(start, start + filesAtOnce);
      const parsed = await Promise.all(some.map((path) => parseFile(path, cache.files.get(path), workspace, parser)));
      for (const [index, file] of parsed.entries()) files.set(some[index] ?? "", file);
    }
    const project = await stampsOf(selection.projectFiles, workspace);
    const key = [selection.listing, project, ...[...files].map(([path, { stamp }]) => `${path} ${stamp}`)].join("\n");
    if (cache.map !== undefined && cache.key === key) return cache.map;
    signal.throwIfAborted();
    const map = await buildMap(workspace, selection, files);
    caches.set(workspace, { files, key, map });
    return map;
  }

  return async (workspace, signal, { also = [] } = {}) => {
    const map = await mapOf(workspace, signal);
    if (also.length === 0) return map;
    const { paths } = await workspace.files({ globs: also, limit: fileLimit, signal });
    const known = new Set(map.code.map(({ path }) => path));
    const files = new Map<string, ParsedFile>();
    for (const path of paths.filter((one) => isOwnCode(one) && !known.has(one))) {
      signal.throwIfAborted();
      files.set(path, await parseFile(path, others.get(workspace)?.get(path), workspace, parser));
    }
    others.set(workspace, files);
    return { ...map, code: codeOf([...files.values()], map.code) };
  };
}

/** Reads the code of one file as {@link PipelineMap.code} has it, for a text that is not saved. */
export type CodeReader = (path: string, text: string) => Promise<CodeFile | undefined>;

/** Open documents whose last reading is kept. */
const keptReadings = 20;

/**
 * After a first reading of a Python file without errors only what an edit touched is parsed again.
 * @param grammarsFolder as for {@link createPipelineMapper}
 */
export function createCodeReader({ grammarsFolder }: { readonly grammarsFolder: string }): CodeReader {
  const parser = createSyntaxParser(grammarsFolder);
  const readings = new Map<string, ReadCode>();
  return async (path, text) => {
    if (!isOwnCode(path) || text.length > maximumBytes) return undefined;
    const known = readings.get(path);
    if (known?.text === text) return known.code;
    const reduced = known !== undefined && path.endsWith(".py") ? reduceEdited(known, text) : undefined;
    const edited = reduced && (await parseSource(path, reduced.text, parser));
    // Where the grammar is lost, it may take any part of the file for any other.
    const isSound = edited?.problems.length === 0;
    const { code: whole, problems } = isSound ? edited : await parseSource(path, text, parser);
    const code = isSound && reduced && whole ? reduced.restore(whole) : whole;
    readings.delete(path);
    if (code !== undefined && problems.length === 0) readings.set(path, { text, code });
    const [oldest] = readings.keys();
    if (readings.size > keptReadings && oldest !== undefined) readings.delete(oldest);
    return code;
  };
}

function codeOf(files: readonly ParsedFile[], known: readonly CodeFile[] = []): readonly CodeFile[] {
  const all = [...known, ...files.flatMap(({ code }) => code ?? [])];
  return all.sort((left, right) => comparePaths(left.path, right.path));
}

async function buildMap(
  workspace: Workspace,
  selection: Selection,
  files: ReadonlyMap<string, ParsedFile>,
): Promise<PipelineMap> {
  const modules = [...files.values()].flatMap((file) => file.module ?? []);
  modules.sort((left, right) => comparePaths(left.path, right.path));
  const project = await readProjectFiles(workspace, selection.projectFiles);
  const assembled = assemble(modules, selection.index, project.scripts);
  const problems = [
    ...selection.problems,
    ...assembled.problems,
    ...project.problems,
    ...[...files.values()].flatMap((file) => file.problems),
  ];
  return {
    ...assembled,
    dependencies: project.dependencies,
    code: codeOf([...files.values()]),
    parsedFiles: modules.length,
    problems: problems.sort((left, right) => comparePaths(left.path, right.path)),
  };
}

async function parseFile(
  path: string,
  known: ParsedFile | undefined,
  workspace: Workspace,
  parser: SyntaxParser,
): Promise<ParsedFile> {
  try {
    const { size, modified } = await workspace.locate(path);
    const stamp = `${size} ${modified}`;
    if (known?.stamp === stamp) return known;
    const source = await workspace.readText(path, { maxBytes: maximumBytes });
    return { stamp, ...(await parseSource(path, source, parser)) };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return { stamp: error.message, module: undefined, problems: [{ path, message: `Not parsed: ${error.message}` }] };
  }
}

async function parseSource(path: string, source: string, parser: SyntaxParser): Promise<Omit<ParsedFile, "stamp">> {
  const tree = await parser.parse(source, grammarOf(path));
  if (tree === undefined) return { module: undefined, problems: [{ path, message: "Not parsed: it took too long." }] };
  const module = path.endsWith(".py") ? lowerPython(path, source, tree) : lowerJavaScript(path, source, tree);
  const problems: Problem[] = [];
  const [line] = tree.errorLines;
  if (line !== undefined) {
    problems.push({ path, line, message: "Syntax that the grammar cannot read; the rest of the file is mapped." });
  }
  if (tree.tooDeepLine !== undefined) {
    const message = `Code nested deeper than ${maximumDepth} levels is left out.`;
    problems.push({ path, line: tree.tooDeepLine, message });
  }
  return { module, code: codeFileOf(module, tree, source), problems };
}

async function stampsOf(paths: readonly string[], workspace: Workspace): Promise<string> {
  const stamps: string[] = [];
  for (const path of paths) {
    try {
      const { size, modified } = await workspace.locate(path);
      stamps.push(`${path} ${size} ${modified}`);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      stamps.push(`${path} ${error.message}`);
    }
  }
  return stamps.join("\n");
}

function grammarOf(path: string): Grammar {
  if (path.endsWith(".py")) return "python";
  // TypeScript with tags reads JavaScript as well; a grammar of its own would only make the extension larger.
  return /\.[cm]?ts$/.test(path) ? "typescript" : "tsx";
}
