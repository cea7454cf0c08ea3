import type { Cursor } from "./cursor";
import { PatternError } from "./pattern-error";

/** What follows a backslash: a single character, or a set of characters as the inside of a class. */
export type Escape =
  | { readonly kind: "character"; readonly codePoint: number }
  | { readonly kind: "set"; readonly set: string; readonly hasCase: boolean }
  | { readonly kind: "other"; readonly letter: string };

/** The characters of a word, in the sense of `\w`. */
export const wordSet = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}";

/** Reads an escape after its backslash. Letters that only mean something outside a class come back as `other`. */
export function readEscape(cursor: Cursor): Escape {
  const letter = cursor.next();
  const set = perlSets[letter.toLowerCase()];
  if (set !== undefined) {
    return { kind: "set", set: letter === letter.toLowerCase() ? set : `[^${set}]`, hasCase: false };
  }
  if (letter === "p" || letter === "P") {
    return { kind: "set", set: unicodeSet(cursor, letter === "P"), hasCase: true };
  }
  const control = controls[letter];
  if (control !== undefined) return { kind: "character", codePoint: control };
  const digits = hexDigits[letter];
  if (digits !== undefined) return { kind: "character", codePoint: hexadecimal(cursor, digits) };
  if (/^\d$/.test(letter)) throw new PatternError("Back-references are not supported.");
  if (/^[\0-\x7f]$/.test(letter) && !/^[\w<>]$/.test(letter)) {
    return { kind: "character", codePoint: letter.codePointAt(0) ?? 0 };
  }
  if (letter === "_") throw new PatternError("`\\_` is not an escape.");
  return { kind: "other", letter };
}

const perlSets: Readonly<Record<string, string>> = {
  d: "\\p{Nd}",
  s: "\\p{White_Space}",
  w: wordSet,
};

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function hexadecimal(cursor: Cursor, length: number): number {
  let digits = "";
  if (cursor.accept("{")) digits = cursor.until("}", "escape").trim();
  else while (digits.length < length) digits += cursor.next();
  const codePoint = /^[0-9a-f]{1,8}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  if (!(codePoint <= 0x10ffff) || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
    throw new PatternError(`\`${digits}\` is not the number of a character.`);
  }
  return codePoint;
}

function unicodeSet(cursor: Cursor, negatedByLetter: boolean): string {
  const written = cursor.accept("{") ? cursor.until("}", "Unicode class") : cursor.next();
  const [property, value] = written.split(/!?[=:]/);
  const complement = negatedByLetter !== written.includes("!=");
  const name = spellings(value ?? property ?? "");
  const candidates =
    value === undefined ? name.flatMap((text) => [text, `Script=${text}`]) : withProperty(property, name);
  const known = candidates.find(isUnicodeProperty);
  if (known === undefined) throw new PatternError(`The Unicode class \`${written}\` is not known here.`);
  return complement ? `[^\\p{${known}}]` : `\\p{${known}}`;
}

function withProperty(property: string | undefined, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => spellings(property ?? "").map((spelling) => `${spelling}=${name}`));
}

/** Rust compares these names loosely; JavaScript wants `Script_Extensions`, `Greek`, `Lu`. */
function spellings(name: string): readonly string[] {
  const words = name
    .trim()
    .toLowerCase()
    .split(/[\s_-]+/);
  const capitalised = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("_");
  return [name, capitalised, name.toUpperCase(), name.toLowerCase()];
}

function isUnicodeProperty(name: string): boolean {
  try {
    return /^[\w=]+$/.test(name) && new RegExp(`\\p{${name}}`, "u") !== undefined;
  } catch {
    return false;
  }
}
