import { type MarkdownLine, markdownLines, noLine } from "./markdown-lines";
import { readRequestFields, textBeforeLabels } from "./request-fields";
import { fieldOf, isLabelled, labelsOf, type RequestField } from "./request-labels";
import { addressOf } from "./request-names";
import { requestStarts } from "./request-starts";

/** A handoff as an answer asks for it in Markdown. What was not written is null. */
export interface ParsedRequest {
  readonly to: string;
  readonly task: string | null;
  readonly context: string | null;
  readonly needBack: string | null;
  readonly blocks: string | null;
  /** 1-based line on which the request begins. */
  readonly line: number;
}

/**
 * The requests in the sections `## Handoff Requests` of an answer, in their order. A section or a label in a quotation, in
 * code or in HTML is an example of one.
 */
export function parseHandoffRequests(markdown: string): readonly ParsedRequest[] {
  if (!requestsTitle.test(markdown)) return [];
  const lines = markdownLines(markdown, isLabelled);
  return sectionsOf(lines, requestsTitle).flatMap(({ start, end }) =>
    requestsIn(lines.slice(start, end)).map((request) => ({ ...request, line: request.line + start + 1 })),
  );
}

/** The text of the last section `## Continuation Plan`, as it was written; empty without one. */
export function continuationPlanOf(markdown: string): string {
  if (!planTitle.test(markdown)) return "";
  const lines = markdownLines(markdown, isLabelled);
  const section = sectionsOf(lines, planTitle).at(-1);
  if (section === undefined) return "";
  return lines
    .slice(section.start, section.end)
    .map(({ source }) => source)
    .join("\n")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}

const requestsTitle = /\bhand[\s-]?offs?[\s-]requests?\b/i;
const planTitle = /\bcontinuation[\s-]plan\b/i;

interface Section {
  /** Index of the first line below the title, and of the line behind the last. */
  readonly start: number;
  readonly end: number;
}

/** A bold line in place of a heading is the title of a section too: it is below all headings. */
const boldLevel = 7;

function sectionsOf(lines: readonly MarkdownLine[], title: RegExp): readonly Section[] {
  const sections: Section[] = [];
  let open: { start: number; level: number; requestLevel: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const level = titleLevel(line);
    const isTitle = level !== undefined && isNamed(line, title);
    if (open !== undefined && level !== undefined) {
      const isRequest = line.kind === "heading" && isAddress(line) && (level >= open.level || open.level === boldLevel);
      const isFirst = open.level === boldLevel && lines.slice(open.start, index).every(({ kind }) => kind === "blank");
      if (!isTitle && (isRequest || (isFirst && level < boldLevel))) {
        if (level <= open.level) open.requestLevel = Math.min(open.requestLevel, level);
      } else if (isTitle || ends(line, level, open)) {
        sections.push({ start: open.start, end: index });
        open = undefined;
      }
    }
    if (isTitle) open = { start: index + 1, level, requestLevel: boldLevel };
  }
  if (open !== undefined) sections.push({ start: open.start, end: lines.length });
  return sections;
}

/** Level of a heading or of a bold line that could be one; undefined for everything else. */
function titleLevel(line: MarkdownLine): number | undefined {
  if (line.lists > 0) return undefined;
  if (line.kind === "heading") return line.level;
  return line.kind === "text" && /^\s*(\*\*\*?|__)[^*_]{1,100}\1:?\s*$/.test(line.masked) ? boldLevel : undefined;
}

function isNamed(line: MarkdownLine, title: RegExp): boolean {
  const words = (line.kind === "heading" ? line.title : line.source)
    .slice(0, 300)
    .replace(/\([^)]*\)|\[[^\]]*\]/g, " ")
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
    .replace(/[*_`]/g, "");
  const found = title.exec(words);
  return found !== null && found[0].length === words.length;
}

function ends(
  line: MarkdownLine,
  level: number,
  open: { readonly level: number; readonly requestLevel: number },
): boolean {
  // Only the titles of other sections are known among bold lines: most are labels or names.
  if (level === boldLevel) return isNamed(line, planTitle) || isNamed(line, requestsTitle);
  if (open.level !== boldLevel) return level <= open.level;
  return (
    open.requestLevel === boldLevel || level < open.requestLevel || (level === open.requestLevel && !isAddress(line))
  );
}

function isAddress({ title }: MarkdownLine): boolean {
  return addressOf(title, { isHeading: true })?.isMarked === true;
}

function requestsIn(lines: readonly MarkdownLine[]): readonly ParsedRequest[] {
  const starts = requestStarts(lines);
  if (starts.length === 0) return [...labelledRequests(lines), ...tableRequests(lines)];
  return starts.flatMap(({ line, address }, index) => {
    if (address === undefined) return [];
    const below = lines.slice(line + 1, starts[index + 1]?.line ?? lines.length);
    const body = address.rest === "" ? below : [lineOf(address.rest), ...below];
    const fields = readRequestFields(body, !address.isMarked);
    // Without a label all that is asked is the task.
    const task = fields.task ?? (textBeforeLabels(body) || null);
    return [{ ...fields, to: fields.to ?? address.to, task, line }];
  });
}

/** Requests that name the one who is asked in a field of their own, `**To:** Backend Architect`. */
function labelledRequests(lines: readonly MarkdownLine[]): readonly ParsedRequest[] {
  const starts = [...lines.entries()]
    .filter(([, line]) => labelsOf(line).some(({ field, strength }) => field === "to" && strength !== "inner"))
    .map(([line]) => line);
  return starts.flatMap((line, index) => {
    const fields = readRequestFields(lines.slice(line, starts[index + 1] ?? lines.length), true);
    const address = addressOf(fields.to ?? "", { isHeading: false });
    return address === undefined ? [] : [{ ...fields, to: address.to, line }];
  });
}

/** A table with a column for who is asked and at least one other field. */
function tableRequests(lines: readonly MarkdownLine[]): readonly ParsedRequest[] {
  return [...lines.entries()].flatMap(([line, row]) => {
    if (row.kind !== "row" || row.cells === row.header) return [];
    const columns = row.header.map((title) => columnOf(title));
    const textOf = (field: RequestField) => row.cells[columns.indexOf(field)] || null;
    const address = addressOf(textOf("to") ?? "", { isHeading: true });
    if (address === undefined || new Set(columns).size < 2) return [];
    const [task, context] = [textOf("task"), textOf("context")];
    return [{ to: address.to, task, context, needBack: textOf("needBack"), blocks: textOf("blocks"), line }];
  });
}

function columnOf(title: string): RequestField | undefined {
  const words = title.replace(/[*_`]/g, "").trim();
  return fieldOf(words) ?? (/^(?:request|ask)$/i.test(words) ? "task" : undefined);
}

/** The rest of the line of an address, as the first line below it. */
function lineOf(source: string): MarkdownLine {
  return { ...noLine, kind: "text", source, masked: source, isFirst: true };
}
