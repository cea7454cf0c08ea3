import type { CodeFile, CodeFunction } from "../map";

/** A text that was read. */
export interface ReadCode {
  readonly text: string;
  readonly code: CodeFile;
}

/** Python in which functions that an edit leaves alone are cut down to one line: most of a file need not be parsed again. */
export interface ReducedText {
  readonly text: string;
  /** What the code of the whole text is, by that of the reduced one. */
  restore(code: CodeFile): CodeFile;
}

export function reduceEdited(known: ReadCode, text: string): ReducedText {
  const [before, lines] = [known.text.split("\n"), text.split("\n")];
  const { start, end, shift } = editedLines(before, lines);
  const { functions } = known.code;
  const touched = touchedBy(start, end, functions);
  const stubs = new Map<number, CodeFunction>();
  let last = 0;
  for (const one of functions) {
    if (touched.has(one) || one.line <= last) continue;
    last = one.endLine;
    const moved = one.line > start ? shift : 0;
    const first = one.line - 1 + moved;
    const [indent = ""] = /^\s*/.exec(lines[first] ?? "") ?? [];
    lines.fill("", first, one.endLine + moved);
    lines[first] = `${indent}def ${shortName(one)}(): pass`;
    stubs.set(first + 1, one);
  }
  return { text: lines.join("\n"), restore: (code) => restored(code, stubs, functions) };
}

/** The lines between what both texts begin and end with: 0-based in the first text, the end exclusive. */
function editedLines(before: readonly string[], after: readonly string[]) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [end, afterEnd] = [before.length, after.length];
  while (end > start && afterEnd > start && before[end - 1] === after[afterEnd - 1]) {
    end--;
    afterEnd--;
  }
  return { start, end, shift: after.length - before.length };
}

/** Functions on the edited lines, and those next to them with what they stand in: the edit may have become part of them. */
function touchedBy(start: number, end: number, functions: readonly CodeFunction[]): ReadonlySet<CodeFunction> {
  const touched = new Set(functions.filter(({ line, endLine }) => line - 1 < end && endLine > start));
  const previous = functions.findLast(({ line }) => line <= start + 1);
  const next = functions.find(({ line }) => line > end);
  for (const near of [previous, next]) {
    if (near === undefined) continue;
    for (const one of functions) if (one.line <= near.line && one.endLine >= near.endLine) touched.add(one);
  }
  return touched;
}

function restored(code: CodeFile, stubs: ReadonlyMap<number, CodeFunction>, known: readonly CodeFunction[]): CodeFile {
  const functions = code.functions.flatMap((one): readonly CodeFunction[] => {
    const stub = stubs.get(one.line);
    if (stub === undefined || one.endLine !== one.line) return [one];
    const shift = one.line - stub.line;
    return known
      .filter(({ line, endLine }) => line >= stub.line && endLine <= stub.endLine)
      .map(({ name, line, endLine, fingerprint }) => ({
        name: one.name + name.slice(stub.name.length),
        line: line + shift,
        endLine: endLine + shift,
        fingerprint,
      }));
  });
  return { ...code, functions };
}

function shortName({ name }: CodeFunction): string {
  return name.replace(/#\d+$/, "").replace(/^.*\./, "");
}
