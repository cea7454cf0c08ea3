import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";

/** A line of a program's output without its end (`\n` or `\r\n`). */
export interface OutputLine {
  readonly text: string;
  /** When its end was read, as `performance.now()` counts: milliseconds, unmoved by changes of the clock. */
  readonly at: number;
  /** False for what stands after the last line end when the output is over. */
  readonly isWhole: boolean;
  /** False when it is no UTF-8: its text then has replacement characters. */
  readonly isUtf8: boolean;
}

/** A line was longer than allowed. What it held is gone, and so is everything after it. */
export class LongLineError extends Error {
  override readonly name = "LongLineError";
}

/**
 * The lines of a stream as they come. A program that writes faster than its lines are taken is held back.
 * @param longest bytes of a line
 * @throws LongLineError from the iterator
 */
export async function* readLines(stream: Readable, longest: number): AsyncGenerator<OutputLine> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const { chunk, at } of chunks(stream)) {
    let from = 0;
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      const last = chunk.subarray(from, end);
      if (length + last.length > longest) throw tooLong(longest);
      yield line(parts.length === 0 ? last : Buffer.concat([...parts, last]), at, true);
      parts = [];
      length = 0;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    if (rest.length === 0) continue;
    parts.push(rest);
    length += rest.length;
    if (length > longest) throw tooLong(longest);
  }
  if (length > 0) yield line(Buffer.concat(parts), performance.now(), false);
}

/** The time is taken when a chunk comes in, and not when somebody gets to it. */
async function* chunks(stream: Readable): AsyncGenerator<{ readonly chunk: Buffer; readonly at: number }> {
  const waiting: { readonly chunk: Buffer; readonly at: number }[] = [];
  let isOver = false;
  let wake = () => {};
  stream.on("data", (chunk: Buffer) => {
    waiting.push({ chunk, at: performance.now() });
    if (waiting.length >= mostWaiting) stream.pause();
    wake();
  });
  const end = () => {
    isOver = true;
    wake();
  };
  // Broken off is over: whoever reads sees from the exit what became of the program.
  stream.on("end", end).on("close", end).on("error", end);
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (isOver) return;
      else {
        stream.resume();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    // Nobody reads on. The program must not be blocked by that while it is being stopped.
    stream.removeAllListeners("data");
    stream.resume();
  }
}

/** Chunks of at most 64 KiB each. */
const mostWaiting = 16;
const lineEnd = 0x0a;

function line(bytes: Buffer, at: number, isWhole: boolean): OutputLine {
  const text = bytes.toString("utf8");
  return { text: text.endsWith("\r") ? text.slice(0, -1) : text, at, isWhole, isUtf8: isUtf8(bytes) };
}

function tooLong(longest: number): LongLineError {
  return new LongLineError(`A line of the program's output is longer than ${Math.floor(longest / 1024)} KiB.`);
}
