/** Cost of a cell that lies outside of the band: more than any path, and two of them still fit into 32 bits. */
const outOfBand = 1 << 29;

/**
 * The matrix of edit costs (rows: reference, columns: hypothesis) as vertical differences of +1 or −1 in bits, 32 rows at a
 * time. H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances" (2003), and "A Note on
 * Bit-Parallel Alignment Computation" (2004). Blocks of rows are computed one after the other, each over its columns, so
 * one mask per token is enough however large the vocabulary is.
 *
 * With a band, only cells at most `band` off the diagonal are computed (E. Ukkonen, 1985); others count as if each step
 * away cost 1, so values are never too low, and exact on every path that costs at most `band`.
 */
export class DifferenceMatrix {
  private positive = new Int32Array(1024);
  private negative = new Int32Array(1024);
  /** Horizontal difference under the previous block, per column. */
  private carries = new Int8Array(256);
  /** Rows of the current block that hold a token; all 0 between blocks. */
  private masks = new Int32Array(1024);
  private rows = 0;
  private columns = 0;
  private band = 0;
  /** Cells kept per block. */
  private stride = 1;

  /** To be called before `fill`: tokens are numbers below `count`; 0 matches nothing. */
  makeRoomForTokens(count: number): void {
    if (this.masks.length < count) this.masks = new Int32Array(2 * count);
  }

  /** Keeps every computed column if `keep`, for {@link isPositive} and {@link isNegative}; else the last, for {@link lastColumn}. */
  fill(reference: Int32Array, hypothesis: Int32Array, band: number, keep: boolean): void {
    this.rows = reference.length;
    this.columns = hypothesis.length;
    this.band = band;
    const blocks = (this.rows + 31) >>> 5;
    this.stride = keep ? Math.min(this.columns, 2 * band + 32) : 1;
    this.makeRoom(blocks * this.stride);
    this.carries.fill(1, 0, this.columns);
    for (let block = 0; block < blocks; block++) {
      const first = this.firstColumn(block);
      if (first >= this.columns) break;
      const start = block << 5;
      const end = Math.min(this.rows, start + 32);
      for (let row = start; row < end; row++) {
        const token = reference[row] as number;
        this.masks[token] = (this.masks[token] as number) | (1 << (row - start));
      }
      this.fillBlock(hypothesis, first, this.endColumn(block), block * this.stride, keep ? 1 : 0);
      for (let row = start; row < end; row++) this.masks[reference[row] as number] = 0;
    }
  }

  /** Whether the cell costs 1 more than the one above it. Indices from 0, without the row and column of empty prefixes. */
  isPositive(row: number, column: number): boolean {
    return this.bit(this.positive, row, column);
  }

  /** Whether the cell costs 1 less than the one above it. */
  isNegative(row: number, column: number): boolean {
    return this.bit(this.negative, row, column);
  }

  /** Costs of turning the first `index` reference tokens into the whole hypothesis, `index` from 0 to the number of rows. */
  lastColumn(costs: Int32Array): void {
    costs.fill(outOfBand, 0, this.rows + 1);
    costs[0] = this.columns;
    let reached = 0;
    let cost = 0;
    for (let block = 0; block << 5 < this.rows && this.firstColumn(block) < this.columns; block++) {
      cost += this.endColumn(block) - reached;
      reached = this.endColumn(block);
      const positive = this.positive[block * this.stride] as number;
      const negative = this.negative[block * this.stride] as number;
      for (let bit = 0, row = block << 5; bit < 32 && row < this.rows; bit++, row++) {
        cost += ((positive >>> bit) & 1) - ((negative >>> bit) & 1);
        if (reached === this.columns) costs[row + 1] = cost;
      }
    }
  }

  private fillBlock(hypothesis: Int32Array, first: number, end: number, cell: number, step: number): void {
    const { masks, carries, positive: positives, negative: negatives } = this;
    let positive = -1;
    let negative = 0;
    for (let column = first, index = cell; column < end; column++, index += step) {
      const carry = carries[column] as number;
      const matches = (masks[hypothesis[column] as number] as number) | (carry >>> 31);
      const diagonal = ((((matches & positive) + positive) | 0) ^ positive) | matches | negative;
      let rises = negative | ~(diagonal | positive);
      let falls = diagonal & positive;
      carries[column] = (rises >>> 31) - (falls >>> 31);
      rises = (rises << 1) | (carry > 0 ? 1 : 0);
      falls = (falls << 1) | (carry >>> 31);
      positive = falls | ~(diagonal | rises);
      negative = rises & diagonal;
      positives[index] = positive;
      negatives[index] = negative;
    }
  }

  private bit(bits: Int32Array, row: number, column: number): boolean {
    const block = row >>> 5;
    const first = this.firstColumn(block);
    if (column < first || column >= this.endColumn(block)) return false;
    return (((bits[block * this.stride + column - first] as number) >>> (row & 31)) & 1) === 1;
  }

  private firstColumn(block: number): number {
    return Math.max(0, (block << 5) - this.band);
  }

  private endColumn(block: number): number {
    return Math.min(this.columns, (block << 5) + 32 + this.band);
  }

  private makeRoom(cells: number): void {
    if (this.positive.length < cells) {
      this.positive = new Int32Array(2 * cells);
      this.negative = new Int32Array(2 * cells);
    }
    if (this.carries.length < this.columns) this.carries = new Int8Array(2 * this.columns);
  }
}
