/**
 * For each row the column it is given, or −1, so that the sum of the chosen gains is as large as possible. Each column is given
 * once. Gains are at least 0; the table may have more rows than columns or the reverse. H. Kuhn's Hungarian method with
 * potentials, one row after the other: O(rows² · columns).
 */
export function bestAssignment(gains: readonly (readonly number[])[]): readonly number[] {
  const rows = gains.length;
  const columns = Math.max(rows, gains[0]?.length ?? 0);
  const cost = (row: number, column: number) => -(gains[row - 1]?.[column - 1] ?? 0);
  // Row 0 and column 0 stand for "none"; added columns gain nothing.
  const rowPotentials = new Float64Array(rows + 1);
  const columnPotentials = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const previous = new Int32Array(columns + 1);
    const isReached = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      isReached[column] = 1;
      const from = at(rowOf, column);
      let smallest = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let to = 1; to <= columns; to++) {
        if (isReached[to]) continue;
        const reduced = cost(from, to) - at(rowPotentials, from) - at(columnPotentials, to);
        if (reduced < at(slack, to)) {
          slack[to] = reduced;
          previous[to] = column;
        }
        if (at(slack, to) < smallest) {
          smallest = at(slack, to);
          next = to;
        }
      }
      for (let to = 0; to <= columns; to++) {
        if (isReached[to]) {
          rowPotentials[at(rowOf, to)] = at(rowPotentials, at(rowOf, to)) + smallest;
          columnPotentials[to] = at(columnPotentials, to) - smallest;
        } else slack[to] = at(slack, to) - smallest;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = at(rowOf, at(previous, column));
      column = at(previous, column);
    }
  }
  const width = gains[0]?.length ?? 0;
  const columnOf = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= width; column++)
    if (at(rowOf, column) > 0) columnOf[at(rowOf, column) - 1] = column - 1;
  return columnOf;
}

function at(values: Int32Array | Float64Array, index: number): number {
  return values[index] ?? 0;
}
