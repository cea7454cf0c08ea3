import { DifferenceMatrix } from "./alignment/difference-matrix";
import { equalEnds, markEdits } from "./alignment/edits";
import type { Alignment, AlignmentChunk, Operation } from "./scoring";

/**
 * The least-cost alignment of two token sequences; every edit costs 1. Among the alignments of least cost it takes the one
 * that RapidFuzz's Levenshtein.opcodes takes, and jiwer 4 with it, so that counts and chunks equal jiwer's also where
 * several alignments cost the same. For many utterances keep an {@link Aligner}.
 */
export function align(reference: readonly string[], hypothesis: readonly string[]): Alignment {
  return new Aligner().align(reference, hypothesis);
}

/** Stands for any token of the equal ends, which are paired one by one. */
const equalEnd = -1;

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
    // Most words of an utterance are right: comparing equal ends costs less than looking every word up.
    const { prefix, suffix } = equalEnds(reference, hypothesis);
    const referenceEnd = reference.length - suffix;
    const hypothesisEnd = hypothesis.length - suffix;
    this.deleted.fill(0, 0, reference.length);
    this.inserted.fill(0, 0, hypothesis.length);
    this.markEqual(prefix, suffix, referenceEnd, hypothesisEnd);
    if (prefix < referenceEnd || prefix < hypothesisEnd) {
      this.identify(reference, hypothesis, prefix, referenceEnd, hypothesisEnd);
      this.matrix.makeRoomForTokens(this.identifiers.size + 1);
      markEdits(
        this.matrix,
        { tokens: this.reference.subarray(prefix, referenceEnd), unmatched: this.deleted, offset: prefix },
        { tokens: this.hypothesis.subarray(prefix, hypothesisEnd), unmatched: this.inserted, offset: prefix },
      );
    }
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

  private markEqual(prefix: number, suffix: number, referenceEnd: number, hypothesisEnd: number): void {
    this.reference.fill(equalEnd, 0, prefix).fill(equalEnd, referenceEnd, referenceEnd + suffix);
    this.hypothesis.fill(equalEnd, 0, prefix).fill(equalEnd, hypothesisEnd, hypothesisEnd + suffix);
  }

  /** Reference tokens are numbered from 1. Hypothesis tokens that no reference had are all 0: they match nothing. */
  private identify(
    reference: readonly string[],
    hypothesis: readonly string[],
    start: number,
    referenceEnd: number,
    hypothesisEnd: number,
  ): void {
    const { identifiers } = this;
    if (identifiers.size > largestVocabulary) identifiers.clear();
    for (let index = start; index < referenceEnd; index++) {
      const token = reference[index] as string;
      let identifier = identifiers.get(token);
      if (identifier === undefined) {
        identifier = identifiers.size + 1;
        identifiers.set(token, identifier);
      }
      this.reference[index] = identifier;
    }
    for (let index = start; index < hypothesisEnd; index++)
      this.hypothesis[index] = identifiers.get(hypothesis[index] as string) ?? 0;
  }

  /** Turns marks into chunks. A deletion never stands beside an insertion, as a substitution would cost less. */
  private collect(reference: readonly string[], hypothesis: readonly string[]): Alignment {
    const { deleted, inserted, reference: first, hypothesis: second } = this;
    const chunks: AlignmentChunk[] = [];
    let [hits, substitutions, deletions, insertions] = [0, 0, 0, 0];
    let row = 0;
    let column = 0;
    while (row < reference.length || column < hypothesis.length) {
      const referenceStart = row;
      const hypothesisStart = column;
      let operation: Operation;
      if (row < reference.length && deleted[row]) {
        operation = "delete";
        while (row < reference.length && deleted[row]) row++;
        deletions += row - referenceStart;
      } else if (column < hypothesis.length && inserted[column]) {
        operation = "insert";
        while (column < hypothesis.length && inserted[column]) column++;
        insertions += column - hypothesisStart;
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
        if (isEqual) hits += row - referenceStart;
        else substitutions += row - referenceStart;
      }
      chunks.push({ operation, referenceStart, referenceEnd: row, hypothesisStart, hypothesisEnd: column });
    }
    return { reference, hypothesis, chunks, hits, substitutions, deletions, insertions };
  }
}
