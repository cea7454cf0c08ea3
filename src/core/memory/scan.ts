/** What a line of a memory file is. Positions are kept, so that a file can be changed without being written anew. */
export type MemoryLine =
  | { readonly kind: "blank" | "front-matter" | "code" | "rule" }
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "field"; readonly field: MemoryField; readonly value: string; readonly isHeading: boolean }
  | { readonly kind: "text"; readonly text: string; readonly isItem: boolean };

export type MemoryField = "applies-when" | "benchmark" | "engine" | "stale";

export interface Scan {
  /** One for each line, in order. */
  readonly lines: readonly MemoryLine[];
  readonly frontMatter: ReadonlyMap<string, string>;
  /** 1-based lines. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** Reads line by line, in time proportional to the length of the text, whatever it holds. */
export function scanMemory(text: string): Scan {
  const source = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const problems: { line: number; message: string }[] = [];
  const frontMatter = new Map<string, string>();
  const lines: MemoryLine[] = [];
  const bodyStart = frontMatterEnd(source, problems);
  for (const line of source.slice(0, bodyStart)) {
    lines.push(frontMatterLine);
    const [, key, value] = /^([A-Za-z][\w-]{0,40}):[ \t]*(.*)$/s.exec(line) ?? [];
    if (key !== undefined && value !== undefined) frontMatter.set(key.toLowerCase(), unquoted(value.trim()));
  }
  let fence: { mark: string; line: number } | undefined;
  for (let index = bodyStart; index < source.length; index++) {
    const line = source[index] ?? "";
    // The commonest case, and the one that a hostile file has most of.
    if (line === "" || line.trim() === "") {
      lines.push(fence === undefined ? blankLine : codeLine);
      continue;
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence.mark) && line.trim() === mark) fence = undefined;
      lines.push(codeLine);
    } else if (mark !== undefined) {
      fence = { mark, line: index + 1 };
      lines.push(codeLine);
    } else {
      if (/^(?:<{7}|>{7})(?: |$)/.test(line))
        problems.push({ line: index + 1, message: "a merge conflict was left in the file" });
      lines.push(lineOf(line));
    }
  }
  if (fence !== undefined) problems.push({ line: fence.line, message: "a code block is opened and never closed" });
  return { lines, frontMatter, problems };
}

const blankLine: MemoryLine = { kind: "blank" };
const codeLine: MemoryLine = { kind: "code" };
const frontMatterLine: MemoryLine = { kind: "front-matter" };
const ruleLine: MemoryLine = { kind: "rule" };

/** Labels that other people use for the same four fields. Short everyday words count only where they are set in bold. */
const labels: readonly { readonly field: MemoryField; readonly label: RegExp; readonly boldOnly: boolean }[] = [
  {
    field: "applies-when",
    label:
      /^(?:applies when|when (?:it|this) applies|when to use|применимо,? когда|применяется,? когда|когда применять)/i,
    boldOnly: false,
  },
  { field: "engine", label: /^(?:engine ?\/ ?model|движок ?\/ ?модель)/i, boldOnly: false },
  { field: "engine", label: /^(?:engine|model|движок|модель)/i, boldOnly: true },
  { field: "benchmark", label: /^(?:benchmarks?|бенчмарк|замеры?)/i, boldOnly: true },
  { field: "stale", label: /^(?:stale|устарело)/i, boldOnly: true },
];

function lineOf(line: string): MemoryLine {
  const trimmed = line.trim();
  if (trimmed === "") return blankLine;
  const hashes = /^(#{1,6})(?:[ \t]+|$)/.exec(trimmed)?.[1];
  if (hashes !== undefined) {
    const text = trimmed.slice(hashes.length).trim();
    const field = fieldOf(text, true);
    if (field) return { kind: "field", ...field, isHeading: true };
    return { kind: "heading", level: hashes.length, text };
  }
  if (/^(?:-{3,}|\*{3,}|_{3,}|={3,})$/.test(trimmed) || /^\|[-:| ]+\|$/.test(trimmed)) return ruleLine;
  const bullet = /^(?:[-*+]|\d{1,3}[.)])[ \t]+/.exec(trimmed)?.[0] ?? "";
  const text = trimmed.slice(bullet.length).trim();
  if (text === "") return blankLine;
  const field = fieldOf(text, false);
  return field ? { kind: "field", ...field, isHeading: false } : { kind: "text", text, isItem: bullet !== "" };
}

function fieldOf(text: string, isHeading: boolean): { field: MemoryField; value: string } | undefined {
  const mark = /^(?:\*\*|__)/.exec(text)?.[0] ?? "";
  const inner = text.slice(mark.length).trimStart();
  for (const { field, label, boldOnly } of labels) {
    const found = label.exec(inner)?.[0];
    if (found === undefined || (boldOnly && mark === "" && !isHeading)) continue;
    const rest = inner.slice(found.length);
    const separator = /^[ \t]*:?[ \t]*(?:\*\*|__)?[ \t]*:?/.exec(rest)?.[0] ?? "";
    const isMarked = separator.includes(":") || (mark !== "" && separator.includes(mark));
    const value = rest.slice(separator.length).trim();
    if (isMarked || (isHeading && value === "")) return { field, value };
  }
  return undefined;
}

/** Index of the first line after the front matter; 0 when there is none. */
function frontMatterEnd(source: readonly string[], problems: { line: number; message: string }[]): number {
  if (source[0]?.trimEnd() !== "---") return 0;
  const end = source.slice(1, 200).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line));
  if (end >= 0) return end + 2;
  if (/^[A-Za-z][\w-]*:/.test(source[1] ?? "")) problems.push({ line: 1, message: "the front matter is not closed" });
  return 0;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
