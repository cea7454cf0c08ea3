/** A file that is no whole record. `line` is 1-based; the message names the remedy. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
