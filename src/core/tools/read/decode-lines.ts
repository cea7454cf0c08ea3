import { isAscii, isUtf8 } from "node:buffer";
import type { Encoding } from "../../workspace/text-encoding";
import { cutCharacters } from "../../workspace/visible-text";
import { characterStarts, type RawLine } from "./line-reader";

export interface TextLine {
  readonly text: string;
  /** Characters (code points) left out after `text`. */
  readonly omitted: number;
  /** More than `omitted` were left out. */
  readonly endless: boolean;
}

export interface DecodedLines {
  readonly lines: readonly TextLine[];
  /** What a reader has to know about the encoding; undefined for sound UTF-8. */
  readonly note: string | undefined;
}

/**
 * Decodes a page. Bytes that are not UTF-8 are damage when other characters of the page are sound UTF-8, and become
 * U+FFFD; a page whose characters beyond ASCII are all unsound is an old one-byte file, and windows-1252 by far the
 * likeliest. Both are said, never guessed in silence.
 */
export function decodeLines(raw: readonly RawLine[], encoding: Encoding, characters: number): DecodedLines {
  const whole = raw.map(withoutTornEnd);
  const damaged = whole.filter(({ kept }) => !isUtf8(kept)).length;
  if (damaged === 0) return { lines: decodeAll(whole, "utf-8", characters), note: noteOf(encoding) };
  const sound = whole.some(({ kept }) => !isAscii(kept) && isUtf8(kept));
  if (!sound) {
    const note = "Not valid UTF-8: shown as windows-1252; text in another old encoding looks garbled";
    return { lines: decodeAll(raw, "windows-1252", characters), note };
  }
  const note = `${damaged} ${damaged === 1 ? "line holds" : "lines hold"} bytes that are not valid UTF-8, shown as U+FFFD`;
  return { lines: decodeAll(whole, "utf-8", characters), note };
}

function noteOf({ name, markBytes }: Encoding): string | undefined {
  if (name === "utf-8") return undefined;
  const order = name === "utf-16le" ? "UTF-16 LE" : "UTF-16 BE";
  return markBytes > 0 ? order : `${order} without a byte order mark`;
}

function decodeAll(
  lines: readonly RawLine[],
  encoding: "utf-8" | "windows-1252",
  characters: number,
): readonly TextLine[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return lines.map(({ kept, omittedBytes, omittedStarts, endless }) => {
    const decoded = decoder.decode(kept);
    const [text, omitted] = cutCharacters(omittedBytes === 0 ? decoded.replace(/\r$/, "") : decoded, characters);
    return { text, omitted: omitted + (encoding === "utf-8" ? omittedStarts : omittedBytes), endless };
  });
}

/** What is kept of a long line may end inside a character, which then counts as left out. */
function withoutTornEnd(line: RawLine): RawLine {
  const { kept } = line;
  if (line.omittedBytes === 0) return line;
  let end = kept.length;
  while (end > Math.max(0, kept.length - 4) && characterStarts(kept, end - 1, end) === 0) end--;
  if (end === 0 || characterStarts(kept, end - 1, end) === 0) return line;
  return {
    ...line,
    kept: kept.subarray(0, end - 1),
    omittedBytes: line.omittedBytes + kept.length - end + 1,
    omittedStarts: line.omittedStarts + 1,
  };
}
