import type { UtterancePair } from "../score";
import { readLines } from "./lines";
import { type FormatProblem, type Parsed, type Read, type SidedProblem, sided } from "./problem";
import { parseTrn, type TrnRow } from "./trn";

/** The bytes of two files that belong together. */
export interface FilePair {
  readonly reference: Uint8Array;
  readonly hypothesis: Uint8Array;
}

/** `text`: line n of one file against line n of the other; an empty line is an empty utterance. Ids are line numbers. */
export function readText(files: FilePair): Read<readonly UtterancePair[]> {
  const { reference, hypothesis, problems } = parseBoth(files, (lines) => ({ rows: lines, problems: [] }));
  if (problems.length > 0) return { problems };
  if (reference.length !== hypothesis.length) {
    const line = Math.min(reference.length, hypothesis.length) + 1;
    const message =
      hypothesis.length < reference.length
        ? `The hypothesis ends before line ${line}; the reference has ${lines(reference.length)}.`
        : `The hypothesis has ${lines(hypothesis.length)}; the reference ends before line ${line}.`;
    const remedy = "Write one line for each utterance, an empty one where nothing was recognised.";
    return { problems: [{ side: "hypothesis", line, message, remedy }] };
  }
  return {
    value: reference.map((text, index) => ({
      id: `${index + 1}`,
      reference: text,
      hypothesis: hypothesis[index] ?? "",
    })),
    problems: [],
  };
}

/** `trn`: utterances belong together by their ids, in the order of the reference. */
export function readTrn(files: FilePair): Read<readonly UtterancePair[]> {
  const { reference, hypothesis, problems } = parseBoth(files, parseTrn);
  if (problems.length > 0) return { problems };
  const [known, found] = [rowsById(reference), rowsById(hypothesis)];
  const unknown = hypothesis
    .filter(({ id }) => !known.has(id))
    .map(({ id, line }) => ({
      side: "hypothesis" as const,
      line,
      message: `The reference has no utterance ${id}.`,
      remedy: "Take the line out, or add the utterance to the reference.",
    }));
  // A line too few is reported where it should stand in the reference's order, which is the reference's line.
  const missing = reference
    .filter(({ id }) => !found.has(id))
    .map(({ id, line }) => ({
      side: "reference" as const,
      line,
      message: `The hypothesis has no utterance ${id}.`,
      remedy: `Add a line to the hypothesis: (${id}) alone where nothing was recognised.`,
    }));
  if (unknown.length + missing.length > 0) return { problems: [...unknown, ...missing] };
  return {
    value: reference.map(({ id, text }) => ({ id, reference: text, hypothesis: found.get(id)?.text ?? "" })),
    problems: [],
  };
}

function rowsById(rows: readonly TrnRow[]): ReadonlyMap<string, TrnRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

function lines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}

/** Rows of both files; an error in either, or a reference without any row, is a problem. */
export function parseBoth<Row>(
  files: FilePair,
  parse: (lines: readonly string[]) => Parsed<Row>,
): { reference: readonly Row[]; hypothesis: readonly Row[]; problems: readonly SidedProblem[] } {
  const [reference, hypothesis] = [parseFile(files.reference, parse), parseFile(files.hypothesis, parse)];
  const isEmpty = reference.problems.length === 0 && reference.rows.length === 0;
  const empty: readonly FormatProblem[] = isEmpty
    ? [{ line: 1, message: "The reference holds nothing to score.", remedy: "Check which file was named." }]
    : [];
  return {
    reference: reference.rows,
    hypothesis: hypothesis.rows,
    problems: [...sided("reference", [...reference.problems, ...empty]), ...sided("hypothesis", hypothesis.problems)],
  };
}

function parseFile<Row>(bytes: Uint8Array, parse: (lines: readonly string[]) => Parsed<Row>): Parsed<Row> {
  const { rows, problems } = readLines(bytes);
  return problems.length > 0 ? { rows: [], problems } : parse(rows);
}
