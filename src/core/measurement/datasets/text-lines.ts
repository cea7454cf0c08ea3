import type { OpenFile } from "../../workspace/workspace";

/** A line of a text file, or why it cannot be read; the lines after it can. */
export interface TextLine {
  /** 1-based. */
  readonly line: number;
  readonly text?: string;
  readonly problem?: { readonly message: string; readonly remedy: string };
}

/**
 * The lines of a UTF-8 file of any size, without their ends (LF or CRLF) and without a byte order mark. No more of the file
 * is held than one line, and of a line that is too long nothing.
 */
export async function* textLines(file: OpenFile, signal: AbortSignal): AsyncGenerator<TextLine> {
  const splitter = new LineSplitter();
  const buffer = new Uint8Array(pieceSize);
  for (let position = 0; ; ) {
    signal.throwIfAborted();
    const length = await file.readInto(buffer, position);
    if (length === 0) break;
    yield* splitter.add(buffer.subarray(0, length));
    position += length;
  }
  yield* splitter.end();
}

const pieceSize = 64 * 1024;
/** Bytes. An hour of words with times is a third of it. */
const longestLine = 1024 * 1024;
const lineFeed = 10;

class LineSplitter {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #parts: Uint8Array[] = [];
  #length = 0;
  #line = 1;

  *add(piece: Uint8Array): Generator<TextLine> {
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, start)) {
      this.#keep(piece.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    // The buffer is filled anew for the next piece.
    this.#keep(piece.slice(start));
  }

  *end(): Generator<TextLine> {
    if (this.#length > 0) yield this.#take();
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > longestLine) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): TextLine {
    const [line, length, parts] = [this.#line++, this.#length, this.#parts];
    this.#parts = [];
    this.#length = 0;
    if (length > longestLine) {
      const message = `The line has ${length} bytes; ${longestLine} are the most.`;
      return { line, problem: { message, remedy: "Split long recordings into lines with start and end." } };
    }
    return { line, ...this.#decode(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), line) };
  }

  #decode(bytes: Uint8Array, line: number): Omit<TextLine, "line"> {
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { problem: { message: "The line is not UTF-8.", remedy: "Save the file as UTF-8." } };
    }
    if (text.includes("\0")) {
      const message = "The line holds a NUL character, as in UTF-16 or a damaged file.";
      return { problem: { message, remedy: "Save the file as UTF-8, or copy it again." } };
    }
    if (line === 1 && text.startsWith("\ufeff")) text = text.slice(1);
    return { text: text.endsWith("\r") ? text.slice(0, -1) : text };
  }
}
