import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import { type Line, longestLine, readLines } from "./record-log-lines";
import { RecordOrder, type Stamp } from "./record-log-order";

/** One line of a file of records: any JSON object that says what it is. `number` and `writer` are this folder's own. */
export interface StoredRecord {
  readonly type: string;
}

/** What could not be read, and where. The rest of the file is unharmed. */
export interface RecordProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** A clause without a full stop. */
  readonly message: string;
}

export type RecordEntry =
  | { readonly record: StoredRecord; readonly line: number }
  | { readonly problem: RecordProblem };

/** Up to where a file is known, and what counts up to there. */
export interface KnownPart {
  readonly end: number;
  readonly order: RecordOrder;
}

export interface ReadOptions {
  /**
   * Looks at the first characters of a record, starting with `"type":"…"`, and says whether it is wanted. What is not
   * wanted is not parsed, which makes looking for a few small records in large files cheap.
   */
  readonly wanted?: (head: string) => boolean;
  /** Reads no further than this record. */
  readonly last?: Stamp;
}

/**
 * Reads the records behind `known` up to the offset `to`. Never throws for what it finds there: a line that is torn,
 * broken, too long or full of NUL bytes becomes a problem, and a record that does not count is passed over. Returns
 * the part that is known afterwards; a torn last line is not in it, since its writer may still be at work.
 */
export async function* readEntries(
  handle: FileHandle,
  file: string,
  known: KnownPart,
  to: number,
  { wanted, last }: ReadOptions = {},
): AsyncGenerator<RecordEntry, KnownPart> {
  const order = new RecordOrder(known.order);
  let end = known.end;
  for await (const line of readLines(handle, known.end, to)) {
    const parsed = parseLine(line, wanted);
    if (parsed.problem !== undefined) yield { problem: { file, line: line.number, message: parsed.problem } };
    const counts = parsed.stamp === undefined || order.accept(parsed.stamp);
    if (line.terminated || parsed.problem === undefined) end = line.end;
    if (parsed.record !== undefined && counts) yield { record: parsed.record, line: line.number };
    if (last && parsed.stamp?.writer === last.writer && parsed.stamp.number === last.number) break;
  }
  return { end, order };
}

interface ParsedLine {
  readonly stamp?: Stamp;
  readonly record?: StoredRecord;
  readonly problem?: string;
}

const prefix = /^\{"number":(\d{1,15}),"writer":"([0-9a-z]{1,40})",/;

function parseLine({ bytes, terminated }: Line, wanted: ReadOptions["wanted"]): ParsedLine {
  if (bytes === undefined) return { problem: `longer than ${longestLine} bytes, not read` };
  if (wanted) {
    const head = bytes.toString("latin1", 0, 240);
    const match = prefix.exec(head);
    const stamp = match ? { number: Number(match[1]), writer: match[2] ?? "" } : undefined;
    const rest = match ? head.slice(match[0].length) : head.slice(1);
    // Without the closing brace the line is torn, and the whole of it must be looked at to say so.
    if (rest.startsWith('"type":"') && bytes.at(-1) === 125 && !wanted(rest)) return stamp ? { stamp } : {};
  }
  const solid = withoutNul(bytes);
  if (solid.length === 0) return bytes.length === 0 ? {} : { problem: `${bytes.length} NUL bytes instead of a record` };
  if (!isUtf8(solid)) return { problem: "not UTF-8" };
  const value = parseJson(solid.toString("utf8"));
  if (value === undefined) return { problem: terminated ? "not a JSON object" : "the last record is torn" };
  const { number, writer, ...record } = value;
  if (typeof record.type !== "string") return { problem: "a record without a type" };
  return {
    record: { ...record, type: record.type },
    ...(isNumber(number) && typeof writer === "string" && { stamp: { number, writer } }),
    ...(solid.length < bytes.length && { problem: `${bytes.length - solid.length} NUL bytes beside a record` }),
  };
}

/** After a loss of power some file systems leave NUL bytes where the last lines should be. */
function withoutNul(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length];
  while (start < end && bytes[start] === 0) start++;
  while (end > start && bytes[end - 1] === 0) end--;
  return bytes.subarray(start, end);
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
