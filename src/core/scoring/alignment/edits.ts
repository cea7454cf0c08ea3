import type { DifferenceMatrix } from "./difference-matrix";

/** RapidFuzz keeps a whole matrix below this size (two bits a cell of the band) and divides the problem above it. */
const largestMatrix = 1024 * 1024;

/** One of the two texts, or a part of one. */
export interface Side {
  readonly tokens: Int32Array;
  /** Of the whole text: 1 for a token that stands alone. Must be 0 throughout where this part is. */
  readonly unmatched: Uint8Array;
  /** Where this part begins in the whole. */
  readonly offset: number;
}

/**
 * Marks the reference tokens that are deleted and the hypothesis tokens that are inserted; the other tokens stand in pairs, in
 * order. Ties are broken as in RapidFuzz 3: equal ends are taken off first; from the end, a deletion before an insertion before
 * a pair; large problems are divided at the middle of the hypothesis (D. Hirschberg, 1975) at the earliest reference position
 * of least cost. `limit`: no least-cost alignment costs more.
 */
export function markEdits(
  matrix: DifferenceMatrix,
  wholeReference: Side,
  wholeHypothesis: Side,
  limit = Number.POSITIVE_INFINITY,
): void {
  const { prefix, suffix } = equalEnds(wholeReference.tokens, wholeHypothesis.tokens);
  const reference = part(wholeReference, prefix, wholeReference.tokens.length - suffix);
  const hypothesis = part(wholeHypothesis, prefix, wholeHypothesis.tokens.length - suffix);
  const [rows, columns] = [reference.tokens.length, hypothesis.tokens.length];
  if (rows === 0 || columns === 0) {
    leaveUnmatched(reference, rows);
    leaveUnmatched(hypothesis, columns);
    return;
  }
  const band = Math.min(limit, Math.max(rows, columns));
  const bytes = Math.floor((2 * Math.min(rows, 2 * band + 1) * columns) / 8);
  if (bytes < largestMatrix || rows < 65 || columns < 10) {
    matrix.fill(reference.tokens, hypothesis.tokens, band, true);
    trace(matrix, reference, hypothesis);
    return;
  }
  const { row, column, above, below } = divide(matrix, reference.tokens, hypothesis.tokens);
  markEdits(matrix, part(reference, 0, row), part(hypothesis, 0, column), above);
  markEdits(matrix, part(reference, row, rows), part(hypothesis, column, columns), below);
}

/** How many tokens are equal from the start, and of the rest from the end. */
export function equalEnds<T>(
  reference: { readonly length: number; readonly [index: number]: T },
  hypothesis: { readonly length: number; readonly [index: number]: T },
): { prefix: number; suffix: number } {
  const shorter = Math.min(reference.length, hypothesis.length);
  let prefix = 0;
  while (prefix < shorter && reference[prefix] === hypothesis[prefix]) prefix++;
  let [row, column] = [reference.length - 1, hypothesis.length - 1];
  while (row >= prefix && column >= prefix && reference[row] === hypothesis[column]) {
    row--;
    column--;
  }
  return { prefix, suffix: reference.length - 1 - row };
}

function part({ tokens, unmatched, offset }: Side, start: number, end: number): Side {
  return { tokens: tokens.subarray(start, end), unmatched, offset: offset + start };
}

function leaveUnmatched({ unmatched, offset }: Side, count: number): void {
  unmatched.fill(1, offset, offset + count);
}

/** Follows the kept matrix from its last cell to an edge. */
function trace(matrix: DifferenceMatrix, reference: Side, hypothesis: Side): void {
  let row = reference.tokens.length;
  let column = hypothesis.tokens.length;
  while (row > 0 && column > 0) {
    if (matrix.isPositive(row - 1, column - 1)) reference.unmatched[reference.offset + --row] = 1;
    else if (--column > 0 && matrix.isNegative(row - 1, column - 1))
      hypothesis.unmatched[hypothesis.offset + column] = 1;
    else row--;
  }
  leaveUnmatched(reference, row);
  leaveUnmatched(hypothesis, column);
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
