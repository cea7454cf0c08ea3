import { type OutputAdapter, OutputError } from "../engine";
import { excerpt, type Fields, finite, isFields, joined, jsonOf, languageField, timedWord, wordsField } from "./shape";

const shape = "a document: segments of lines of words, each with text and time {start, end}";

/** The tree of segments, lines and words that captioning back ends store, with `time: {start, end}` in seconds. */
export const document = {
  id: "document",
  title: "Document tree (segments, lines, words)",
  read(output) {
    const value = jsonOf(output, shape);
    const root = isFields(value) && isFields(value.document) ? value.document : value;
    if (!isFields(root) || !Array.isArray(root.segments)) {
      throw new OutputError(`The output has no list “segments”: ${excerpt(value)} Let the engine write ${shape}.`);
    }
    const segments = nodesIn(root.segments, "segments");
    const words = segments.flatMap((segment) => linesOf(segment).flatMap((line) => nodesIn(line.words, "words")));
    return {
      text: joined(segments.map(textOf)),
      ...wordsField(words.map((word) => timedWord(word.text, timeOf(word, "start"), timeOf(word, "end")))),
      ...languageField(root.language),
    };
  },
} as const satisfies OutputAdapter;

function nodesIn(list: unknown, field: string): readonly Fields[] {
  if (list === undefined || list === null) return [];
  if (Array.isArray(list) && list.every(isFields)) return list;
  throw new OutputError(`“${field}” is no list of nodes: ${excerpt(list)} Let the engine write ${shape}.`);
}

function linesOf(segment: Fields): readonly Fields[] {
  return nodesIn(segment.lines, "lines");
}

/** The node's own text, else what is below it. */
function textOf(node: Fields): string {
  if (typeof node.text === "string") return node.text;
  const below = [...nodesIn(node.lines, "lines"), ...nodesIn(node.words, "words")];
  if (below.length > 0) return joined(below.map(textOf));
  throw new OutputError(`A node has no text: ${excerpt(node)} Let the engine write ${shape}.`);
}

function timeOf(node: Fields, end: "start" | "end"): number | undefined {
  const range = node.time ?? node.time_range ?? node.timeRange ?? node;
  return isFields(range) ? finite(range[end]) : undefined;
}
