import type { MarkdownLine } from "./markdown-lines";
import { fieldOf, type Label, labelsOf, type RequestField } from "./request-labels";

export type FieldTexts = Readonly<Record<RequestField, string | null>>;

interface Found extends Label {
  readonly line: number;
}

/** The fields of one request. Texts are the source as written, dedented; a field that is missing or empty is null. */
export function readRequestFields(lines: readonly MarkdownLine[], readsTo: boolean): FieldTexts {
  const labels = chosen(lines, readsTo);
  const texts = new Map<RequestField, string[]>();
  const add = (field: RequestField, text: string) => {
    if (text.trim() === "") return;
    const earlier = texts.get(field);
    if (earlier === undefined) texts.set(field, [text]);
    else earlier.push(text);
  };
  for (const [index, label] of labels.entries()) add(label.field, valueText(lines, label, labels[index + 1]));
  for (const { field, text } of cells(lines)) if (readsTo || field !== "to") add(field, text);
  const textOf = (field: RequestField) => texts.get(field)?.join("\n\n") ?? null;
  return {
    to: textOf("to"),
    task: textOf("task"),
    context: textOf("context"),
    needBack: textOf("needBack"),
    blocks: textOf("blocks"),
  };
}

/** What stands before the first label. */
export function textBeforeLabels(lines: readonly MarkdownLine[]): string {
  const label = chosen(lines, false)[0];
  const row = lines.findIndex(({ kind }) => kind === "row");
  const until = label?.line ?? (row === -1 ? lines.length : row);
  const [first, ...following] = lines.slice(0, until);
  // The first line may be the rest of a list item, whose other lines are indented.
  return joined(first?.source.trim() ?? "", following, textsOf(following));
}

/** A weaker kind of label counts only for a field that no stronger one names in this request, and only once. */
function chosen(lines: readonly MarkdownLine[], readsTo: boolean): readonly Found[] {
  const all = lines
    .flatMap((line, index) => labelsOf(line).map((label): Found => ({ ...label, line: index })))
    .filter(({ field }) => readsTo || field !== "to");
  const strong = all.filter(({ strength }) => strength === "line");
  const taken = new Set(strong.map(({ field }) => field));
  const weaker: Found[] = [];
  for (const strength of ["inner", "plain"])
    for (const label of all)
      if (label.strength === strength && !taken.has(label.field)) {
        taken.add(label.field);
        weaker.push(label);
      }
  return [...strong, ...weaker].sort((one, other) => one.line - other.line || one.start - other.start);
}

function valueText(lines: readonly MarkdownLine[], label: Found, next: Found | undefined): string {
  const end = next?.line ?? lines.length;
  const last = next !== undefined && (next.strength === "inner" || next.line === label.line) ? next : undefined;
  if (last?.line === label.line) return cut(lines, label, last.start).trim();
  const following = lines.slice(label.line + 1, end);
  const texts = textsOf(following);
  if (last !== undefined) texts.push(lines[end]?.source.slice(0, last.start) ?? "");
  return joined(cut(lines, label, label.valueEnd).trim(), following, texts);
}

function textsOf(lines: readonly MarkdownLine[]): string[] {
  return lines.map(({ source }) => source);
}

/** A blank line between the first line and the others divides paragraphs. */
function joined(first: string, following: readonly MarkdownLine[], texts: readonly string[]): string {
  const gap = texts[0]?.trim() === "" ? "\n\n" : "\n";
  return [first, tidy(texts, following)].filter((part) => part !== "").join(gap);
}

function cut(lines: readonly MarkdownLine[], { line, valueStart }: Found, end?: number): string {
  return lines[line]?.source.slice(valueStart, end) ?? "";
}

/** Without the blank lines, rules and closing tags around it and the indentation that all its lines share. */
function tidy(texts: readonly string[], lines: readonly MarkdownLine[]): string {
  const isEmpty = (index: number) =>
    texts[index]?.trim() === "" || lines[index]?.kind === "rule" || closingTag.test(texts[index] ?? "");
  let [start, end] = [0, texts.length];
  while (start < end && isEmpty(start)) start++;
  while (end > start && isEmpty(end - 1)) end--;
  const kept = texts.slice(start, end);
  const indents = kept.filter((text) => text.trim() !== "").map((text) => /^[ \t]*/.exec(text)?.[0].length ?? 0);
  const indent = indents.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
  return kept
    .map((text) => text.slice(Math.min(indent, /^[ \t]*/.exec(text)?.[0].length ?? 0)))
    .join("\n")
    .trimEnd();
}

const closingTag = /^\s*<\/[a-z]{1,20}>\s*$/;

/** Fields in a table: a label and its text in each row, or the labels in the first row. */
function cells(lines: readonly MarkdownLine[]): readonly { readonly field: RequestField; readonly text: string }[] {
  return lines
    .filter(({ kind }) => kind === "row")
    .flatMap((row) => {
      const columns = row.header.map(fieldOf);
      if (columns.filter((field) => field !== undefined).length >= 2)
        return row.cells === row.header ? [] : pairs(columns, row.cells);
      return row.cells.length === 2 ? pairs([fieldOf(row.cells[0] ?? "")], row.cells.slice(1)) : [];
    });
}

function pairs(
  fields: readonly (RequestField | undefined)[],
  texts: readonly string[],
): readonly { readonly field: RequestField; readonly text: string }[] {
  return fields.flatMap((field, index) => (field === undefined ? [] : [{ field, text: texts[index] ?? "" }]));
}
