import fc from "fast-check";
import { expect, test } from "vitest";
import { seededOrder, shardOf } from "../../../../src/core/measurement/runs/clip-order";

const items = fc.array(fc.integer());

test("an order keeps every item and depends on the seed alone", () => {
  fc.assert(
    fc.property(items, fc.integer(), (all, seed) => {
      const ordered = seededOrder(all, seed);
      expect([...ordered].sort()).toEqual([...all].sort());
      expect(seededOrder(all, seed)).toEqual(ordered);
    }),
  );
  const twenty = Array.from({ length: 20 }, (_, index) => index);
  expect(seededOrder(twenty, 1)).not.toEqual(seededOrder(twenty, 2));
});

test("every item comes to every place equally often", () => {
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 4000; seed++) {
    const place = seededOrder([0, 1, 2, 3], seed).indexOf(0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  // Four standard deviations of a fair draw.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(750));
});

test("shards are the whole, each item once, and differ in size by one at most", () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 12 }), (all, count) => {
      const shards = Array.from({ length: count }, (_, index) => shardOf(all, { index: index + 1, count }));
      expect(shards.flat().sort()).toEqual([...all].sort());
      const sizes = shards.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
