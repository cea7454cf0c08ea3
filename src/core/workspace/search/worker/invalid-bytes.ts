/**
 * UTF-8 with room for bytes that are not: each becomes a lone low surrogate, which valid text cannot contain, so that a
 * pattern can be kept from matching it.
 */
export function decodeBytes(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeInvalid(bytes);
  }
}

/** The text as it is shown: what was not UTF-8 becomes the replacement character, as a decoder would do it. */
export function shownText(text: string): string {
  if (!/[\udc80-\udcff]/u.test(text)) return text;
  const pieces = text
    .split(/([\udc80-\udcff]+)/u)
    .map((piece, index) => (index % 2 === 1 ? bytesOf(piece) : Buffer.from(piece)));
  return Buffer.concat(pieces).toString();
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function bytesOf(surrogates: string): Buffer {
  return Buffer.from([...surrogates].map((surrogate) => surrogate.charCodeAt(0) - firstSurrogate));
}

const firstSurrogate = 0xdc00;

function decodeInvalid(bytes: Buffer): string {
  let text = "";
  let validStart = 0;
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length > 0) {
      position += length;
      continue;
    }
    text += bytes.toString("utf8", validStart, position) + String.fromCharCode(firstSurrogate + (bytes[position] ?? 0));
    position++;
    validStart = position;
  }
  return text + bytes.toString("utf8", validStart);
}

/** Bytes of the character that starts here; 0 when none does. */
function sequenceLength(bytes: Buffer, position: number): number {
  const first = bytes[position] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0 || position + length > bytes.length) return 0;
  // Decoding those few bytes settles overlong forms and surrogates.
  return bytes.toString("utf8", position, position + length).includes("\ufffd") && !isReplacement(bytes, position)
    ? 0
    : length;
}

function isReplacement(bytes: Buffer, position: number): boolean {
  return bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd;
}
