import type { OpenFile } from "../../workspace/workspace";
import { AudioError } from "./audio";

/**
 * A duration is read from the last whole page of an OGG file, so that one that was cut off would only seem shorter. RFC 3533, 6.
 * @throws AudioError when the last page goes beyond the end of the file
 */
export async function requireWholePages(file: OpenFile): Promise<void> {
  const { size } = file.location;
  const start = Math.max(0, size - longestPage);
  const tail = await file.read(start, size - start);
  const page = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).lastIndexOf("OggS");
  if (page === -1) return;
  const segments = tail[page + 26];
  const table = tail.subarray(page + headerSize, page + headerSize + (segments ?? 0));
  const end = page + headerSize + (segments ?? 0) + table.reduce((sum, length) => sum + length, 0);
  if (segments !== undefined && table.length === segments && end <= tail.length) return;
  throw new AudioError("truncated", "The file is cut off in the middle of a page.", "Copy it again.");
}

const headerSize = 27;
const longestPage = headerSize + 255 + 255 * 255;
