import { binomial } from "./binomial";

/** Units with the same figures, counted. Many clips have as many words and errors as others. */
export interface Groups {
  /** One figure per group. */
  readonly columns: readonly Float64Array[];
  /** Units of each group. */
  readonly counts: readonly number[];
  readonly size: number;
}

/**
 * The groups of these units, the largest first; nothing when a group would hold fewer units than `fewestPerGroup` on
 * average, since drawing how many of each group costs more than drawing single units then.
 */
export function groupAlike(columns: readonly Float64Array[], fewestPerGroup: number): Groups | undefined {
  const size = columns[0]?.length ?? 0;
  const groups = new Map<string, { first: number; count: number }>();
  for (let unit = 0; unit < size; unit++) {
    const key = columns.map((column) => column[unit]).join();
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { first: unit, count: 1 });
    if (groups.size * fewestPerGroup > size) return undefined;
  }
  const sorted = [...groups.values()].sort((one, other) => other.count - one.count);
  return {
    columns: columns.map((column) => Float64Array.from(sorted, ({ first }) => column[first] ?? 0)),
    counts: sorted.map(({ count }) => count),
    size,
  };
}

/** Sums of as many units as there are, drawn with replacement: a multinomial draw, one conditional binomial a group. */
export function drawSums({ columns, counts, size }: Groups, uniform: () => number): readonly number[] {
  const sums = columns.map(() => 0);
  let [toDraw, among] = [size, size];
  for (const [group, count] of counts.entries()) {
    const drawn = binomial(uniform, toDraw, count / among);
    toDraw -= drawn;
    among -= count;
    addTo(sums, columns, group, drawn);
    if (toDraw === 0) break;
  }
  return sums;
}

/** Sums over a subset that takes each unit with probability one half. */
export function halfSums({ columns, counts }: Groups, uniform: () => number): readonly number[] {
  const sums = columns.map(() => 0);
  for (const [group, count] of counts.entries()) addTo(sums, columns, group, binomial(uniform, count, 0.5));
  return sums;
}

function addTo(sums: number[], columns: readonly Float64Array[], group: number, times: number): void {
  for (const [index, column] of columns.entries()) sums[index] = (sums[index] ?? 0) + times * (column[group] ?? 0);
}
