import type { DocumentProblem } from "../document";
import { nameOf, type SegmentNode, type TranscriptDocument } from "./nodes";

/** Width, breaks and balance of lines. */
export function* checkLines(
  document: TranscriptDocument,
  lineWidth: number,
  imbalance: number,
): Generator<DocumentProblem> {
  for (const [segment, segmentNode] of document.segments.entries()) {
    const place = { segment };
    const where = `The ${nameOf(place)}`;
    if (segmentNode.lines.length === 0) yield { kind: "empty", place, message: `${where} has no lines.` };
    else if (squeeze(segmentNode.text) !== squeeze(segmentNode.lines.map(({ text }) => text).join(" ")))
      yield { kind: "boundary", place, message: `${where} has a text other than its lines have together.` };
    for (const line of segmentNode.lines.keys()) yield* checkLine(segmentNode, segment, line, lineWidth);
    yield* checkBalance(segmentNode, segment, lineWidth, imbalance);
  }
}

function* checkLine(
  { lines }: SegmentNode,
  segment: number,
  line: number,
  lineWidth: number,
): Generator<DocumentProblem> {
  const { text = "", words = [] } = lines[line] ?? {};
  const place = { segment, line };
  const where = `The ${nameOf(place)}`;
  if (words.length === 0) yield { kind: "empty", place, message: `${where} has no words.` };
  for (const [word, { text: wordText }] of words.entries()) {
    const wordPlace = { segment, line, word };
    if (wordText.trim() === "")
      yield { kind: "empty", place: wordPlace, message: `The ${nameOf(wordPlace)} has no text.` };
    else if (widthOf(wordText.trim()) > lineWidth)
      yield {
        kind: "unbreakable",
        place: wordPlace,
        message: `The ${nameOf(wordPlace)} alone takes ${widthOf(wordText.trim())} of ${lineWidth} characters.`,
      };
  }
  if (words.length > 0 && squeeze(text) !== squeeze(words.map((word) => word.text).join(" ")))
    yield {
      kind: "boundary",
      place,
      message: `${where} has a text other than its words have together: a word was cut, lost or doubled.`,
    };
  if (words.length > 1 && widthOf(text.trim()) > lineWidth)
    yield {
      kind: "width",
      place,
      message: `${where} takes ${widthOf(text.trim())} characters; ${lineWidth} are allowed.`,
    };
}

function* checkBalance(
  { lines }: SegmentNode,
  segment: number,
  lineWidth: number,
  imbalance: number,
): Generator<DocumentProblem> {
  if (lines.length < 2) return;
  const words = lines.flatMap((line) => line.words.map(({ text }) => widthOf(text.trim())));
  const widest = Math.max(...lines.map(({ text }) => widthOf(text.trim())));
  const best = narrowest(words, lines.length);
  if (widest > lineWidth || widest - best <= imbalance) return;
  yield {
    kind: "balance",
    place: { segment },
    message: `The ${nameOf({ segment })} has a line of ${widest} characters where ${lines.length} lines of at most ${best} would do.`,
  };
}

/** The smallest width that holds the words, kept in order, in so many lines. */
function narrowest(widths: readonly number[], lines: number): number {
  let low = Math.max(0, ...widths);
  let high = widths.reduce((sum, width) => sum + width + 1, -1);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (linesNeeded(widths, middle) <= lines) high = middle;
    else low = middle + 1;
  }
  return low;
}

function linesNeeded(widths: readonly number[], lineWidth: number): number {
  let lines = 0;
  let used = Number.POSITIVE_INFINITY;
  for (const width of widths) {
    if (used + 1 + width > lineWidth) {
      lines++;
      used = width;
    } else used += 1 + width;
  }
  return lines;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function widthOf(text: string): number {
  // Printable ASCII is one character each; most English captions need no segmenter.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const _ of graphemes.segment(text)) width++;
  return width;
}

function squeeze(text: string): string {
  return text.trim().replace(/\s+/gu, " ");
}
