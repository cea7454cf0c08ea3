/**
 * What Python means by white space and by a letter of a word, for use inside a character class. JavaScript's own classes
 * differ: its `\s` knows U+FEFF but not U+001C to U+001F or U+0085, and its `\w`, `\d` and `\b` know ASCII only.
 */
export const whiteSpace = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const wordLetter = String.raw`\p{L}\p{N}_`;

/** The two halves of Python's `\b`, for patterns that begin or end with a letter of a word; they need the flag `u`. */
export const wordStart = `(?<![${wordLetter}])`;
export const wordEnd = `(?![${wordLetter}])`;

const runs = new RegExp(`[${whiteSpace}]+`, "g");
const longRuns = new RegExp(`[${whiteSpace}]{2,}`, "g");
const isWhiteSpace = new RegExp(`[${whiteSpace}]`);

/** `re.sub(r"\s+", " ", text)` */
export function collapse(text: string): string {
  return text.replace(runs, " ");
}

/** `re.sub(r"\s\s+", " ", text)`: a lone tab stays a tab. */
export function collapseRuns(text: string): string {
  return text.replace(longRuns, " ");
}

/** `text.strip()`. A loop, because a pattern that is anchored at the end takes quadratic time on long runs of spaces. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace.test(text.charAt(start))) start++;
  while (end > start && isWhiteSpace.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `text.split()` */
export function split(text: string): string[] {
  return text.split(runs).filter((word) => word !== "");
}

/** `int(digits)` for decimal digits of any script. */
export function integer(digits: string): bigint {
  return BigInt(digits.replace(/(?![0-9])\p{Nd}/gu, asciiDigit));
}

/** The digits of each script stand in one block from zero to nine; where blocks touch, they are a multiple of ten apart. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}
