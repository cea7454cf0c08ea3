import { posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Only what local files and plain links need. */
export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  private constructor(url: URL) {
    this.scheme = url.protocol.slice(0, -1);
    this.authority = url.host;
    this.path = decodeURIComponent(url.pathname);
    this.query = decodeURIComponent(url.search.slice(1));
    this.fragment = url.hash.slice(1);
  }

  static file(path: string): Uri {
    return new Uri(pathToFileURL(path));
  }

  static parse(text: string): Uri {
    return new Uri(new URL(text));
  }

  static from({ scheme, path, query = "" }: { readonly scheme: string; readonly path: string; query?: string }): Uri {
    const url = new URL(`${scheme}://`);
    url.pathname = path;
    url.search = query;
    return new Uri(url);
  }

  static joinPath(base: Uri, ...segments: string[]): Uri {
    const url = new URL(base.toString());
    url.pathname = posix.join(base.path, ...segments);
    return new Uri(url);
  }

  get fsPath(): string {
    return this.scheme === "file" ? fileURLToPath(this.toString()) : this.path;
  }

  toString(): string {
    if (this.scheme === "untitled") return `untitled:${this.path}`;
    const url = new URL(`${this.scheme}://${this.authority}`);
    url.pathname = this.path;
    url.search = this.query;
    url.hash = this.fragment;
    return url.toString();
  }
}

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    this.start = typeof start === "number" ? new Position(start, end as number) : start;
    this.end = typeof end === "number" ? new Position(endLine ?? 0, endCharacter ?? 0) : end;
  }

  get isEmpty(): boolean {
    return this.start.line === this.end.line && this.start.character === this.end.character;
  }
}

export class Location {
  readonly uri: Uri;
  readonly range: Range;

  constructor(uri: Uri, place: Range | Position) {
    this.uri = uri;
    this.range = place instanceof Range ? place : new Range(place, place);
  }
}
