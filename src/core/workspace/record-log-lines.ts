import type { FileHandle } from "node:fs/promises";

/** Bytes asked of the system at a time. Between two reads the event loop is free. */
const chunkBytes = 256 * 1024;
/** Bytes of the longest line that is kept. */
export const longestLine = 32 * 1024 * 1024;

export interface Line {
  /** Counts from 1 at `from`. */
  readonly number: number;
  /** Offset in the file behind the line and its line feed. */
  readonly end: number;
  /** Without the line feed, and only until the next line is asked for; undefined for a line that is longer than {@link longestLine}. */
  readonly bytes: Buffer | undefined;
  /** False for a last line without a line feed. */
  readonly terminated: boolean;
}

/** The lines of a file from one offset up to another, in memory bounded by the longest line. */
export async function* readLines(handle: FileHandle, from: number, to: number): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let kept = 0;
  let number = 1;
  let position = from;
  const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(0, to - from)));
  const keep = (piece: Buffer) => {
    kept += piece.length;
    if (kept > longestLine) pieces = [];
    else pieces.push(piece);
  };
  const take = (end: number, terminated: boolean): Line => {
    const bytes = kept > longestLine ? undefined : pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    kept = 0;
    return { number: number++, end, bytes, terminated };
  };
  while (position < to) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, to - position), position);
    if (bytesRead === 0) break;
    const filled = chunk.subarray(0, bytesRead);
    let start = 0;
    for (let feed = filled.indexOf(10); feed !== -1; feed = filled.indexOf(10, start)) {
      keep(filled.subarray(start, feed));
      start = feed + 1;
      yield take(position + start, true);
    }
    // A copy, since the next chunk takes the place of this one.
    if (start < bytesRead) keep(Buffer.from(filled.subarray(start)));
    position += bytesRead;
  }
  if (kept > 0) yield take(position, false);
}
