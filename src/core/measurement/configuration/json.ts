/** Where something stands in a text; both counted from 1, columns in UTF-16 units as editors count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type JsonPath = readonly PropertyKey[];

/** Why a text is no JSON. */
export interface JsonFault extends Place {
  readonly message: string;
  readonly remedy: string;
}

/** A value that remembers where it was written. */
export interface PlacedJson {
  readonly value: unknown;
  /** Of the value at a path, or of the nearest thing around it that was written. */
  placeOf(path: JsonPath): Place;
}

/** Nobody writes a configuration this deep; a hostile text would overflow the stack. */
const deepest = 64;

/**
 * Strict JSON with positions. Comments and trailing commas are refused, since every other reader of a `.json` file refuses
 * them too; a field that is given twice is refused, since one of the two would be lost.
 */
export function parsePlacedJson(text: string): PlacedJson | { readonly fault: JsonFault } {
  const parser = new Parser(text);
  try {
    const value = parser.parse();
    return {
      value,
      placeOf: (path) => {
        for (let length = path.length; length >= 0; length--) {
          const at = parser.places.get(keyOf(path.slice(0, length)));
          if (at !== undefined) return placeAt(text, at);
        }
        return { line: 1, column: 1 };
      },
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { fault: { ...placeAt(text, error.at), message: error.message, remedy: error.remedy } };
  }
}

class Unreadable extends Error {
  readonly at: number;
  readonly remedy: string;

  constructor(at: number, message: string, remedy: string) {
    super(message);
    this.at = at;
    this.remedy = remedy;
  }
}

class Parser {
  readonly places = new Map<string, number>();
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  parse(): unknown {
    if (this.text.startsWith("\uFEFF")) this.at = 1;
    const value = this.value([]);
    this.skipSpace();
    if (this.at < this.text.length) throw this.unreadable("Something follows the end of the JSON.", "Remove it.");
    return value;
  }

  private value(path: JsonPath): unknown {
    this.skipSpace();
    this.places.set(keyOf(path), this.at);
    if (path.length > deepest)
      throw this.unreadable(`The JSON is nested deeper than ${deepest} levels.`, "Flatten it.");
    const character = this.text[this.at];
    if (character === "{") return this.object(path);
    if (character === "[") return this.array(path);
    if (character === '"') return this.string();
    return this.scalar();
  }

  private object(path: JsonPath): unknown {
    const entries = new Map<string, unknown>();
    this.at++;
    for (this.skipSpace(); this.text[this.at] !== "}"; this.skipSpace()) {
      if (entries.size > 0) this.comma("}");
      if (this.text[this.at] !== '"') {
        throw this.unreadable("A field name in double quotes is missing.", 'Write fields as "name": value.');
      }
      const keyAt = this.at;
      const key = this.string();
      if (entries.has(key)) {
        this.at = keyAt;
        throw this.unreadable(`The field ${JSON.stringify(key)} is given twice.`, "Keep one of the two.");
      }
      this.skipSpace();
      if (this.text[this.at] !== ":") {
        throw this.unreadable(`A colon is missing after ${JSON.stringify(key)}.`, 'Write fields as "name": value.');
      }
      this.at++;
      entries.set(key, this.value([...path, key]));
    }
    this.at++;
    return Object.fromEntries(entries);
  }

  private array(path: JsonPath): unknown {
    const items: unknown[] = [];
    this.at++;
    for (this.skipSpace(); this.text[this.at] !== "]"; this.skipSpace()) {
      if (items.length > 0) this.comma("]");
      items.push(this.value([...path, items.length]));
    }
    this.at++;
    return items;
  }

  private comma(close: string): void {
    if (this.text[this.at] !== ",") {
      throw this.unreadable(
        `A comma or ${close} is missing.`,
        `Put a comma between items and ${close} after the last.`,
      );
    }
    const commaAt = this.at++;
    this.skipSpace();
    if (this.text[this.at] !== close) return;
    this.at = commaAt;
    throw this.unreadable(`A comma stands before ${close}.`, "Remove the comma: nothing follows it.");
  }

  private string(): string {
    const [literal] = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/iuy.exec(this.rest()) ?? [];
    if (literal === undefined) {
      throw this.unreadable(
        "The text in quotes does not end, or holds a line break or an unknown escape.",
        'Close it with ", and write \\n for a line break and \\\\ for a backslash.',
      );
    }
    this.at += literal.length;
    return JSON.parse(literal) as string;
  }

  private scalar(): unknown {
    const [word] = /(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)(?![\w.])/iy.exec(this.rest()) ?? [];
    if (word === undefined || /^-?0\d/.test(word) || (/^[tfn]/i.test(word) && word !== word.toLowerCase())) {
      throw this.unreadable(
        "A value is missing or not written as JSON.",
        "Put texts into double quotes; numbers as 0.5.",
      );
    }
    this.at += word.length;
    return JSON.parse(word);
  }

  private rest(): string {
    return this.text.slice(this.at);
  }

  private skipSpace(): void {
    while (" \t\r\n".includes(this.text[this.at] ?? "x")) this.at++;
    if (this.text.startsWith("//", this.at) || this.text.startsWith("/*", this.at)) {
      throw this.unreadable("JSON has no comments.", "Remove the comment, or say it in a README beside the file.");
    }
    if (this.at >= this.text.length && this.places.size === 0) throw this.unreadable("The file is empty.", "Run init.");
  }

  private unreadable(message: string, remedy: string): Unreadable {
    return new Unreadable(this.at, message, remedy);
  }
}

function keyOf(path: JsonPath): string {
  return JSON.stringify(path.map(String));
}

function placeAt(text: string, at: number): Place {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: at - lineStart + 1 };
}
