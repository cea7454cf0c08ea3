import type { DiarizedFile } from "../diarization";
import type { TimedWord } from "../timing";
import { type CtmRow, parseCtm } from "./ctm";
import type { Read, SidedProblem } from "./problem";
import { parseRttm, type RttmRow } from "./rttm";
import { type FilePair, parseBoth } from "./utterances";

/** Words of one recording, that is, of one channel of one file. */
export interface TimedRecording {
  readonly id: string;
  readonly reference: readonly TimedWord[];
  readonly hypothesis: readonly TimedWord[];
}

export interface DiarizedRecording extends DiarizedFile {
  readonly id: string;
}

/** `ctm`: recordings belong together by file and channel. One of which the hypothesis has no line was not recognised at all. */
export function readCtm(files: FilePair): Read<readonly TimedRecording[]> {
  return readRecordings<CtmRow>(files, parseCtm);
}

/** `rttm`: likewise. */
export function readRttm(files: FilePair): Read<readonly DiarizedRecording[]> {
  return readRecordings<RttmRow>(files, parseRttm);
}

interface Row {
  readonly recording: string;
  readonly line: number;
}

interface Recording<R extends Row> {
  readonly id: string;
  readonly reference: readonly R[];
  readonly hypothesis: readonly R[];
}

function readRecordings<R extends Row>(
  files: FilePair,
  parse: Parameters<typeof parseBoth<R>>[1],
): Read<readonly Recording<R>[]> {
  const { reference, hypothesis, problems } = parseBoth(files, parse);
  if (problems.length > 0) return { problems };
  const [known, found] = [byRecording(reference), byRecording(hypothesis)];
  const unknown = [...found].flatMap(([id, [first]]): SidedProblem[] => {
    if (known.has(id) || !first) return [];
    const message = `The reference has no recording "${id}" (file and channel).`;
    return [{ side: "hypothesis", line: first.line, message, remedy: "Name files and channels alike in both files." }];
  });
  if (unknown.length > 0) return { problems: unknown };
  return {
    value: [...known].map(([id, rows]) => ({ id, reference: rows, hypothesis: found.get(id) ?? [] })),
    problems: [],
  };
}

function byRecording<R extends Row>(rows: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const recordings = new Map<string, R[]>();
  for (const row of rows) {
    const recording = recordings.get(row.recording);
    if (recording) recording.push(row);
    else recordings.set(row.recording, [row]);
  }
  return recordings;
}
