import type { Finding } from "../search/collector";
import { lineText, longestLine } from "../search/line-text";

export type OutputKind = "lines" | "files" | "counts";

/**
 * Takes ripgrep's plain output apart: `path NUL line:text LF`, `path NUL` or `path NUL count LF`. Names may hold line
 * feeds and bytes that are not UTF-8, hence bytes and not lines. JSON output would be twice as slow, and has no limit for
 * the length of a line.
 */
export class OutputParser {
  private readonly kind: OutputKind;
  private readonly onFinding: (finding: Finding) => boolean;
  private rest: Buffer = Buffer.alloc(0);
  private pathBytes: Buffer = Buffer.alloc(0);
  private path = "";

  constructor(kind: OutputKind, onFinding: (finding: Finding) => boolean) {
    this.kind = kind;
    this.onFinding = onFinding;
  }

  /** False as soon as a finding was the last one wanted. */
  push(chunk: Buffer): boolean {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (;;) {
      const pathEnd = bytes.indexOf(0);
      const end = this.kind === "files" || pathEnd === -1 ? pathEnd : bytes.indexOf(lineFeed, pathEnd);
      if (end === -1) break;
      this.readPath(bytes.subarray(0, pathEnd));
      if (!this.onFinding(this.finding(bytes.subarray(pathEnd + 1, end)))) return false;
      bytes = bytes.subarray(end + 1);
    }
    this.rest = bytes;
    return true;
  }

  private readPath(bytes: Buffer): void {
    if (bytes.equals(this.pathBytes)) return;
    const path = this.withoutBinaryWarning(bytes);
    this.pathBytes = Buffer.from(path);
    this.path = path.toString().replace(/^\.\//, "");
  }

  /** A note that a file turned out to be binary stands before the next path, without a NUL of its own. */
  private withoutBinaryWarning(bytes: Buffer): Buffer {
    const start = Buffer.concat([this.pathBytes, binaryWarning]);
    if (this.pathBytes.length === 0 || !bytes.subarray(0, start.length).equals(start)) return bytes;
    return bytes.subarray(bytes.indexOf(lineFeed, start.length) + 1);
  }

  private finding(body: Buffer): Finding {
    const { path } = this;
    if (this.kind === "files") return { path, matches: 1 };
    if (this.kind === "counts") return { path, matches: Number(body.toString()) };
    let digits = 0;
    while (isDigit(body[digits])) digits++;
    const isMatch = body[digits] === colon;
    const line = Number(body.toString("latin1", 0, digits));
    return { path, line: { line, text: textOf(body.subarray(digits + 1)), isMatch } };
  }
}

/** A longer line comes as its first characters and a note of ripgrep's. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString();
  if (bytes.length <= longestLine) return lineText(text);
  return lineText(text.replace(/ \[\.\.\. (?:omitted end of long line|\d+ more match(?:es)?)\]$/, ""));
}

const lineFeed = 0x0a;
const colon = 0x3a;
const binaryWarning = Buffer.from(": WARNING: stopped searching binary file after match");

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
