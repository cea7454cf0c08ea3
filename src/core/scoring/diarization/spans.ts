/** Seconds. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/** Who speaks when. Turns of one speaker may touch or overlap: somebody speaks at most once at a time. */
export interface SpeakerTurn extends TimeSpan {
  readonly speaker: string;
}

/** From the first start to the last end, or nothing. */
export function extentOf(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return end > start ? [{ start, end }] : [];
}

/** A span from `margin` before to `margin` after each time. */
export function around(times: readonly number[], margin: number): readonly TimeSpan[] {
  return times.map((time) => ({ start: time - margin, end: time + margin }));
}

/** Where at least two of the spans are. */
export function overlaps(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  return spansOfDepth(spans, 2);
}

/** What is in some of `spans` and in none of `excluded`; apart from each other and in order. */
export function without(spans: readonly TimeSpan[], excluded: readonly TimeSpan[]): readonly TimeSpan[] {
  const left: TimeSpan[] = [];
  const holes = spansOfDepth(excluded, 1);
  let hole = 0;
  for (const { start, end } of spansOfDepth(spans, 1)) {
    let from = start;
    while ((holes[hole]?.end ?? Number.POSITIVE_INFINITY) <= from) hole++;
    for (let at = hole; (holes[at]?.start ?? Number.POSITIVE_INFINITY) < end; at++) {
      const { start: holeStart, end: holeEnd } = holes[at] as TimeSpan;
      if (holeStart > from) left.push({ start: from, end: holeStart });
      from = Math.max(from, holeEnd);
    }
    if (from < end) left.push({ start: from, end });
  }
  return left;
}

/** Where at least so many of the spans are at once; touching ones are joined. */
function spansOfDepth(spans: readonly TimeSpan[], depth: number): readonly TimeSpan[] {
  const edges = spans
    .filter(({ start, end }) => end > start)
    .flatMap(({ start, end }) => [
      { time: start, step: 1 },
      { time: end, step: -1 },
    ])
    // Starts before ends of the same time, so that touching spans become one.
    .sort((one, other) => one.time - other.time || other.step - one.step);
  const found: TimeSpan[] = [];
  let count = 0;
  let start = 0;
  for (const { time, step } of edges) {
    if (step === 1 && ++count === depth) start = time;
    if (step === -1 && count-- === depth && time > start) found.push({ start, end: time });
  }
  return found;
}
