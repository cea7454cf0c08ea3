import { OutputError } from "../../engine";
import { excerpt, isFields } from "../shape";

export interface Segment {
  readonly text: string;
  readonly words: unknown;
}

/** Segments as objects, or as the named tuples of faster-whisper before 1.1, which become lists in JSON. */
export function segmentsOf(segments: unknown): readonly Segment[] {
  if (!Array.isArray(segments)) {
    throw new OutputError(
      `“segments” is no list: ${excerpt(segments)} Collect them first; faster-whisper returns a generator: list(segments).`,
    );
  }
  return segments.map(segmentOf);
}

function segmentOf(segment: unknown): Segment {
  if (isFields(segment) && typeof segment.text === "string") return { text: segment.text, words: segment.words };
  if (Array.isArray(segment)) {
    const text = segment[4];
    const words = segment.find(
      (part) => Array.isArray(part) && part.length > 0 && part.every((item) => Array.isArray(item) && item.length >= 3),
    );
    if (typeof text === "string") return { text, words };
  }
  throw new OutputError(
    `A segment has no text: ${excerpt(segment)} Write each segment as an object with text, start, end.`,
  );
}
