import { DifferenceMatrix } from "./alignment/difference-matrix";
import { markEdits } from "./alignment/edits";
import type { Alignment, AlignmentChunk, ErrorCounts, Operation } from "./scoring";

/**
 * The least-cost alignment of two token sequences; every edit costs 1. Among the alignments of least cost it takes the one
 * that RapidFuzz's Levenshtein.opcodes takes, and jiwer 4 with it, so that counts and chunks equal jiwer's also where
 * several alignments cost the same. For many utterances keep an {@link Aligner}.
 */
export function align(reference: readonly string[], hypothesis: readonly string[]): Alignment {
  return new Aligner().align(reference, hypothesis);
}

/** Words kept between utterances before the vocabulary starts again. It bounds memory, not what can be aligned. */
const largestVocabulary = 1 << 20;

/** Aligns many utterances with the same buffers and vocabulary. What it returned earlier is not touched by later calls. */
export class Aligner {
  private readonly identifiers = new Map<string, number>();
  private readonly matrix = new DifferenceMatrix();
  private reference = new Int32Array(64);
  private hypothesis = new Int32Array(64);
  private deleted = new Uint8Array(64);
  private inserted = new Uint8Array(64);

  align(reference: readonly string[], hypothesis: readonly string[]): Alignment {
    this.makeRoom(reference.length, hypothesis.length);
    this.identify(reference, hypothesis);
    this.matrix.makeRoomForTokens(this.identifiers.size + 1);
    const first = this.reference.subarray(0, reference.length);
    const second = this.hypothesis.subarray(0, hypothesis.length);
    markEdits(first, second, this.matrix, this.deleted, this.inserted);
    return this.collect(reference, hypothesis);
  }

  private makeRoom(referenceLength: number, hypothesisLength: number): void {
    if (this.reference.length < referenceLength) {
      this.reference = new Int32Array(2 * referenceLength);
      this.deleted = new Uint8Array(2 * referenceLength);
    }
    if (this.hypothesis.length < hypothesisLength) {
      this.hypothesis = new Int32Array(2 * hypothesisLength);
      this.inserted = new Uint8Array(2 * hypothesisLength);
    }
  }

  /** Reference tokens are numbered from 1. Hypothesis tokens that no reference had are all 0: they match nothing. */
  private identify(reference: readonly string[], hypothesis: readonly string[]): void {
    const { identifiers } = this;
    if (identifiers.size > largestVocabulary) identifiers.clear();
    for (let index = 0; index < reference.length; index++) {
      const token = reference[index] as string;
      let identifier = identifiers.get(token);
      if (identifier === undefined) {
        identifier = identifiers.size + 1;
        identifiers.set(token, identifier);
      }
      this.reference[index] = identifier;
    }
    for (let index = 0; index < hypothesis.length; index++)
      this.hypothesis[index] = identifiers.get(hypothesis[index] as string) ?? 0;
  }

  /** Turns marks into chunks. A deletion never stands beside an insertion, as a substitution would cost less. */
  private collect(reference: readonly string[], hypothesis: readonly string[]): Alignment {
    const { deleted, inserted, reference: first, hypothesis: second } = this;
    const chunks: AlignmentChunk[] = [];
    const counts = { hits: 0, substitutions: 0, deletions: 0, insertions: 0 };
    let row = 0;
    let column = 0;
    while (row < reference.length || column < hypothesis.length) {
      const [referenceStart, hypothesisStart] = [row, column];
      let operation: Operation;
      if (row < reference.length && deleted[row]) {
        operation = "delete";
        while (row < reference.length && deleted[row]) row++;
      } else if (column < hypothesis.length && inserted[column]) {
        operation = "insert";
        while (column < hypothesis.length && inserted[column]) column++;
      } else {
        const isEqual = first[row] === second[column];
        operation = isEqual ? "equal" : "substitute";
        do {
          row++;
          column++;
        } while (
          row < reference.length &&
          column < hypothesis.length &&
          !deleted[row] &&
          !inserted[column] &&
          (first[row] === second[column]) === isEqual
        );
      }
      counts[countOf[operation]] += Math.max(row - referenceStart, column - hypothesisStart);
      chunks.push({ operation, referenceStart, referenceEnd: row, hypothesisStart, hypothesisEnd: column });
    }
    return { reference, hypothesis, chunks, ...counts };
  }
}

const countOf = {
  equal: "hits",
  substitute: "substitutions",
  delete: "deletions",
  insert: "insertions",
} as const satisfies Record<Operation, keyof ErrorCounts>;
