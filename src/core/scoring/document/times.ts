import type { DocumentProblem } from "../document";
import { type DocumentNode, type DocumentPlace, nameOf, type TranscriptDocument } from "./nodes";

/** Times of every node: numbers, in order, and inside of the parent. */
export function* checkTimes(document: TranscriptDocument, tolerance: number): Generator<DocumentProblem> {
  yield* checkSiblings(
    document.segments.map((node, segment) => ({ node, place: { segment } })),
    tolerance,
  );
  for (const [segment, segmentNode] of document.segments.entries()) {
    const lines = segmentNode.lines.map((node, line) => ({ node, place: { segment, line } }));
    yield* checkSiblings(lines, tolerance, { node: segmentNode, place: { segment } });
    for (const [line, lineNode] of segmentNode.lines.entries()) {
      const words = lineNode.words.map((node, word) => ({ node, place: { segment, line, word } }));
      yield* checkSiblings(words, tolerance, { node: lineNode, place: { segment, line } });
    }
  }
}

interface Placed {
  readonly node: DocumentNode;
  readonly place: DocumentPlace;
}

function* checkSiblings(siblings: readonly Placed[], tolerance: number, parent?: Placed): Generator<DocumentProblem> {
  let previous: Placed | undefined;
  for (const current of siblings) {
    const { node, place } = current;
    const { start, end } = node.time;
    const where = `The ${nameOf(place)} (${seconds(start)}–${seconds(end)})`;
    if (!isTime(node)) {
      yield { kind: "time", place, message: `${where} has no usable time: it needs 0 ≤ start ≤ end.` };
      continue;
    }
    if (previous && start < previous.node.time.start - tolerance)
      yield { kind: "order", place, message: `${where} starts before the ${nameOf(previous.place)} does.` };
    else if (previous && start < previous.node.time.end - tolerance)
      yield { kind: "order", place, message: `${where} starts before the ${nameOf(previous.place)} ends.` };
    if (parent && isTime(parent.node)) {
      const { time } = parent.node;
      if (start < time.start - tolerance || end > time.end + tolerance)
        yield {
          kind: "containment",
          place,
          message: `${where} reaches beyond its ${parent.place.line === undefined ? "segment" : "line"} (${seconds(time.start)}–${seconds(time.end)}).`,
        };
    }
    previous = current;
  }
}

function isTime({ time: { start, end } }: DocumentNode): boolean {
  return Number.isFinite(start) && Number.isFinite(end) && start >= 0 && end >= start;
}

function seconds(time: number): string {
  return `${Number.isFinite(time) ? Number(time.toFixed(3)) : time} s`;
}
