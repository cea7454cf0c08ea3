import type { MarkdownLine } from "./markdown-lines";
import { fieldOf, isLabelled, labelsOf } from "./request-labels";
import { type Address, addressOf } from "./request-names";

/** Where a request begins in the lines of a section. One without an address ends the request before it and is none. */
export interface RequestStart {
  readonly line: number;
  readonly address: Address | undefined;
}

/** The first way of writing that the section uses is the only one: an arrow in a list of a field addresses nobody. */
export function requestStarts(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  const ways = [headings, markedLines, boldLines, markedItems, namedItems];
  for (const way of ways) {
    const starts = way(lines);
    if (starts.some(({ address }) => address !== undefined)) return starts;
  }
  return [];
}

/**
 * Headings on the level of the first that has an arrow, and all others with one. Without an arrow a heading needs labels
 * below it to be a request.
 */
function headings(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  const found = [...lines.entries()]
    .filter(([, line]) => line.kind === "heading" && labelsOf(line).length === 0)
    .map(([line, { title, level }]) => ({ line, level, address: addressOf(title, { isHeading: true }) }));
  const level = (found.find(({ address }) => address?.isMarked) ?? found[0])?.level ?? 0;
  return found
    .filter((heading) => heading.address?.isMarked || heading.level <= level)
    .map((heading, index, starts) => {
      const body = lines.slice(heading.line + 1, starts[index + 1]?.line ?? lines.length);
      const isRequest = heading.address?.isMarked || (heading.level === level && hasFields(body));
      return { line: heading.line, address: isRequest ? heading.address : undefined };
    });
}

/** `**-> Backend Architect**` or `-> Backend Architect` on a line of its own. */
function markedLines(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  return textLines(lines, ({ lists }) => lists === 0).flatMap(([line, { source }]) => marked(line, source));
}

/** `**Backend Architect**` with a label in the line below. */
function boldLines(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  return textLines(lines, ({ lists }) => lists === 0).flatMap(([line, { source }]) => {
    if (!/^\s*(\*\*|__)[^*_]{1,100}\1:?\s*$/.test(source) || isLabelled(source.trim())) return [];
    const next = lines.slice(line + 1).find(({ kind }) => kind !== "blank");
    const isRequest = next !== undefined && labelsOf(next).length > 0;
    return isRequest ? [{ line, address: addressOf(source, { isHeading: false }) }] : [];
  });
}

/** `- **-> Backend Architect**: …`, on the list level of the first. */
function markedItems(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  const items = textLines(lines, ({ lists, isFirst }) => lists > 0 && isFirst);
  const starts = items.flatMap(([line, { source, lists }]) =>
    marked(line, withoutMarker(source)).map((start) => ({ ...start, lists })),
  );
  return starts.filter(({ lists }) => lists === starts[0]?.lists);
}

/** `- **Backend Architect**: …`, and `- Backend Architect: …` with labels below it. */
function namedItems(lines: readonly MarkdownLine[]): readonly RequestStart[] {
  const items = textLines(lines, ({ source, lists, isFirst }) => lists === 1 && isFirst && isItem(source));
  return items.flatMap(([line, { source }], index) => {
    const text = withoutMarker(source);
    const body = lines.slice(line + 1, items[index + 1]?.[0] ?? lines.length);
    const isBold = /^(\*\*|__)[^*_]{1,100}\1/.test(text);
    const isNamed = /^[A-Z@`]/.test(text) && hasFields(body);
    return !isLabelled(text) && (isBold || isNamed) ? [{ line, address: addressOf(text, { isHeading: false }) }] : [];
  });
}

function marked(line: number, source: string): readonly RequestStart[] {
  const address = addressOf(source, { isHeading: false });
  return address?.isMarked ? [{ line, address }] : [];
}

function hasFields(lines: readonly MarkdownLine[]): boolean {
  return lines.some((line) => labelsOf(line).length > 0 || (line.kind === "row" && line.header.some(fieldOf)));
}

function textLines(
  lines: readonly MarkdownLine[],
  isMeant: (line: MarkdownLine) => boolean,
): readonly (readonly [number, MarkdownLine])[] {
  return [...lines.entries()].filter(([, line]) => line.kind === "text" && isMeant(line));
}

function isItem(source: string): boolean {
  return withoutMarker(source) !== source.trimStart();
}

function withoutMarker(source: string): string {
  return source.replace(/^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+(?:\[[ xX]\]\s+)?/, "").trimStart();
}
