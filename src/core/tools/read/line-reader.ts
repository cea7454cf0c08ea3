import type { ByteSource } from "./byte-source";

/** A line as bytes, without its line feed. Only the start of a long one is kept; the rest is counted. */
export interface RawLine {
  readonly kept: Uint8Array;
  readonly omittedBytes: number;
  /** Bytes left out that start a character in UTF-8. */
  readonly omittedStarts: number;
  /** The line is longer than {@link longestCounted}, so counting stopped and its end is unknown. */
  readonly endless: boolean;
}

/** How far a line is followed to count what is left out of it, in bytes. */
const longestCounted = 64 * 1024 * 1024;

export interface LineReader {
  /** Goes past `lines` line ends, or to the end of the file. Resolves to the lines passed, an unended last one included. */
  skip(lines: number): Promise<number>;
  /** The next line with at most `keep` bytes of it, or undefined at the end. */
  next(keep: number): Promise<RawLine | undefined>;
  isAtEnd(): Promise<boolean>;
}

/** `onPiece` hears the number of line feeds in each piece that `skip` passed as a whole. */
export function createLineReader(source: ByteSource, onPiece: (lineFeeds: number) => void = () => {}): LineReader {
  let piece: Uint8Array = new Uint8Array(0);
  let cursor = 0;

  async function isAtEnd(): Promise<boolean> {
    while (cursor >= piece.length) {
      const next = await source.next();
      if (next === undefined) return true;
      piece = next;
      cursor = 0;
    }
    return false;
  }

  return {
    isAtEnd,
    async skip(lines) {
      let skipped = 0;
      let unended = false;
      while (skipped < lines && !(await isAtEnd())) {
        const before = skipped;
        while (skipped < lines) {
          const end = piece.indexOf(lineFeed, cursor);
          if (end === -1) break;
          cursor = end + 1;
          skipped++;
        }
        if (skipped === lines) return skipped;
        unended = cursor < piece.length;
        cursor = piece.length;
        onPiece(skipped - before);
      }
      return unended ? skipped + 1 : skipped;
    },
    async next(keep) {
      if (await isAtEnd()) return undefined;
      const parts: Uint8Array[] = [];
      let kept = 0;
      let omittedBytes = 0;
      let omittedStarts = 0;
      while (!(await isAtEnd())) {
        const found = piece.indexOf(lineFeed, cursor);
        const end = found === -1 ? piece.length : found;
        const keptEnd = Math.min(end, cursor + keep - kept);
        parts.push(piece.slice(cursor, keptEnd));
        kept += keptEnd - cursor;
        omittedBytes += end - keptEnd;
        omittedStarts += characterStarts(piece, keptEnd, end);
        cursor = found === -1 ? end : end + 1;
        if (found !== -1) break;
        if (omittedBytes > longestCounted) return { kept: joined(parts), omittedBytes, omittedStarts, endless: true };
      }
      return { kept: joined(parts), omittedBytes, omittedStarts, endless: false };
    },
  };
}

const lineFeed = 10;

/** Every byte of UTF-8 but the continuations, `10xxxxxx`. */
export function characterStarts(bytes: Uint8Array, start: number, end: number): number {
  let starts = 0;
  for (let index = start; index < end; index++) if (((bytes[index] ?? 0) & 0xc0) !== 0x80) starts++;
  return starts;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
