import type { Encoding } from "../../workspace/text-encoding";
import type { OpenFile } from "../../workspace/workspace";

/** A file piece by piece, as bytes in which the byte 10 ends a line and nothing else holds it. */
export interface ByteSource {
  /** The next piece, valid until the next call; undefined at the end. Rejects with the signal's reason. */
  next(): Promise<Uint8Array | undefined>;
}

/** UTF-8 and one-byte encodings, as they are, from byte `start`. One buffer serves all pieces. */
export function rawBytes(file: OpenFile, start: number, pieceBytes: number, signal: AbortSignal): ByteSource {
  const buffer = new Uint8Array(pieceBytes);
  let position = start;
  return {
    async next() {
      signal.throwIfAborted();
      const length = await file.readInto(buffer, position);
      position += length;
      return length === 0 ? undefined : buffer.subarray(0, length);
    },
  };
}

/** UTF-16 turned into UTF-8, from the start of the text. */
export function transcodedBytes(
  file: OpenFile,
  encoding: Encoding,
  pieceBytes: number,
  signal: AbortSignal,
): ByteSource {
  const raw = rawBytes(file, encoding.markBytes, pieceBytes, signal);
  const decoder = new TextDecoder(encoding.name, { ignoreBOM: true });
  const encoder = new TextEncoder();
  let ended = false;
  return {
    async next() {
      while (!ended) {
        const piece = await raw.next();
        ended = piece === undefined;
        const text = piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
        if (text !== "") return encoder.encode(text);
      }
      return undefined;
    },
  };
}
