import type { Readable } from "node:stream";

/** Reads a stream to its end, whatever it writes, and keeps the last bytes. @returns what is kept, as text */
export function keepTail(stream: Readable, most: number): () => string {
  let kept: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    kept.push(chunk);
    length += chunk.length;
    // Now and then, so that a flood costs no copy for each piece.
    if (length > most * 4) {
      kept = [Buffer.concat(kept).subarray(-most)];
      length = most;
    }
  });
  stream.on("error", () => {});
  return () => Buffer.concat(kept).subarray(-most).toString("utf8").trimEnd();
}
