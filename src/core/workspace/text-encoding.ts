/** How the bytes of a file are to be read as text, or `binary` when they are none. */
export interface Encoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be" | "binary";
  /** Length of the byte order mark at the start, in bytes. */
  readonly markBytes: number;
}

/** Enough of a file's start for {@link detectEncoding}, in bytes. */
export const encodingSample = 8192;

/**
 * Judges by the first bytes, as git does: a byte order mark decides; else a NUL means binary, except in the regular
 * pattern that Latin text leaves in UTF-16.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { name: binaryOr("utf-8", head), markBytes: 3 };
  if (first === 0xff && second === 0xfe && head[2] === 0 && head[3] === 0) return { name: "binary", markBytes: 0 };
  if (first === 0xff && second === 0xfe) return { name: "utf-16le", markBytes: 2 };
  if (first === 0xfe && second === 0xff) return { name: "utf-16be", markBytes: 2 };
  if (!head.includes(0)) return { name: "utf-8", markBytes: 0 };
  return { name: unmarkedUtf16(head) ?? "binary", markBytes: 0 };
}

/** Decodes whole text; damaged sequences become U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  const label = encoding.name === "binary" ? "utf-8" : encoding.name;
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes.subarray(encoding.markBytes));
}

function binaryOr(name: "utf-8", head: Uint8Array): Encoding["name"] {
  return head.includes(0) ? "binary" : name;
}

function unmarkedUtf16(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const units = Math.floor(head.length / 2);
  if (units < 8) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index < units * 2; index += 2) {
    if (head[index] === 0) evenZeros++;
    if (head[index + 1] === 0) oddZeros++;
  }
  const mostly = units * 0.4;
  const name =
    evenZeros === 0 && oddZeros >= mostly ? "utf-16le" : oddZeros === 0 && evenZeros >= mostly ? "utf-16be" : undefined;
  if (name === undefined) return undefined;
  // Samples of audio can look like it; text has no control characters and no broken pairs.
  const text = new TextDecoder(name).decode(head.subarray(0, (units - 1) * 2));
  return unlikely.test(text) ? undefined : name;
}

/** Controls other than tabs and line ends, and what the decoder puts in place of broken pairs. */
const unlikely = /[^\P{Cc}\t\n\v\f\r]|\ufffd/u;
