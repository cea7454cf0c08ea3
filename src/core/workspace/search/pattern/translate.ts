import { characterSource, isCased, readClass } from "./character-class";
import { Cursor, type Flags } from "./cursor";
import { readEscape, wordSet } from "./escapes";
import { PatternError } from "./pattern-error";

export interface TranslatedPattern {
  /** Global: it starts where its `lastIndex` says. */
  readonly regularExpression: RegExp;
  /** `\A`, `\z`: ripgrep then looks at each line together with its line feed. */
  readonly usesTextAnchors: boolean;
}

/**
 * ripgrep's syntax (Rust's) as a JavaScript pattern that finds the same, in a text whose invalid bytes were turned into
 * lone low surrogates: nothing matches those, as nothing matches invalid bytes in Rust. Without `multiline` nothing
 * matches a line end either.
 * @throws PatternError
 */
export function translatePattern(
  pattern: string,
  options: { readonly ignoreCase: boolean; readonly multiline: boolean },
): TranslatedPattern {
  const translator = new Translator(pattern, options);
  const source = translator.translate();
  try {
    return {
      regularExpression: new RegExp(source, translator.foldsCase ? "giv" : "gv"),
      usesTextAnchors: translator.usesTextAnchors,
    };
  } catch {
    throw new PatternError("The pattern is too complex for the search without ripgrep.");
  }
}

const invalidBytes = "\\u{dc80}-\\u{dcff}";
const word = `[${wordSet}]`;
const wordOrInvalid = `[${wordSet}${invalidBytes}]`;
/** Line ends as ripgrep's `--crlf` sees them: never between a carriage return and its line feed. */
const lineStart = "(?:^|(?<=\\n)|(?<=\\r)(?!\\n))";
const lineEnd = "(?:$|(?=\\r)|(?<!\\r)(?=\\n))";
const never = "(?!)";

const assertions: Readonly<Record<string, string>> = {
  A: "^",
  z: "$",
  b: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
  B: `(?:(?<=${word})(?=${word})|(?<!${wordOrInvalid})(?!${wordOrInvalid}))`,
  "<": `(?<!${word})(?=${word})`,
  ">": `(?<=${word})(?!${word})`,
  "b{start}": `(?<!${word})(?=${word})`,
  "b{end}": `(?<=${word})(?!${word})`,
  "b{start-half}": `(?<!${wordOrInvalid})`,
  "b{end-half}": `(?!${wordOrInvalid})`,
};

class Translator {
  usesTextAnchors = false;
  private readonly cursor: Cursor;
  private readonly multiline: boolean;
  /** Characters that a class never matches, as the inside of a class. */
  private readonly excluded: string;
  private readonly caseModes = new Set<boolean>();
  private readonly groupNames = new Set<string>();
  private depth = 0;

  constructor(
    pattern: string,
    { ignoreCase, multiline }: { readonly ignoreCase: boolean; readonly multiline: boolean },
  ) {
    const flags = { ignoreCase, lineAnchors: true, dotMatchesLineEnds: multiline, swapGreed: false, verbose: false };
    this.cursor = new Cursor(pattern, flags);
    this.multiline = multiline;
    this.excluded = multiline ? invalidBytes : `\\n\\r${invalidBytes}`;
  }

  get foldsCase(): boolean {
    return this.caseModes.has(true);
  }

  translate(): string {
    const source = this.alternatives();
    if (!this.cursor.atEnd) throw new PatternError("A group is closed that was never opened.");
    if (this.caseModes.size > 1) {
      throw new PatternError("Without ripgrep, `(?i)` must hold for the whole pattern.");
    }
    return source;
  }

  private alternatives(): string {
    if (++this.depth > 200) throw new PatternError("The groups are nested too deeply.");
    let source = "";
    for (;;) {
      this.cursor.skipVerboseSpace();
      const next = this.cursor.peek();
      if (next === "" || next === ")") break;
      source += this.cursor.accept("|") ? "|" : this.repeated();
    }
    this.depth--;
    return source;
  }

  private repeated(): string {
    if (this.cursor.startsWith("(?")) {
      const flags = this.flagDirective();
      if (flags !== undefined) {
        this.cursor.flags = flags;
        return "";
      }
    }
    let source = this.atom();
    for (;;) {
      this.cursor.skipVerboseSpace();
      const quantifier = this.quantifier();
      if (quantifier === undefined) return source;
      this.cursor.skipVerboseSpace();
      const lazy = this.cursor.accept("?") !== this.cursor.flags.swapGreed;
      source = `(?:${source})${quantifier}${lazy ? "?" : ""}`;
    }
  }

  private quantifier(): string | undefined {
    const simple = ["*", "+", "?"].find((text) => this.cursor.accept(text));
    if (simple !== undefined || !this.cursor.accept("{")) return simple;
    const written = this.cursor.until("}", "repetition");
    const range = /^\s*(\d+)\s*(?:(,)\s*(?:(\d+)\s*)?)?$/.exec(written);
    if (range === null) throw new PatternError(`\`{${written}}\` is not a repetition; write \`\\{\` for a brace.`);
    const [, from = "", comma = "", to = ""] = range;
    if (to !== "" && Number(from) > Number(to))
      throw new PatternError(`The repetition \`{${written}}\` runs backwards.`);
    return `{${from}${comma}${to}}`;
  }

