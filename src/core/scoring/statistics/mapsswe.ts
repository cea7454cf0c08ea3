import type { Alignment } from "../scoring";
import { twoSidedP } from "./normal";

/** Errors of both systems between two places where both are right. */
export interface Segment {
  readonly errorsA: number;
  readonly errorsB: number;
}

export interface Mapsswe {
  /** Above zero when `a` makes more errors, the sign of sc_stats. 0 when all segments differ by the same number. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  readonly segments: number;
}

/** So many words in a row that both systems have right, with nothing inserted between them, end a segment. */
const bufferWords = 2;

/**
 * The matched-pairs sentence-segment word error test of NIST's sc_stats (Gillick and Cox 1989). The normal
 * approximation wants some fifty segments; {@link Mapsswe.segments} says how many there were.
 *
 * Equal to sc_stats for equal alignments. sclite's own alignments cost 4 for a substitution and 3 for an insertion or
 * deletion, so where another alignment is cheaper by that count, its errors and segments are others than ours.
 * @param a alignments of one system, utterance by utterance; `b` those of the other over the same references.
 * @throws RangeError when the utterances or their references differ.
 */
export function mapsswe(a: readonly Alignment[], b: readonly Alignment[]): Mapsswe {
  if (a.length !== b.length) throw new RangeError(`${a.length} utterances stand against ${b.length}.`);
  const segments = a.flatMap((alignment, index) => {
    const other = b[index];
    return other ? segmentsOf(alignment, other) : [];
  });
  const differences = segments.map(({ errorsA, errorsB }) => errorsA - errorsB);
  const count = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const z = squares > 0 ? mean / Math.sqrt(squares / (count - 1) / count) : 0;
  return { z, p: twoSidedP(z), segments: count };
}

/** The segments of one utterance that hold an error of either system. */
export function segmentsOf(a: Alignment, b: Alignment): readonly Segment[] {
  if (a.reference.length !== b.reference.length || a.reference.some((word, index) => word !== b.reference[index])) {
    throw new RangeError("The two systems are aligned with different references.");
  }
  const [errorsA, errorsB] = [errorsByPlace(a), errorsByPlace(b)];
  const segments: Segment[] = [];
  let open: { errorsA: number; errorsB: number } | undefined;
  let right = 0;
  for (let place = 0; place < errorsA.length; place++) {
    const [inA = 0, inB = 0] = [errorsA[place], errorsB[place]];
    if (inA + inB > 0) {
      open ??= { errorsA: 0, errorsB: 0 };
      open.errorsA += inA;
      open.errorsB += inB;
      right = 0;
    } else if (isWord(place)) right++;
    if (open && right === bufferWords) {
      segments.push(open);
      open = undefined;
    }
  }
  return open ? [...segments, open] : segments;
}

/**
 * Insertions before word n stand at 2n, an error of word n itself at 2n + 1, insertions after the last word at the end.
 */
function errorsByPlace({ reference, chunks }: Alignment): Uint32Array {
  const errors = new Uint32Array(2 * reference.length + 1);
  for (const chunk of chunks) {
    if (chunk.operation === "equal") continue;
    if (chunk.operation === "insert") {
      const place = 2 * chunk.referenceStart;
      errors[place] = (errors[place] ?? 0) + chunk.hypothesisEnd - chunk.hypothesisStart;
    } else for (let word = chunk.referenceStart; word < chunk.referenceEnd; word++) errors[2 * word + 1] = 1;
  }
  return errors;
}

function isWord(place: number): boolean {
  return place % 2 === 1;
}
