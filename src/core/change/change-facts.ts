import { minimatch } from "minimatch";
import type { CodeFile, PipelineMap } from "../pipeline/map";
import type { CodeReader } from "../pipeline/mapper";
import { PathError } from "../workspace/path-error";
import type { Root, Workspace } from "../workspace/workspace";
import type { Base, Change, ChangedFunction } from "./change";
import { changedInFile } from "./changed-functions";
import type { ComparedFile } from "./compared-files";
import type { EngineChanges } from "./engine-changes";

/** What one look at the working tree found, kept for open documents. */
export interface ChangeFacts {
  readonly root: Root;
  readonly base: Base;
  /** Absent while nothing differs from the base. */
  readonly change?: Change;
  /** Of the working tree. */
  readonly map: PipelineMap;
  /** Whether a function of the file (workspace path) can have a lens. Costs next to nothing. */
  isEngineFile(path: string): boolean;
  /**
   * The functions of an open document over which a lens stands, by its text as it is in the editor. What is decided on
   * lines elsewhere (`kind: "value"`) is as it was when these facts were found.
   * @param path workspace path
   */
  changedFunctionsIn(
    path: string,
    text: string,
    readCode: CodeReader,
    signal: AbortSignal,
  ): Promise<readonly ChangedFunction[]>;
}

export interface FactsParts {
  readonly root: Root;
  readonly base: Base;
  readonly change: Change | undefined;
  readonly files: readonly ComparedFile[];
  readonly engine: EngineChanges;
  readonly isChosen: (path: string) => boolean;
  readonly workspace: Workspace;
}

export function changeFacts(parts: FactsParts): ChangeFacts {
  const { root, base, change, files, engine, isChosen, workspace } = parts;
  const changed = new Map(files.map((file) => [file.path, file]));
  const engineFiles = new Set([...engine.after.engineCode, ...engine.before.engineCode].map(({ path }) => path));
  const isEngineFile = (path: string) => engineFiles.has(path) || isChosen(path);
  const baseCodes = new Map<string, Promise<{ readonly code: CodeFile; readonly text: string } | undefined>>();
  const baseOf = (path: string) => {
    const known = baseCodes.get(path) ?? readBase(path, changed.get(path), parts);
    baseCodes.set(path, known);
    return known;
  };
  return {
    root,
    base,
    ...(change !== undefined && { change }),
    map: engine.after,
    isEngineFile,
    async changedFunctionsIn(path, text, readCode, signal) {
      const name = workspace.roots.length > 1 ? `${root.name}/` : "";
      if (!isEngineFile(path) || !path.startsWith(name)) return [];
      const before = await baseOf(path);
      signal.throwIfAborted();
      const code = await readCode(path, text);
      signal.throwIfAborted();
      if (code === undefined) return [];
      const found = changedInFile({ path, before, after: { code, text } }, engine.sides, engine.gone);
      const values = valuesIn(path, code, engine.functions).filter(
        (one) => !found.some(({ name }) => name === one.name),
      );
      return [...found, ...values].sort((one, other) => one.place.line - other.place.line);
    },
  };
}

/** The base of a file: what git has, or for a file that does not differ what lies on the disk. */
async function readBase(
  path: string,
  file: ComparedFile | undefined,
  { engine, workspace }: FactsParts,
): Promise<{ readonly code: CodeFile; readonly text: string } | undefined> {
  const basePath = file === undefined ? path : file.basePath;
  const code = engine.before.code.find((one) => one.path === basePath);
  if (code === undefined) return undefined;
  if (file !== undefined) return file.before === undefined ? undefined : { code, text: file.before };
  try {
    return { code, text: await workspace.readText(path) };
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

/** Functions with other values keep their lens where they stand now. */
function valuesIn(path: string, code: CodeFile, functions: readonly ChangedFunction[]): readonly ChangedFunction[] {
  return functions
    .filter(({ kind, place }) => kind === "value" && place.path === path)
    .flatMap((one): readonly ChangedFunction[] => {
      const now = code.functions.find(({ name }) => name === one.name);
      return now ? [{ ...one, place: { path, line: now.line, endLine: now.endLine } }] : [];
    });
}

/** Files that the person's patterns name, relative to the root. */
export function chooser(globs: readonly string[], root: Root, { roots }: Workspace): (path: string) => boolean {
  const prefix = roots.length > 1 ? `${root.name}/` : "";
  return (path) =>
    path.startsWith(prefix) &&
    globs.some((glob) => minimatch(path.slice(prefix.length), glob, { dot: true, matchBase: true }));
}
