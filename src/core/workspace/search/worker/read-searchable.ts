import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { decodeBytes } from "./invalid-bytes";

export interface Searchable {
  readonly text: string;
  /** A NUL was found; the text ends before it. */
  readonly isBinary: boolean;
}

/**
 * The text of a regular file as ripgrep would search it: byte order marks obeyed and removed, nothing when a NUL byte is
 * in its first 64 KiB, and only what was searched before the NUL when it comes later. Invalid bytes become lone surrogates.
 * @throws when the file cannot be read.
 */
export function readSearchable(path: Buffer, multiline: boolean): Searchable | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return undefined;
    const head = readBytes(descriptor, 0, Math.min(status.size, bufferSize));
    if (isPlain(head) && head.includes(0)) return undefined;
    if (status.size > largestFile) throw new Error(`larger than ${largestFile >> 20} MiB`);
    const tail = status.size > head.length ? readBytes(descriptor, head.length, status.size - head.length) : undefined;
    const bytes = withoutMark(tail === undefined ? head : Buffer.concat([head, tail]));
    const nul = bytes.indexOf(0);
    if (nul === -1) return { text: decodeBytes(bytes), isBinary: false };
    const end = nul < bufferSize ? 0 : multiline ? bytes.lastIndexOf(lineFeed, nul) + 1 : searchedEnd(bytes, nul);
    return end === 0 ? undefined : { text: decodeBytes(bytes.subarray(0, end)), isBinary: true };
  } finally {
    closeSync(descriptor);
  }
}

/** A string of JavaScript cannot hold more than about twice this. */
const largestFile = 256 << 20;

/** ripgrep reads through a buffer of this size, and looks for NUL in each filling before it searches it. */
const bufferSize = 1 << 16;
const lineFeed = 0x0a;

/** Where the last filling without the NUL ends: at a line end, as the rest of a line waits for the next filling. */
function searchedEnd(bytes: Buffer, nul: number): number {
  let capacity = bufferSize;
  let searched = 0;
  for (let filled = 0; ; ) {
    filled = Math.min(bytes.length, searched + capacity);
    if (nul < filled) return searched;
    const lineEnd = bytes.lastIndexOf(lineFeed, filled - 1) + 1;
    if (lineEnd > searched) searched = lineEnd;
    else capacity *= 2;
  }
}

function readBytes(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function isPlain(head: Buffer): boolean {
  return wideEncoding(head) === undefined;
}

function wideEncoding(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

function withoutMark(bytes: Buffer): Buffer {
  const encoding = wideEncoding(bytes);
  if (encoding !== undefined) return Buffer.from(new TextDecoder(encoding).decode(bytes));
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
