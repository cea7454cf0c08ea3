import { PatternError } from "./pattern-error";

/** Flags of Rust's regular expressions at one place of a pattern; groups change them. */
export interface Flags {
  readonly ignoreCase: boolean;
  /** `^` and `$` also match at line ends. */
  readonly lineAnchors: boolean;
  readonly dotMatchesLineEnds: boolean;
  readonly swapGreed: boolean;
  /** White space and comments in the pattern mean nothing. */
  readonly verbose: boolean;
}

/** Reads a pattern character by character. */
export class Cursor {
  /** The flags where the cursor stands. */
  flags: Flags;
  private readonly characters: readonly string[];
  private position = 0;

  constructor(pattern: string, flags: Flags) {
    this.characters = [...pattern];
    this.flags = flags;
  }

  /** The character `ahead` of the next one; empty at the end. */
  peek(ahead = 0): string {
    return this.characters[this.position + ahead] ?? "";
  }

  next(): string {
    const character = this.peek();
    if (character === "") throw new PatternError("The pattern ends too early.");
    this.position++;
    return character;
  }

  startsWith(text: string): boolean {
    return [...text].every((character, index) => this.peek(index) === character);
  }

  /** Skips `text` when it comes next. */
  accept(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += [...text].length;
    return true;
  }

  /** Everything up to `end`, which is skipped. */
  until(end: string, what: string): string {
    let text = "";
    while (!this.accept(end)) {
      if (this.peek() === "") throw new PatternError(`The ${what} is not closed.`);
      text += this.next();
    }
    return text;
  }

  skipVerboseSpace(): void {
    if (!this.flags.verbose) return;
    for (;;) {
      if (/\p{White_Space}/u.test(this.peek())) this.position++;
      else if (this.peek() === "#") {
        while (this.peek() !== "\n") this.next();
      } else return;
    }
  }

  get atEnd(): boolean {
    return this.position >= this.characters.length;
  }
}
