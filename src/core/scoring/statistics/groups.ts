import { binomial } from "./binomial";
import { fillBelow, fillBits, type Random, uniforms } from "./random";

/** Units with the same figures, counted, and all others one by one. Many clips have as many words and errors as others. */
export interface Groups {
  /** One figure per group. */
  readonly columns: readonly Float64Array[];
  /** Units of each group. */
  readonly counts: readonly number[];
  /** One figure per unit. */
  readonly others: readonly Float64Array[];
}

/** Smaller sets are drawn in no time as they are. */
const worthwhileSize = 1000;

/** Groups of no fewer than `fewest` units each, the largest first: as many as drawing one binomial number costs. */
export function groupAlike(columns: readonly Float64Array[], fewest: number): Groups {
  const size = columns[0]?.length ?? 0;
  if (size < worthwhileSize) return { columns: columns.map(() => new Float64Array()), counts: [], others: columns };
  const groups = new Map<string, number[]>();
  for (let unit = 0; unit < size; unit++) {
    const key = columns.map((column) => column[unit]).join();
    const group = groups.get(key);
    if (group) group.push(unit);
    else groups.set(key, [unit]);
  }
  const large = [...groups.values()].filter((units) => units.length >= fewest);
  large.sort((one, other) => other.length - one.length);
  const others = [...groups.values()].filter((units) => units.length < fewest).flat();
  const take = (column: Float64Array, units: readonly number[]) =>
    Float64Array.from(units, (unit) => column[unit] ?? 0);
  const firsts = large.map(([first = 0]) => first);
  return {
    columns: columns.map((column) => take(column, firsts)),
    counts: large.map((units) => units.length),
    others: columns.map((column) => take(column, others)),
  };
}

/**
 * Draws as many units as there are with replacement and returns the sums: a multinomial draw, one conditional binomial a
 * group, and what is left to draw among the others.
 */
export function sumsDrawn({ columns, counts, others }: Groups, random: Random): () => readonly number[] {
  const uniform = uniforms(random);
  const othersSize = others[0]?.length ?? 0;
  const size = counts.reduce((sum, count) => sum + count, othersSize);
  const drawn = new Int32Array(othersSize > 0 ? size : 0);
  return () => {
    const sums = columns.map(() => 0);
    let [toDraw, among] = [size, size];
    for (const [group, count] of counts.entries()) {
      const times = binomial(uniform, toDraw, count / among);
      addTo(sums, columns, group, times);
      toDraw -= times;
      among -= count;
    }
    if (toDraw === 0) return sums;
    const rest = toDraw === drawn.length ? drawn : drawn.subarray(0, toDraw);
    fillBelow(random, rest, othersSize);
    return sums.map((sum, index) => sum + sumOf(others[index] ?? new Float64Array(), rest));
  };
}

/** Takes each unit with probability one half and returns the sums. */
export function sumsOfHalf({ columns, counts, others }: Groups, random: Random): () => readonly number[] {
  const uniform = uniforms(random);
  const bits = new Int32Array(Math.ceil((others[0]?.length ?? 0) / 32));
  return () => {
    const sums = columns.map(() => 0);
    for (const [group, count] of counts.entries()) addTo(sums, columns, group, binomial(uniform, count, 0.5));
    fillBits(random, bits);
    return sums.map((sum, index) => sum + sumOfSet(others[index] ?? new Float64Array(), bits));
  };
}

function addTo(sums: number[], columns: readonly Float64Array[], group: number, times: number): void {
  for (const [index, column] of columns.entries()) sums[index] = (sums[index] ?? 0) + times * (column[group] ?? 0);
}

/** Two sums side by side, since one would wait for each addition. */
function sumOf(column: Float64Array, drawn: Int32Array): number {
  let [even, odd] = [0, 0];
  const last = drawn.length - 1;
  for (let index = 0; index < last; index += 2) {
    even += column[drawn[index] ?? 0] ?? 0;
    odd += column[drawn[index + 1] ?? 0] ?? 0;
  }
  return even + odd + (drawn.length % 2 === 1 ? (column[drawn[last] ?? 0] ?? 0) : 0);
}

function sumOfSet(column: Float64Array, bits: Int32Array): number {
  let sum = 0;
  let index = 0;
  for (let word = 0; word < bits.length; word++) {
    let set = bits[word] ?? 0;
    const end = Math.min(index + 32, column.length);
    for (; index < end; index++) {
      sum += (column[index] ?? 0) * (set & 1);
      set >>>= 1;
    }
  }
  return sum;
}
