/** Seconds from the start of the audio. */
interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** What words, lines and segments have in common, under the names of the stored JSON. Other fields are not looked at. */
export interface DocumentNode {
  readonly text: string;
  readonly time: TimeRange;
  /** As text, or as objects with a name. A document without any tag at all has not been tagged yet. */
  readonly structure_tags?: readonly (string | { readonly name: string })[];
}

type WordNode = DocumentNode;

interface LineNode extends DocumentNode {
  readonly words: readonly WordNode[];
}

export interface SegmentNode extends DocumentNode {
  readonly lines: readonly LineNode[];
}

/** A transcript as it is stored: segments of lines of timed words. */
export interface TranscriptDocument {
  readonly segments: readonly SegmentNode[];
}

/** Where a node stands; indices from 0. Without `line` a segment, without `word` a line. */
export interface DocumentPlace {
  readonly segment: number;
  readonly line?: number;
  readonly word?: number;
}

/** Every node with its place, in reading order, a parent before what is in it. */
export function* nodesOf(document: TranscriptDocument): Generator<{ node: DocumentNode; place: DocumentPlace }> {
  for (const [segment, segmentNode] of document.segments.entries()) {
    yield { node: segmentNode, place: { segment } };
    for (const [line, lineNode] of segmentNode.lines.entries()) {
      yield { node: lineNode, place: { segment, line } };
      for (const [word, wordNode] of lineNode.words.entries()) yield { node: wordNode, place: { segment, line, word } };
    }
  }
}

/** “word 3 of line 1 of segment 2”: counted from 1, for people. */
export function nameOf({ segment, line, word }: DocumentPlace): string {
  const parts = [`segment ${segment + 1}`];
  if (line !== undefined) parts.unshift(`line ${line + 1}`);
  if (word !== undefined) parts.unshift(`word ${word + 1}`);
  return parts.join(" of ");
}
