import { lineText } from "../line-text";
import type { TranslatedPattern } from "../pattern/translate";
import type { SearchLine, SearchQuery } from "../search";
import { shownText } from "./invalid-bytes";

/** The matching lines of a text with their context, in order. */
export function searchText(
  text: string,
  pattern: TranslatedPattern,
  { multiline, before = 0, after = 0 }: Pick<SearchQuery, "multiline" | "before" | "after">,
): Generator<SearchLine> {
  const lines = multiline ? markSpans(text, pattern.regularExpression) : markLines(text, pattern);
  return withContext(lines, before, after);
}

/** A line, without its line feed. */
interface MarkedLine {
  readonly text: string;
  readonly isMatch: boolean;
  /** Not a line, but an empty match behind the last line end: ripgrep then shows the context before it. */
  readonly isEnd?: boolean;
}

function* markLines(text: string, pattern: TranslatedPattern): Generator<MarkedLine> {
  const { regularExpression, usesTextAnchors } = pattern;
  if (usesTextAnchors) {
    yield* markSeparately(text, regularExpression);
    return;
  }
  // No match reaches over a line end, so the whole text is searched at once, which is many times faster.
  let match = firstMatch(text, regularExpression, 0);
  if (match === undefined) return;
  for (let start = 0; start < text.length; ) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    if (match !== undefined && match < start) match = firstMatch(text, regularExpression, start);
    yield { text: shown(text.slice(start, end), lineFeed), isMatch: match !== undefined && match <= end };
    start = end + 1;
  }
}

function firstMatch(text: string, pattern: RegExp, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index;
}

/** With `\A` and `\z` ripgrep looks at line after line, together with its line feed, though not with a Windows line end. */
function* markSeparately(text: string, pattern: RegExp): Generator<MarkedLine> {
  for (let start = 0; start < text.length; ) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    const line = text.slice(start, end);
    const subject = lineFeed === -1 ? line : line.endsWith("\r") ? line.slice(0, -1) : `${line}\n`;
    yield { text: shown(line, lineFeed), isMatch: firstMatch(subject, pattern, 0) !== undefined };
    start = end + 1;
  }
}

/** ripgrep completes the last line with a Windows line end, so a carriage return of its own stays in view. */
function shown(line: string, lineFeed: number): string {
  return lineFeed === -1 ? `${line}\r` : line;
}

/** Every line that a match touches. Like ripgrep, each search sees only what follows the match before. */
function* markSpans(text: string, pattern: RegExp): Generator<MarkedLine> {
  const spans = findSpans(text, pattern);
  let span = spans.next().value;
  for (let start = 0; start < text.length; ) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    while (span !== undefined && span.last < start) span = spans.next().value;
    yield { text: shown(text.slice(start, end), lineFeed), isMatch: span !== undefined && span.first <= end };
    start = end + 1;
  }
  while (span !== undefined && span.last < text.length) span = spans.next().value;
  if (span !== undefined) yield { text: "", isMatch: false, isEnd: true };
}

/** First and last position of each match; an empty match touches the position where it is. */
function* findSpans(
  text: string,
  pattern: RegExp,
): Generator<{ readonly first: number; readonly last: number }, undefined> {
  for (let position = 0; position < text.length; ) {
    pattern.lastIndex = 0;
    const match = pattern.exec(position === 0 ? text : text.slice(position));
    if (match === null) return undefined;
    const first = position + match.index;
    const { length } = match[0];
    yield { first, last: length === 0 ? first : first + length - 1 };
    position = first + Math.max(length, (text.codePointAt(first) ?? 0) > 0xffff ? 2 : 1);
  }
  return undefined;
}

function* withContext(lines: Iterable<MarkedLine>, before: number, after: number): Generator<SearchLine> {
  const held: SearchLine[] = [];
  let afterLeft = 0;
  let number = 0;
  for (const { text, isMatch, isEnd } of lines) {
    if (isEnd) {
      yield* held;
      return;
    }
    number++;
    if (!isMatch && afterLeft === 0 && before === 0) continue;
    const line = { line: number, text: lineText(shownText(text)), isMatch };
    if (isMatch) {
      yield* held;
      held.length = 0;
      afterLeft = after;
      yield line;
    } else if (afterLeft > 0) {
      afterLeft--;
      yield line;
    } else {
      held.push(line);
      if (held.length > before) held.shift();
    }
  }
}
