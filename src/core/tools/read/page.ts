import type { Encoding } from "../../workspace/text-encoding";
import type { OpenFile } from "../../workspace/workspace";
import { rawBytes, transcodedBytes } from "./byte-source";
import { entryBefore, type LineIndex, step } from "./line-index";
import { createLineReader, type LineReader, type RawLine } from "./line-reader";

export interface PageRequest {
  /** First line, 1-based. */
  readonly offset: number;
  readonly lines: number;
  /** The page ends after the line that reaches this many bytes. */
  readonly bytes: number;
  /** Bytes kept of one line. */
  readonly lineBytes: number;
}

export interface Page {
  readonly lines: readonly RawLine[];
  /** Whether lines follow. */
  readonly more: boolean;
  /** Lines of the whole file, when its end was reached. Less than `offset` when there is no such line. */
  readonly total: number | undefined;
}

/** Reads a page without holding more of the file than the page and one piece. */
export async function readPage(
  file: OpenFile,
  encoding: Encoding,
  index: LineIndex,
  request: PageRequest,
  signal: AbortSignal,
): Promise<Page> {
  const { reader, line } = await seek(file, encoding, index, request.offset, signal);
  if (line < request.offset) return { lines: [], more: false, total: line - 1 };
  const lines: RawLine[] = [];
  let bytes = 0;
  while (lines.length < request.lines && bytes < request.bytes) {
    const next = await reader.next(request.lineBytes);
    if (next === undefined) break;
    lines.push(next);
    bytes += next.kept.length;
    if (next.endless) return { lines, more: true, total: undefined };
  }
  const ended = await reader.isAtEnd();
  return { lines, more: !ended, total: ended ? line - 1 + lines.length : undefined };
}

/** A reader that stands at line `offset`, or at the end of the file: `line` is the line that would come next. */
async function seek(
  file: OpenFile,
  encoding: Encoding,
  index: LineIndex,
  offset: number,
  signal: AbortSignal,
): Promise<{ readonly reader: LineReader; readonly line: number }> {
  if (encoding.name !== "utf-8") {
    const reader = createLineReader(transcodedBytes(file, encoding, offset === 1 ? firstPiece : step, signal));
    return { reader, line: (await reader.skip(offset - 1)) + 1 };
  }
  if (offset === 1)
    return { reader: createLineReader(rawBytes(file, encoding.markBytes, firstPiece, signal)), line: 1 };
  const { entry, passed } = entryBefore(index, offset - 1, file.location.size);
  let counted = passed;
  let piece = entry;
  const reader = createLineReader(rawBytes(file, entry * step, step, signal), (lineFeeds) => {
    counted += lineFeeds;
    piece++;
    index.lineFeeds[piece] = counted;
  });
  return { reader, line: passed + (await reader.skip(offset - 1 - passed)) + 1 };
}

/** A first page needs little more than itself. Bytes. */
const firstPiece = 64 * 1024;
