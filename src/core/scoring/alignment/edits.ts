import type { DifferenceMatrix } from "./difference-matrix";

/** RapidFuzz keeps a whole matrix below this size (two bits a cell of the band) and divides the problem above it. */
const largestMatrix = 1024 * 1024;

/**
 * Marks the reference tokens that are deleted and the hypothesis tokens that are inserted (1, else 0). The other tokens stand
 * in pairs, in order. Ties are broken as in RapidFuzz 3: equal ends are taken off first; from the end, a deletion before an
 * insertion before a pair; large problems are divided at the middle of the hypothesis (D. Hirschberg, 1975) at the earliest
 * reference position of least cost.
 */
export function markEdits(
  reference: Int32Array,
  hypothesis: Int32Array,
  matrix: DifferenceMatrix,
  deleted: Uint8Array,
  inserted: Uint8Array,
): void {
  deleted.fill(0, 0, reference.length);
  inserted.fill(0, 0, hypothesis.length);
  markPart({ matrix, deleted, inserted }, reference, hypothesis, 0, 0, Number.POSITIVE_INFINITY);
}

interface Target {
  readonly matrix: DifferenceMatrix;
  readonly deleted: Uint8Array;
  readonly inserted: Uint8Array;
}

/** `limit`: no least-cost alignment of this part costs more. Offsets are those of the part in the whole. */
function markPart(
  target: Target,
  wholeReference: Int32Array,
  wholeHypothesis: Int32Array,
  wholeReferenceOffset: number,
  wholeHypothesisOffset: number,
  limit: number,
): void {
  const { prefix, suffix } = equalEnds(wholeReference, wholeHypothesis);
  const reference = wholeReference.subarray(prefix, wholeReference.length - suffix);
  const hypothesis = wholeHypothesis.subarray(prefix, wholeHypothesis.length - suffix);
  const referenceOffset = wholeReferenceOffset + prefix;
  const hypothesisOffset = wholeHypothesisOffset + prefix;
  if (reference.length === 0 || hypothesis.length === 0) {
    target.deleted.fill(1, referenceOffset, referenceOffset + reference.length);
    target.inserted.fill(1, hypothesisOffset, hypothesisOffset + hypothesis.length);
    return;
  }
  const band = Math.min(limit, Math.max(reference.length, hypothesis.length));
  const bytes = Math.floor((2 * Math.min(reference.length, 2 * band + 1) * hypothesis.length) / 8);
  if (bytes < largestMatrix || reference.length < 65 || hypothesis.length < 10) {
    target.matrix.fill(reference, hypothesis, band, true);
    trace(target, reference.length, hypothesis.length, referenceOffset, hypothesisOffset);
    return;
  }
  const { row, column, above, below } = divide(target.matrix, reference, hypothesis);
  markPart(
    target,
    reference.subarray(0, row),
    hypothesis.subarray(0, column),
    referenceOffset,
    hypothesisOffset,
    above,
  );
  markPart(
    target,
    reference.subarray(row),
    hypothesis.subarray(column),
    referenceOffset + row,
    hypothesisOffset + column,
    below,
  );
}

function equalEnds(reference: Int32Array, hypothesis: Int32Array): { prefix: number; suffix: number } {
  const shorter = Math.min(reference.length, hypothesis.length);
  let prefix = 0;
  while (prefix < shorter && reference[prefix] === hypothesis[prefix]) prefix++;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    reference[reference.length - 1 - suffix] === hypothesis[hypothesis.length - 1 - suffix]
  )
    suffix++;
  return { prefix, suffix };
}

/** Follows the kept matrix from its last cell to an edge. */
function trace(
  { matrix, deleted, inserted }: Target,
  rows: number,
  columns: number,
  referenceOffset: number,
  hypothesisOffset: number,
): void {
  let row = rows;
  let column = columns;
  while (row > 0 && column > 0) {
    if (matrix.isPositive(row - 1, column - 1)) deleted[referenceOffset + --row] = 1;
    else if (--column > 0 && matrix.isNegative(row - 1, column - 1)) inserted[hypothesisOffset + column] = 1;
    else row--;
  }
  deleted.fill(1, referenceOffset, referenceOffset + row);
  inserted.fill(1, hypothesisOffset, hypothesisOffset + column);
}

/** The cell in the middle column that a least-cost alignment passes, and the costs on both sides of it. */
function divide(
  matrix: DifferenceMatrix,
  reference: Int32Array,
  hypothesis: Int32Array,
): { row: number; column: number; above: number; below: number } {
  const column = hypothesis.length >>> 1;
  const backwardReference = reference.slice().reverse();
  const backwardHypothesis = hypothesis.slice(column).reverse();
  const forward = new Int32Array(reference.length + 1);
  const backward = new Int32Array(reference.length + 1);
  const widest = Math.max(reference.length, hypothesis.length);
  for (let band = Math.abs(reference.length - hypothesis.length) + 64; ; band *= 2) {
    matrix.fill(reference, hypothesis.subarray(0, column), band, false);
    matrix.lastColumn(forward);
    matrix.fill(backwardReference, backwardHypothesis, band, false);
    matrix.lastColumn(backward);
    let row = 0;
    const costOf = (at: number) => (forward[at] as number) + (backward[reference.length - at] as number);
    for (let at = 1; at <= reference.length; at++) if (costOf(at) < costOf(row)) row = at;
    if (costOf(row) <= band || band >= widest)
      return { row, column, above: forward[row] as number, below: backward[reference.length - row] as number };
  }
}
