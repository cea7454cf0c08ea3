import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowOf } from "../../webview/components/row-window";

describe("windowOf", () => {
  it("covers the view and its margin, and stands for the rest by height", () => {
    const heights = Array.from({ length: 100 }, () => 10);
    expect(windowOf(heights, 500, 100, 50)).toEqual({ start: 45, end: 66, above: 450, below: 340 });
  });

  it("shows the last row when the view lies below everything", () => {
    expect(windowOf([10, 10], 900, 100, 50)).toEqual({ start: 1, end: 2, above: 20, below: 0 });
  });

  it("has nothing to show of nothing", () => {
    expect(windowOf([], 0, 100, 50)).toEqual({ start: 0, end: 0, above: 0, below: 0 });
  });

  it("never loses height, and leaves no part of the view empty", () => {
    const heights = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(heights, fc.nat(10_000), (list, offset) => {
        const total = list.reduce((sum, height) => sum + height, 0);
        const top = offset % total;
        const { start, end, above, below } = windowOf(list, top, 100, 50);
        const shown = list.slice(start, end).reduce((sum, height) => sum + height, 0);
        expect(above + shown + below).toBe(total);
        expect(above).toBeLessThanOrEqual(top);
        expect(above + shown).toBeGreaterThanOrEqual(Math.min(total, top + 100));
      }),
    );
  });
});
