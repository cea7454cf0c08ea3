import type { Parsed } from "./problem";

/**
 * Lines of a UTF-8 file without their ends (LF or CRLF) and without a byte order mark. The end of the last line does not
 * begin another one, so that a file with and without it has the same lines; an empty file has none.
 */
export function readLines(bytes: Uint8Array): Parsed<string> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return unreadable(1, "The file is UTF-16.");
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return unreadable(firstInvalidLine(bytes), "The line is not UTF-8.");
  }
  const nul = text.indexOf("\0");
  if (nul !== -1) {
    return unreadable(text.slice(0, nul).split("\n").length, "The line holds a NUL character, as in UTF-16.");
  }
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (lines.at(-1) === "" && !text.endsWith("\r")) lines.pop();
  return { rows: lines, problems: [] };
}

function unreadable(line: number, message: string): Parsed<string> {
  const remedy = "Save the file as UTF-8, for example with iconv -t UTF-8.";
  return { rows: [], problems: [{ line, message, remedy }] };
}

/** A line feed is never part of another character in UTF-8, so lines can be told apart before they are decoded. */
function firstInvalidLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (feed === -1) return line;
    start = feed + 1;
  }
}

/** A finite decimal number, as these formats write times. */
export function numberOf(field: string | undefined): number | undefined {
  return field !== undefined && /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(field) ? Number(field) : undefined;
}

/** Fields between blanks and tabs. Nothing for an empty line or a comment (`;;`). */
export function fieldsOf(line: string): readonly string[] | undefined {
  const trimmed = line.trim();
  return trimmed === "" || trimmed.startsWith(";;") ? undefined : trimmed.split(/[ \t]+/);
}
