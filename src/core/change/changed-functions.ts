import type { CodeFile, CodeFunction, EngineCode, PipelineMap } from "../pipeline/map";
import type { ChangedFunction } from "./change";
import { diffLines } from "./line-diff";
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
  if (reach !== "caller") return true;
  const wanted = new Set(names);
  const touches = (list: readonly WordsAt[], place: CodeFunction) =>
    list.some(
      ({ line, words: those }) => line >= place.line && line <= place.endLine && those.some((word) => wanted.has(word)),
    );
  return touches(words.after, one) || (base !== undefined && touches(words.before, base));
}

interface WordsAt {
  readonly line: number;
  readonly words: readonly string[];
}

interface ChangedWords {
  readonly before: readonly WordsAt[];
  readonly after: readonly WordsAt[];
}

/** Names on the lines that differ in more than their indentation. */
function changedWords(before: string, after: string): ChangedWords {
  const [left, right] = [trimmedLines(before), trimmedLines(after)];
  const hunks = diffLines(left, right);
  return {
    before: hunks.flatMap((hunk) => wordsOf(left, hunk.before)),
    after: hunks.flatMap((hunk) => wordsOf(right, hunk.after)),
  };
}

function trimmedLines(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim());
}

function wordsOf(lines: readonly string[], [start, end]: readonly [number, number]): readonly WordsAt[] {
  return lines.slice(start, end).map((text, index) => {
    const line = start + index + 1;
    return { line, words: [...wordsIn(text), ...wordsIn(optionAround(lines, line))] };
  });
}

/** Lines that an option's declaration may take. */
const longestOption = 8;

/** The line that names the option of which this line declares something. */
function optionAround(lines: readonly string[], line: number): string {
  for (let index = line - 1; index >= Math.max(0, line - longestOption); index--) {
    const text = lines[index] ?? "";
    const start = text.search(/\b(?:add_argument|option|Option|Field|Query|Form)\(/);
    if (start >= 0)
      return text.includes("-") || text.includes('"') ? text.slice(start) : `${text} ${lines[index + 1] ?? ""}`;
    if (index < line - 1 && /^\)|;$/.test(text)) return "";
  }
  return "";
}

/** Names outside of strings, and strings that are a name or an option. Lines for logs say nothing. */
function wordsIn(text: string): readonly string[] {
  if (/^\s*(?:(?:self\.|this\.)?_?(?:log|logger|logging|console|warnings)\.\w+|print)\s*\(/.test(text)) return [];
  const words: string[] = [];
  const code = text.replace(/(?:#|\/\/).*$/, "").replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => {
    const content = String(double ?? single ?? "");
    if (/^-{0,2}[A-Za-z_][\w-]*$/.test(content)) words.push(content.replace(/^-+/, "").replaceAll("-", "_"));
    return " ";
  });
  return [...words, ...(code.match(/[A-Za-z_]\w*/g) ?? [])];
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
