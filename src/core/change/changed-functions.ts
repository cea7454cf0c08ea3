import type { CodeFile, CodeFunction, EngineCode, PipelineMap } from "../pipeline/map";
import type { ChangedFunction } from "./change";
import { type ChangedWords, changedWords } from "./changed-words";
import { movedFunctions } from "./moved-functions";

/** What is known of the code on one side. */
export interface CodeSide {
  /** By the name of the function. */
  readonly engineCode: ReadonlyMap<string, EngineCode>;
  /** Whether every function of a file counts, because the person said so. */
  readonly isChosen: (path: string) => boolean;
}

/** A file as it was and as it is. */
export interface FilePair {
  readonly path: string;
  readonly before: { readonly code: CodeFile; readonly text: string } | undefined;
  readonly after: { readonly code: CodeFile; readonly text: string };
}

export function sideOf({ engineCode }: Pick<PipelineMap, "engineCode">, isChosen: CodeSide["isChosen"]): CodeSide {
  return { engineCode: new Map(engineCode.map((one) => [one.name, one])), isChosen };
}

/**
 * Functions of a file over which a lens stands, in the order of their places.
 * @param gone fingerprints of functions that other files lost: what has one of them has only moved
 */
export function changedInFile(
  { path, before, after }: FilePair,
  sides: { readonly before: CodeSide; readonly after: CodeSide },
  gone: ReadonlySet<string>,
): readonly ChangedFunction[] {
  const isChosen = sides.after.isChosen(path);
  const old = new Map((before?.code.functions ?? []).map((one) => [localName(one, before?.code), one]));
  const names = new Set(after.code.functions.map((one) => localName(one, after.code)));
  const lost = [...old].filter(([name]) => !names.has(name)).map(([, one]) => one);
  const moved = movedFunctions(after.code.functions, lost, (one) => old.has(localName(one, after.code)));
  const words = changedWords(before?.text ?? "", after.text);
  const found = after.code.functions.flatMap((one): readonly ChangedFunction[] => {
    const name = localName(one, after.code);
    const base = old.get(name) ?? moved.get(one);
    if (base?.fingerprint === one.fingerprint || (base === undefined && gone.has(one.fingerprint))) return [];
    const reaches = [sides.after.engineCode.get(one.name), base && sides.before.engineCode.get(base.name)];
    if (!isChosen && !reaches.some((reach) => reach && isTouched(reach, one, base, words))) return [];
    const place = { path, line: one.line, ...(one.endLine > one.line && { endLine: one.endLine }) };
    return [{ name: one.name, place, kind: base === undefined ? "added" : "modified" }];
  });
  const statement = changedStatement({ path, before, after }, sides, isChosen);
  return [...found, ...statement].sort((one, other) => one.place.line - other.place.line);
}

/** What follows the module's name, which a renamed file changes. */
export function localName(one: CodeFunction, code: CodeFile | undefined): string {
  return code !== undefined && one.name.startsWith(`${code.module}.`)
    ? one.name.slice(code.module.length + 1)
    : one.name;
}

function isTouched(
  { reach, names = [] }: EngineCode,
  one: CodeFunction,
  base: CodeFunction | undefined,
  words: ChangedWords,
): boolean {
  return reach !== "caller" || words.has(new Set(names), one, base);
}

/** The first statement outside of functions that differs, in a file that holds engine code. */
function changedStatement(
  { path, before, after }: FilePair,
  sides: { readonly before: CodeSide; readonly after: CodeSide },
  isChosen: boolean,
): readonly ChangedFunction[] {
  const isEngineFile = after.code.functions.some(({ name }) => {
    const reach = sides.after.engineCode.get(name)?.reach;
    return reach === "engine" || reach === "helper";
  });
  if (before === undefined || !(isEngineFile || isChosen)) return [];
  const [known, kept] = [countsOf(before.code), countsOf(after.code)];
  const added = after.code.statements.filter(
    ({ fingerprint }) => (kept.get(fingerprint) ?? 0) > (known.get(fingerprint) ?? 0),
  );
  const removed = before.code.statements.filter(
    ({ fingerprint }) => (known.get(fingerprint) ?? 0) > (kept.get(fingerprint) ?? 0),
  );
  // Only what was there before decides something that is as it was; what is new is used by functions that changed.
  const old = new Set(removed.flatMap(({ names }) => names));
  const changed = added.find(({ names }) => names.length === 0 || names.some((name) => old.has(name)));
  if (changed === undefined) return [];
  const { line, endLine } = changed;
  return [{ name: after.code.module, place: { path, line, ...(endLine > line && { endLine }) }, kind: "modified" }];
}

function countsOf({ statements }: CodeFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { fingerprint } of statements) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return counts;
}