  private atom(): string {
    const character = this.cursor.next();
    switch (character) {
      case "(":
        return this.group();
      case "[": {
        const { source, hasCase, members } = readClass(this.cursor);
        if (members?.length) this.refuseLineEnds(members, (codePoint) => !isLineEnd(codePoint));
        return this.set(source, hasCase);
      }
      case ".":
        return this.set(this.cursor.flags.dotMatchesLineEnds ? "[^]" : "[^\\n\\r]", false);
      case "^":
        return this.cursor.flags.lineAnchors ? lineStart : this.textAnchor("A");
      case "$":
        return this.cursor.flags.lineAnchors ? lineEnd : this.textAnchor("z");
      case "\\":
        return this.escape();
      case "*":
      case "+":
      case "?":
      case "{":
        throw new PatternError(`Nothing stands before \`${character}\`; write \`\\${character}\` for the character.`);
      default:
        return this.literal(character.codePointAt(0) ?? 0);
    }
  }

  private escape(): string {
    const escaped = readEscape(this.cursor);
    switch (escaped.kind) {
      case "character":
        return this.literal(escaped.codePoint);
      case "set":
        return this.set(`[${escaped.set}]`, escaped.hasCase);
      case "other": {
        if (escaped.letter === "A" || escaped.letter === "z") return this.textAnchor(escaped.letter);
        const boundary = escaped.letter === "b" && this.cursor.startsWith("{") ? this.namedBoundary() : escaped.letter;
        const assertion = Object.hasOwn(assertions, boundary) ? assertions[boundary] : undefined;
        if (assertion === undefined) throw new PatternError(`\`\\${boundary}\` is not an escape of this syntax.`);
        return assertion;
      }
    }
  }

  /** `\b{2}` is a repetition, `\b{start}` is not. */
  private namedBoundary(): string {
    if (!/[A-Za-z-]/.test(this.cursor.peek(1))) return "b";
    this.cursor.next();
    return `b{${this.cursor.until("}", "word boundary")}}`;
  }

  private textAnchor(letter: "A" | "z"): string {
    this.usesTextAnchors = true;
    return assertions[letter] ?? never;
  }

  private literal(codePoint: number): string {
    this.refuseLineEnds([codePoint], () => false);
    if (isCased(codePoint)) this.caseModes.add(this.cursor.flags.ignoreCase);
    return characterSource(codePoint);
  }

  private set(source: string, hasCase: boolean): string {
    if (hasCase) this.caseModes.add(this.cursor.flags.ignoreCase);
    return `[${source}--[${this.excluded}]]`;
  }

  /** ripgrep refuses a pattern that asks for a line end where none can be. */
  private refuseLineEnds(members: readonly number[], isAllowed: (codePoint: number) => boolean): void {
    if (this.multiline || members.some(isAllowed) || !members.some(isLineEnd)) return;
    throw new PatternError("A line end cannot be searched line by line; use multiline.");
  }

  private group(): string {
    const outer = this.cursor.flags;
    if (this.cursor.accept("?")) this.groupHead();
    const source = this.alternatives();
    if (!this.cursor.accept(")")) throw new PatternError("A group is not closed.");
    this.cursor.flags = outer;
    return `(?:${source})`;
  }

  private groupHead(): void {
    if (["=", "!", "<=", "<!"].some((text) => this.cursor.startsWith(text))) {
      throw new PatternError("Look-around, look-ahead and look-behind, is not supported.");
    }
    if (this.cursor.accept("P<") || this.cursor.accept("<")) {
      const name = this.cursor.until(">", "group name");
      if (!/^[\p{L}_][\p{L}\p{Nd}_.[\]]*$/u.test(name)) throw new PatternError(`\`${name}\` is not a group name.`);
      if (this.groupNames.has(name)) throw new PatternError(`The group name \`${name}\` is used twice.`);
      this.groupNames.add(name);
      return;
    }
    this.cursor.flags = this.readFlags(":");
  }

  /** `(?i)` holds for the rest of its group; anything else that starts with `(?` is left to {@link group}. */
  private flagDirective(): Flags | undefined {
    let ahead = 2;
    while (/^[A-Za-z-]$/.test(this.cursor.peek(ahead))) ahead++;
    if (ahead === 2 || this.cursor.peek(ahead) !== ")") return undefined;
    this.cursor.accept("(?");
    return this.readFlags(")");
  }

  private readFlags(end: ":" | ")"): Flags {
    const written = this.cursor.until(end, "flag group");
    if (!/^[a-zA-Z]*(?:-[a-zA-Z]+)?$/.test(written))
      throw new PatternError(`\`(?${written}${end}\` is not a flag group.`);
    const flags = { ...this.cursor.flags };
    let value = true;
    const seen = new Set<string>();
    for (const letter of written) {
      if (letter === "-") {
        value = false;
        continue;
      }
      const name = flagNames[letter];
      if (letter === "u" && value) continue;
      if (name === undefined || seen.has(letter)) {
        throw new PatternError(`The flag \`${letter}\` in \`(?${written}${end}\` is not supported without ripgrep.`);
      }
      seen.add(letter);
      flags[name] = value;
    }
    return flags;
  }
}

const flagNames: Readonly<Record<string, keyof Flags>> = {
  i: "ignoreCase",
  m: "lineAnchors",
  s: "dotMatchesLineEnds",
  U: "swapGreed",
  x: "verbose",
};

function isLineEnd(codePoint: number): boolean {
  return codePoint === 10 || codePoint === 13;
}
