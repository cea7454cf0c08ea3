import type { Cursor } from "./cursor";
import { readEscape } from "./escapes";
import { PatternError } from "./pattern-error";

export interface CharacterClass {
  /** The class for a JavaScript pattern with the `v` flag, with its brackets. */
  readonly source: string;
  readonly hasCase: boolean;
  /** The characters, when the class lists nothing but a few single ones and is not negated. */
  readonly members: readonly number[] | undefined;
}

/** Reads a bracketed class after its `[`. */
export function readClass(cursor: Cursor, depth = 0): CharacterClass {
  if (depth > 50) throw new PatternError("The classes are nested too deeply.");
  const negated = cursor.accept("^");
  let operand = new Operand();
  let left: { readonly source: string; readonly operator: string } | undefined;
  let hasCase = false;
  while (cursor.peek() === "-") operand.addCharacter(cursor.next());
  if (operand.isEmpty && cursor.peek() === "]") operand.addCharacter(cursor.next());
  for (;;) {
    cursor.skipVerboseSpace();
    if (cursor.atEnd) throw new PatternError("The character class is not closed.");
    const operator = operators.find((text) => cursor.accept(text));
    if (operator !== undefined || cursor.peek() === "]") {
      left = { source: combine(left, operand.source), operator: operator ?? "" };
      hasCase ||= operand.hasCase;
      if (operator === undefined) break;
      operand = new Operand(false);
      continue;
    }
    readItem(cursor, operand, depth);
  }
  cursor.next();
  return {
    source: negated ? `[^${left.source}]` : left.source,
    hasCase,
    members: negated ? undefined : operand.members,
  };
}

const operators = ["&&", "--", "~~"];

/** One side of `&&`, `--` or `~~`. */
class Operand {
  hasCase = false;
  members: number[] | undefined;
  private items = "";

  constructor(isWhole = true) {
    this.members = isWhole ? [] : undefined;
  }

  get isEmpty(): boolean {
    return this.items === "";
  }

  get source(): string {
    return `[${this.items}]`;
  }

  addCharacter(character: string | number): void {
    const codePoint = typeof character === "number" ? character : (character.codePointAt(0) ?? 0);
    this.items += characterSource(codePoint);
    this.members?.push(codePoint);
    this.hasCase ||= isCased(codePoint);
  }

  addRange(first: number, last: number): void {
    if (first > last) throw new PatternError("A range in a character class runs backwards.");
    this.items += `${characterSource(first)}-${characterSource(last)}`;
    this.members = undefined;
    // Digits and punctuation aside, a range holds letters.
    this.hasCase ||= last > 0x40;
  }

  addSet(set: string, hasCase: boolean): void {
    this.items += set;
    this.members = undefined;
    this.hasCase ||= hasCase;
  }
}

function readItem(cursor: Cursor, operand: Operand, depth: number): void {
  if (cursor.peek() === "[") {
    const posix = readPosixSet(cursor);
    if (posix === undefined) cursor.next();
    const nested = posix === undefined ? readClass(cursor, depth + 1) : { source: posix, hasCase: true };
    operand.addSet(nested.source, nested.hasCase);
    return;
  }
  const first = readCharacter(cursor);
  if (typeof first !== "number") {
    operand.addSet(first.set, first.hasCase);
    return;
  }
  cursor.skipVerboseSpace();
  if (cursor.peek() !== "-" || cursor.peek(1) === "]" || cursor.peek(1) === "-") {
    operand.addCharacter(first);
    return;
  }
  cursor.next();
  cursor.skipVerboseSpace();
  const last = readCharacter(cursor);
  if (typeof last !== "number") throw new PatternError("A range in a character class ends in a set.");
  operand.addRange(first, last);
}

function readCharacter(cursor: Cursor): number | { readonly set: string; readonly hasCase: boolean } {
  const character = cursor.next();
  if (character !== "\\") return character.codePointAt(0) ?? 0;
  const escaped = readEscape(cursor);
  switch (escaped.kind) {
    case "character":
      return escaped.codePoint;
    case "set":
      if (cursor.peek() === "-" && cursor.peek(1) !== "]" && cursor.peek(1) !== "-") {
        throw new PatternError("A range in a character class starts with a set.");
      }
      return escaped;
    case "other":
      throw new PatternError(`\`\\${escaped.letter}\` means nothing in a character class.`);
  }
}

function readPosixSet(cursor: Cursor): string | undefined {
  for (const [name, set] of Object.entries(posixSets)) {
    if (cursor.accept(`[:${name}:]`)) return `[${set}]`;
    if (cursor.accept(`[:^${name}:]`)) return `[^${set}]`;
  }
  return undefined;
}

const posixSets: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t\\x20",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
  space: "\\t\\n\\v\\f\\r\\x20",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function combine(left: { readonly source: string; readonly operator: string } | undefined, right: string): string {
  if (left === undefined) return right;
  if (left.operator === "~~") return `[[${left.source}--${right}][${right}--${left.source}]]`;
  return `[${left.source}${left.operator}${right}]`;
}

export function characterSource(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${codePoint.toString(16)}}`;
}

export function isCased(codePoint: number): boolean {
  const character = String.fromCodePoint(codePoint);
  return character.toLowerCase() !== character.toUpperCase();
}
