/** Rows `start` to before `end` are in the page; spacers of these heights stand for the others. */
export interface RowWindow {
  readonly start: number;
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/**
 * Which rows have to be in the page so that `view` pixels below `top` are covered, with `margin` more on either side.
 * Heights of rows that were never shown are estimates.
 */
export function windowOf(heights: readonly number[], top: number, view: number, margin: number): RowWindow {
  let position = 0;
  let start = 0;
  let above = 0;
  let end = 0;
  let shown = 0;
  for (const [index, height] of heights.entries()) {
    const bottom = position + height;
    if (bottom <= top - margin) {
      start = index + 1;
      above = bottom;
    } else if (position <= top + view + margin) {
      end = index + 1;
      shown = bottom;
    }
    position = bottom;
  }
  // A view scrolled past everything, as after a long answer was removed, still shows the last row.
  if (end <= start) return { start: Math.max(0, heights.length - 1), end: heights.length, above: position, below: 0 };
  return { start, end, above, below: position - shown };
}
