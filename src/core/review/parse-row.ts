import type { Place } from "../workspace/workspace";

/** A text that `renderReview` did not write. */
export class ReviewFormatError extends Error {
  override readonly name = "ReviewFormatError";
}

/** Reads a row from left to right. */
export class RowReader {
  #rest: string;
  readonly #row: string;

  constructor(row: string) {
    this.#row = row;
    this.#rest = row;
  }

  get rest(): string {
    return this.#rest;
  }

  /** Consumes what the pattern matches; it must start with `^`. @throws ReviewFormatError */
  match(pattern: RegExp): RegExpExecArray {
    const match = pattern.exec(this.#rest);
    if (match === null) throw new ReviewFormatError(`This row has another shape: ${this.#row}`);
    this.#rest = this.#rest.slice(match[0].length);
    return match;
  }

  /** Consumes a code span and gives its content. @throws ReviewFormatError */
  code(): string {
    const fence = this.match(/^`+/)[0];
    const closing = [...this.#rest.matchAll(/`+/g)].find(([run]) => run.length === fence.length);
    if (closing === undefined) throw new ReviewFormatError(`A code span does not end: ${this.#row}`);
    const content = this.#rest.slice(0, closing.index);
    this.#rest = this.#rest.slice(closing.index + fence.length);
    return content.startsWith(" ") ? content.slice(1, -1) : content;
  }
}

/** `path:line`; the path itself may hold colons. @throws ReviewFormatError */
export function placeOf(text: string): Place {
  const match = /^(.*):(\d+)$/.exec(text);
  if (match === null) throw new ReviewFormatError(`This is no place: ${text}`);
  return { path: match[1] ?? "", line: Number(match[2]) };
}
