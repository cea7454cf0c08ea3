import type { PipelineMap } from "../pipeline/map";
import type { PipelineMapper } from "../pipeline/mapper";
import type { Workspace } from "../workspace/workspace";
import { BaseWorkspace } from "./base-workspace";
import type { ChangedFunction } from "./change";
import { type CodeSide, changedInFile, type FilePair, localName, sideOf } from "./changed-functions";
import { functionsWithOtherValues } from "./changed-values";
import type { ComparedFile } from "./compared-files";

/** What the code was and is, as far as lenses need it. */
export interface EngineChanges {
  readonly functions: readonly ChangedFunction[];
  readonly before: PipelineMap;
  readonly after: PipelineMap;
  readonly sides: { readonly before: CodeSide; readonly after: CodeSide };
  /** Fingerprints of functions that are no more where they were. */
  readonly gone: ReadonlySet<string>;
}

/** Which functions of the engine code the changed files can make behave differently. @throws when `signal` aborts */
export async function engineChanges(
  files: readonly ComparedFile[],
  workspace: Workspace,
  mapPipeline: PipelineMapper,
  choice: { readonly globs: readonly string[]; readonly isChosen: (path: string) => boolean },
  signal: AbortSignal,
): Promise<EngineChanges> {
  const options = { also: choice.globs };
  const after = await mapPipeline(workspace, signal, options);
  const isCode = files.some(({ path, basePath }) => codeName.test(path) || codeName.test(basePath ?? ""));
  const before = isCode ? await mapBase(files, workspace, (base) => mapPipeline(base, signal, options)) : after;
  const sides = { before: sideOf(before, choice.isChosen), after: sideOf(after, choice.isChosen) };
  const pairs = pairsOf(files, before, after);
  const gone = goneFrom(files, before, pairs);
  const found = pairs.flatMap((pair) => changedInFile(pair, sides, gone));
  const known = new Set(found.map(({ name }) => name));
  const others = isCode ? functionsWithOtherValues(before, after, functionsOnly(found, after)) : new Set<string>();
  const values = after.functions
    .filter(({ name }) => others.has(name) && !known.has(name))
    .map(({ name, place }): ChangedFunction => ({ name, place, kind: "value" }));
  return { functions: [...found, ...values].sort(byPlace), before, after, sides, gone };
}

/** Without the lines outside of functions: nothing else says that a value is decided there. */
function functionsOnly(found: readonly ChangedFunction[], { code }: PipelineMap): readonly ChangedFunction[] {
  const modules = new Set(code.map(({ module }) => module));
  return found.filter(({ name }) => !modules.has(name));
}

const codeName = /\.(?:py|[cm]?[jt]sx?)$/;

/** One for each workspace, so that the mapper knows unchanged files again; maps of it are made one after the other. */
const bases = new WeakMap<Workspace, { readonly base: BaseWorkspace; last: Promise<unknown> }>();

async function mapBase(
  files: readonly ComparedFile[],
  workspace: Workspace,
  mapPipeline: (base: Workspace) => Promise<PipelineMap>,
): Promise<PipelineMap> {
  const known = bases.get(workspace) ?? { base: new BaseWorkspace(workspace), last: Promise.resolve() };
  bases.set(workspace, known);
  const mapped = known.last.then(() => {
    known.base.show(files);
    return mapPipeline(known.base);
  });
  known.last = mapped.catch(() => {});
  return await mapped;
}

function pairsOf(files: readonly ComparedFile[], before: PipelineMap, after: PipelineMap): readonly FilePair[] {
  const [old, current] = [codeByPath(before), codeByPath(after)];
  return files.flatMap(({ path, basePath, before: oldText, after: text }): readonly FilePair[] => {
    const code = current.get(path);
    if (code === undefined || text === undefined) return [];
    const base = basePath === undefined ? undefined : old.get(basePath);
    // A file that only now belongs to the engine code was not read before: nothing can be said of its functions.
    if (basePath !== undefined && base === undefined) return [];
    const pair = base && oldText !== undefined ? { code: base, text: oldText } : undefined;
    return [{ path, before: pair, after: { code, text } }];
  });
}

function codeByPath({ code }: PipelineMap) {
  return new Map(code.map((file) => [file.path, file]));
}

function goneFrom(
  files: readonly ComparedFile[],
  before: PipelineMap,
  pairs: readonly FilePair[],
): ReadonlySet<string> {
  const old = codeByPath(before);
  const deleted = files.flatMap(({ path, state }) => (state === "deleted" ? (old.get(path)?.functions ?? []) : []));
  const lost = pairs.flatMap(({ before: base, after }) => {
    const names = new Set(after.code.functions.map((one) => localName(one, after.code)));
    return (base?.code.functions ?? []).filter((one) => !names.has(localName(one, base?.code)));
  });
  return new Set([...deleted, ...lost].map(({ fingerprint }) => fingerprint));
}

function byPlace(one: ChangedFunction, other: ChangedFunction): number {
  const [left, right] = [one.place.path, other.place.path];
  return left < right ? -1 : left > right ? 1 : one.place.line - other.place.line;
}
