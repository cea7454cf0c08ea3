import type { MarkdownLine } from "./markdown-lines";

export type RequestField = "to" | "task" | "context" | "needBack" | "blocks";

/** A label such as `**Task:**` in a line. Columns count in the source. */
export interface Label {
  readonly field: RequestField;
  /** Where the text before it ends; the list marker belongs to the label. */
  readonly start: number;
  readonly valueStart: number;
  /** Where the value ends in this line, when something closes there. */
  readonly valueEnd?: number;
  /** `line`: marked at the start of a line. `inner`: marked within a line. `plain`: a word and a colon. */
  readonly strength: "line" | "inner" | "plain";
}

/** The field that a label names; undefined for any other words. */
export function fieldOf(label: string): RequestField | undefined {
  const words = label
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}

/** The labels of a line, from left to right. */
export function labelsOf(line: MarkdownLine): readonly Label[] {
  if (line.kind === "heading") return headingLabels(line);
  if (line.kind !== "text") return [];
  const prefix = (line.isFirst ? markers : spaces).exec(line.masked)?.[0].length ?? 0;
  const first = labelAt(line, prefix);
  return [...(first ? [first] : []), ...innerLabels(line, first?.valueStart ?? prefix + 1)];
}

/** Whether the text starts with a label that has its value behind it. */
export function isLabelled(text: string): boolean {
  return text.split("\n").some((line) => {
    const found = bold.exec(line) ?? plain.exec(line);
    return found !== null && fieldOf(found[2] ?? found[1] ?? "") !== undefined;
  });
}

const patterns: readonly (readonly [RequestField, RegExp])[] = [
  ["task", /^(?:the |your )?task(?: for you)?$/],
  ["context", /^(?:my |the )?context(?: (?:from|of|for) .*)?$/],
  ["needBack", /^(?:what )?(?:(?:i|we) need(?: back)?|need back|needed back|needback)(?: from (?:you|them))?$/],
  ["blocks", /^(?:what )?(?:this |it )?(?:blocks|blocking)$/],
  ["to", /^(?:to|agent|specialist|hand ?off to|recipient|assignee)$/],
];

const markers = /^\s*(?:(?:[-*+•]|\d{1,9}[.)])\s+)*(?:\[[ xX]\]\s+)?/;
const spaces = /^\s*(?:•\s+)?/;
/** `**Task:** …`, `**Task**: …`, `_Task_ – …`, with one to three marks. */
const bold = /^(\*{1,3}|_{1,3})\s?([^*_\n]{1,80}?)\s?(:?)\s?\1(\s*:|\s*[-–—](?=\s))?\s*/;
const boldWithin = /(\*\*|__)([^*_\n:]{1,80}):?\1\s*:?\s*/g;
/** `**Task: all of it is bold**` */
const allBold = /^(\*\*|__)([^*_:\n]{1,80}):\s+(?=\S)/;
const plain = /^([A-Za-z][^:*_\n]{0,80}):(?:\s+|$)/;

function labelAt({ masked }: MarkdownLine, start: number): Label | undefined {
  const text = masked.slice(start);
  const wide = allBold.exec(text);
  const field = wide && fieldOf(wide[2] ?? "");
  const trimmed = text.trimEnd();
  if (
    wide &&
    field &&
    wide[1] !== undefined &&
    trimmed.indexOf(wide[1], wide[0].length) === trimmed.length - wide[1].length
  ) {
    const valueEnd = start + trimmed.length - wide[1].length;
    return { field, start: 0, valueStart: start + wide[0].length, valueEnd, strength: "line" };
  }
  const marked = bold.exec(text);
  const markedField = marked && fieldOf(marked[2] ?? "");
  const isLabel = marked && (marked[3] !== "" || marked[4] !== undefined || marked[0].length >= trimmed.length);
  if (isLabel && markedField)
    return { field: markedField, start: 0, valueStart: start + marked[0].length, strength: "line" };
  const word = plain.exec(text);
  const wordField = word && fieldOf(word[1] ?? "");
  return word && wordField
    ? { field: wordField, start: 0, valueStart: start + word[0].length, strength: "plain" }
    : undefined;
}

function innerLabels({ masked }: MarkdownLine, from: number): readonly Label[] {
  return [...masked.matchAll(boldWithin)].flatMap((found) => {
    const field = fieldOf(found[2] ?? "");
    if (field === undefined || found.index < from || !found[0].includes(":")) return [];
    return [{ field, start: found.index, valueStart: found.index + found[0].length, strength: "inner" as const }];
  });
}

/** `#### Task` and `#### Task: …` */
function headingLabels({ title, source }: MarkdownLine): readonly Label[] {
  const text = title.replace(/[*_`]/g, "");
  const [label = "", ...value] = text.split(":");
  const field = fieldOf(label);
  // `### Handoff to: …` is a request of its own.
  if (field === undefined || field === "to") return [];
  const rest = value.join(":").trim();
  const valueStart = rest === "" ? source.length : Math.max(0, source.lastIndexOf(rest));
  return [{ field, start: 0, valueStart, strength: "line" }];
}
