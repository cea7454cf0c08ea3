import { fieldsOf, numberOf } from "./lines";
import type { FormatProblem, Parsed } from "./problem";

/** One word; times in seconds. */
export interface CtmRow {
  /** File and channel, as `talk 1`. */
  readonly recording: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/**
 * NIST's time-marked words: `file channel start duration word [confidence [lex [speaker]]]`, in order of time within a
 * recording. Words are told apart by file and channel only, not by speaker.
 */
export function parseCtm(lines: readonly string[]): Parsed<CtmRow> {
  const rows: CtmRow[] = [];
  const problems: FormatProblem[] = [];
  const lastStarts = new Map<string, number>();
  for (const [index, content] of lines.entries()) {
    const fields = fieldsOf(content);
    if (!fields) continue;
    const row = rowOf(fields);
    const last = "text" in row ? lastStarts.get(row.recording) : undefined;
    if (!("text" in row)) problems.push({ line: index + 1, ...row });
    else if (last !== undefined && row.start < last) {
      problems.push({
        line: index + 1,
        message: `The word starts at ${row.start} s, before the word above it (${last} s).`,
        remedy: "Sort the file by time, for example with sort -s -k1,1 -k2,2 -k3,3n.",
      });
    } else {
      lastStarts.set(row.recording, row.start);
      rows.push({ ...row, line: index + 1 });
    }
  }
  return { rows, problems };
}

function rowOf(fields: readonly string[]): Omit<CtmRow, "line"> | Omit<FormatProblem, "line"> {
  const [file, channel, startField, durationField, text, confidence, kind, , ...rest] = fields;
  if (fields.some((field) => /^<ALT(_BEGIN|_END)?>$/i.test(field))) {
    return {
      message: "The file has alternatives (<ALT>).",
      remedy: "Keep one of them: alternatives are not supported.",
    };
  }
  if (text === undefined || rest.length > 0) {
    return {
      message: `The line has ${fields.length} fields.`,
      remedy: "Write: file channel start duration word [confidence [lex [speaker]]].",
    };
  }
  const [start, duration] = [numberOf(startField), numberOf(durationField)];
  if (start === undefined || start < 0 || duration === undefined || duration < 0) {
    return {
      message: `Start ${startField} and duration ${durationField} are no times.`,
      remedy: "Write both in seconds, from zero up, as 12.34.",
    };
  }
  if (confidence !== undefined && confidence !== "NA" && numberOf(confidence) === undefined) {
    return { message: `The confidence ${confidence} is no number.`, remedy: "Leave it out or write it as 0.93." };
  }
  if (kind !== undefined && kind.toLowerCase() !== "lex") {
    return {
      message: `The kind of word ${kind} is not lex.`,
      remedy: "Take the line out, or mark what is scored as lex.",
    };
  }
  return { recording: `${file} ${channel}`, text, start, end: start + duration };
}
