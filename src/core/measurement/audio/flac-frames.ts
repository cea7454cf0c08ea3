import type { OpenFile } from "../../workspace/workspace";
import { AudioError } from "./audio";

/**
 * The length of a FLAC file stands at its start, so that one that was cut off would keep it. Looks for the header of the
 * frame that ends with the announced number of samples, and for its end. RFC 9639, 8.2, 9.1 and 9.3.
 * @throws AudioError
 */
export async function requireLastFrame(file: OpenFile): Promise<void> {
  const { size } = file.location;
  const info = await file.read(0, 42);
  // Another first block than STREAMINFO is damage, which the reader of the whole header reports.
  if (info.length < 42 || ((info[4] ?? 0) & 0x7f) !== 0) return;
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength);
  const blockSize = view.getUint16(8);
  const largestFrame = (view.getUint8(15) << 16) | view.getUint16(16);
  const total = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
  if (total === 0) return;
  // Tags may follow the last frame.
  const start = Math.max(0, size - Math.max(largestFrame, unknownFrame) - trailingTags);
  const tail = await file.read(start, size - start);
  for (let at = tail.lastIndexOf(0xff); at !== -1; at = at === 0 ? -1 : tail.lastIndexOf(0xff, at - 1)) {
    if (lastSample(tail.subarray(at, at + longestHeader), blockSize) === total && hasEnd(tail.subarray(at))) return;
  }
  throw new AudioError("truncated", "The file is cut off: its last samples are missing.", "Copy it again.");
}

const unknownFrame = 64 * 1024;
const trailingTags = 4096;
const longestHeader = 16;

/** The number of the sample after the frame that begins here, if one does. */
function lastSample(bytes: Uint8Array, blockSize: number): number | undefined {
  const [, second = 0, sizes = 0] = bytes;
  if ((second & 0xfe) !== 0xf8) return undefined;
  const number = codedNumber(bytes.subarray(4));
  const isVariable = (second & 1) === 1;
  const [sizeCode, rateCode] = [sizes >> 4, sizes & 0x0f];
  if (!number) return undefined;
  let length = 4 + number.length;
  let samples = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 * 2 ** (sizeCode - 2) : 256 * 2 ** (sizeCode - 8);
  if (sizeCode === 6) samples = (bytes[length++] ?? 0) + 1;
  if (sizeCode === 7) samples = (((bytes[length++] ?? 0) << 8) | (bytes[length++] ?? 0)) + 1;
  if (rateCode >= 12) length += rateCode === 12 ? 1 : 2;
  if (length >= bytes.length || headerChecksum(bytes.subarray(0, length)) !== bytes[length]) return undefined;
  return (isVariable ? number.value : number.value * blockSize) + samples;
}

/** A number in the manner of UTF-8, up to 36 bits. */
function codedNumber(bytes: Uint8Array): { readonly value: number; readonly length: number } | undefined {
  const [first = 0xff] = bytes;
  const length = first < 0x80 ? 1 : Math.clz32(~(first << 24));
  if (length > 7 || (length === 1 && first >= 0x80) || bytes.length < length) return undefined;
  let value = length === 1 ? first : first & (0x7f >> length);
  for (const byte of bytes.subarray(1, length)) value = value * 64 + (byte & 0x3f);
  return { value, length };
}

/**
 * Whether a frame ends anywhere in these bytes: with its checksum (CRC-16, x¹⁶ + x¹⁵ + x² + 1) behind it the remainder is 0.
 * A cut frame of 10 kB seems to end by chance in one of seven cases, a whole one never seems cut.
 */
function hasEnd(bytes: Uint8Array): boolean {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? ((value << 1) ^ 0x8005) & 0xffff : value << 1;
    if (value === 0) return true;
  }
  return false;
}

/** CRC-8 with the polynomial x⁸ + x² + x + 1. */
function headerChecksum(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 0x80 ? ((value << 1) ^ 0x07) & 0xff : value << 1;
  }
  return value;
}
