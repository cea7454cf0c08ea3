/** Lines that were replaced: `before` and `after` are ranges of 0-based line numbers, their ends exclusive. */
export interface Hunk {
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
}

/** Texts that differ in more lines than this are told apart less finely: exactness would take long and say little. */
const mostEdits = 2_000;

/** A shortest list of replacements that makes `after` of `before`, by the greedy algorithm of Myers (1986). */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [beforeEnd, afterEnd] = [before.length, after.length];
  while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd--;
    afterEnd--;
  }
  if (start === beforeEnd && start === afterEnd) return [];
  const kept = commonLines(before.slice(start, beforeEnd), after.slice(start, afterEnd));
  const hunks: Hunk[] = [];
  let [left, right] = [start, start];
  for (const [one, other] of [...kept, [beforeEnd - start, afterEnd - start] as const]) {
    const [nextLeft, nextRight] = [one + start, other + start];
    if (nextLeft > left || nextRight > right) hunks.push({ before: [left, nextLeft], after: [right, nextRight] });
    [left, right] = [nextLeft + 1, nextRight + 1];
  }
  return hunks;
}

type Pair = readonly [before: number, after: number];

/** Pairs of equal lines in order, as many as there can be. */
function commonLines(before: readonly string[], after: readonly string[]): readonly Pair[] {
  const trace = editTrace(before, after);
  if (trace === undefined) return uniqueCommonLines(before, after);
  const pairs: Pair[] = [];
  let [x, y] = [before.length, after.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map();
    const diagonal = x - y;
    const isInsertion = goesDown(furthest, diagonal, edits);
    const previous = isInsertion ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : (furthest.get(previous) ?? 0);
    const startY = edits === 0 ? 0 : startX - previous;
    while (x > startX && y > startY && before[x - 1] === after[y - 1]) pairs.push([--x, --y]);
    [x, y] = [startX, startY];
  }
  return pairs.reverse();
}

/** For each number of edits, how far each diagonal had come before it; undefined when there are too many edits. */
function editTrace(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const furthest = new Map<number, number>();
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(before.length + after.length, mostEdits); edits++) {
    trace.push(reachable(furthest, edits));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isInsertion = goesDown(furthest, diagonal, edits);
      let x = isInsertion ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1;
      if (edits === 0) x = 0;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return undefined;
}

/** A copy of what the step of `edits` reads. */
function reachable(furthest: ReadonlyMap<number, number>, edits: number): ReadonlyMap<number, number> {
  const copy = new Map<number, number>();
  for (let diagonal = 1 - edits; diagonal < edits; diagonal += 2) copy.set(diagonal, furthest.get(diagonal) ?? 0);
  return copy;
}

function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

/** Lines that stand once on both sides, as far as they are in the same order. */
function uniqueCommonLines(before: readonly string[], after: readonly string[]): readonly Pair[] {
  const [left, right] = [uniqueLines(before), uniqueLines(after)];
  const pairs: Pair[] = [];
  for (const [line, one] of left) {
    const other = right.get(line);
    if (other !== undefined && other > (pairs.at(-1)?.[1] ?? -1)) pairs.push([one, other]);
  }
  return pairs;
}

function uniqueLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (found.has(line)) repeated.add(line);
    found.set(line, index);
  }
  for (const line of repeated) found.delete(line);
  return found;
}
