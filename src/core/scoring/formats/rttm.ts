import { fieldsOf, numberOf } from "./lines";
import type { FormatProblem, Parsed } from "./problem";

/** One turn; times in seconds. */
export interface RttmRow {
  /** File and channel, as `talk 1`. */
  readonly recording: string;
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** Other kinds of lines that the format has and that say nothing of who speaks when. */
const otherKinds = new Set([
  "SEGMENT",
  "SPKR-INFO",
  "LEXEME",
  "NON-LEX",
  "NON-SPEECH",
  "NO_RT_METADATA",
  "FILLER",
  "EDIT",
  "SU",
  "IP",
  "CB",
  "A/P",
]);

/** NIST's Rich Transcription Time Marked: `SPEAKER file channel start duration <NA> <NA> name <NA> <NA>`. */
export function parseRttm(lines: readonly string[]): Parsed<RttmRow> {
  const rows: RttmRow[] = [];
  const problems: FormatProblem[] = [];
  for (const [index, content] of lines.entries()) {
    const fields = fieldsOf(content);
    if (!fields || otherKinds.has(fields[0] ?? "")) continue;
    const row = rowOf(fields);
    if ("speaker" in row) rows.push({ ...row, line: index + 1 });
    else problems.push({ line: index + 1, ...row });
  }
  return { rows, problems };
}

function rowOf(fields: readonly string[]): Omit<RttmRow, "line"> | Omit<FormatProblem, "line"> {
  const [kind, file, channel, startField, durationField, , , speaker] = fields;
  if (kind === "NOSCORE") {
    return { message: "NOSCORE regions are not supported.", remedy: "Take the region out of both files." };
  }
  if (kind !== "SPEAKER" || speaker === undefined || fields.length > 10) {
    return {
      message: kind === "SPEAKER" ? `The line has ${fields.length} fields.` : `${kind} is no kind of RTTM line.`,
      remedy: "Write: SPEAKER file channel start duration <NA> <NA> name <NA> <NA>.",
    };
  }
  const [start, duration] = [numberOf(startField), numberOf(durationField)];
  if (start === undefined || start < 0 || duration === undefined || duration < 0) {
    return {
      message: `Start ${startField} and duration ${durationField} are no times.`,
      remedy: "Write both in seconds, from zero up, as 12.34.",
    };
  }
  return { recording: `${file} ${channel}`, speaker, start, end: start + duration };
}
