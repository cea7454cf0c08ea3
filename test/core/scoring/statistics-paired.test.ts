import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UnitCounts } from "../../../src/core/scoring/scoring";
import { holm } from "../../../src/core/scoring/statistics/holm";
import { twoSidedP } from "../../../src/core/scoring/statistics/normal";
import {
  differenceOf,
  type PairedDifference,
  pairedDifference,
  pairedDifferenceSteps,
  pairedMeanDifference,
} from "../../../src/core/scoring/statistics/paired";
import { clipsNeeded, smallestDetectable } from "../../../src/core/scoring/statistics/power";
import { finish, finishInTurns } from "../../../src/core/scoring/statistics/resampling";
import figures from "./cases/statistics.json";

const countsOf = (errors: readonly number[], units: readonly number[]): readonly UnitCounts[] =>
  errors.map((count, index) => ({ errors: count, units: units[index] ?? 0 }));

const pairs = fc.array(fc.record({ units: fc.nat(20), a: fc.nat(8), b: fc.nat(8) }), { minLength: 2, maxLength: 40 });
const sides = (found: readonly { units: number; a: number; b: number }[]) =>
  [found.map(({ a, units }) => ({ errors: a, units })), found.map(({ b, units }) => ({ errors: b, units }))] as const;
const options = { replicates: 200 };

describe("the paired difference", () => {
  it.each(figures.paired.map((found) => [found.a.length, found] as const))("is SciPy's on %i clips", (_, found) => {
    const { interval, differing } = pairedDifference(countsOf(found.a, found.units), countsOf(found.b, found.units));
    const width = (found.difference[1] ?? 0) - (found.difference[0] ?? 0);
    expect(Math.abs((interval?.low ?? 0) - (found.difference[0] ?? 0))).toBeLessThan(0.03 * width);
    expect(Math.abs((interval?.high ?? 0) - (found.difference[1] ?? 0))).toBeLessThan(0.03 * width);
    expect(differing).toBe(found.a.filter((errors, index) => errors !== found.b[index]).length);
  });

  it.each(figures.permutations)("has SciPy's exact p of $p", ({ a, b, units, p }) => {
    const difference = pairedDifference(countsOf(a, units), countsOf(b, units));
    expect(difference.p).toBeCloseTo(p, 12);
    expect(difference.exact).toBe(true);
  });

  it("has a sampled p near the exact one, and never zero", () => {
    // Seventeen pairs that all differ by one: the exact p is that of the sign test.
    const units = new Array<number>(17).fill(10);
    const a = units.map(() => 3);
    const signTest = (against: number) => {
      let ways = 0;
      for (let count = 0, choose = 1; count <= against; choose = (choose * (17 - count)) / (count + 1), count++)
        ways += choose;
      return (2 * ways) / 2 ** 17;
    };
    for (const against of [0, 3, 5]) {
      const b = a.map((errors, index) => errors + (index < against ? 1 : -1));
      const { p, exact } = pairedDifference(countsOf(a, units), countsOf(b, units), { replicates: 20_000 });
      expect(exact).toBe(false);
      expect(p).toBeGreaterThan(0);
      expect(Math.abs(p - signTest(against))).toBeLessThan(0.008);
    }
  });

  it("is mirrored when the systems change places", () =>
    fc.assert(
      fc.property(pairs, (found) => {
        const [a, b] = sides(found);
        const [forth, back] = [pairedDifference(a, b, options), pairedDifference(b, a, options)];
        expect(back.difference).toBeCloseTo(-forth.difference, 12);
        expect(back.interval?.low).toBeCloseTo(-(forth.interval?.high ?? 0), 9);
        expect(back.interval?.high).toBeCloseTo(-(forth.interval?.low ?? 0), 9);
        expect(back.p).toBe(forth.p);
        expect(back.standardError).toBeCloseTo(forth.standardError ?? 0, 9);
      }),
      { numRuns: 60 },
    ));

  it("is nothing between a system and itself", () =>
    fc.assert(
      fc.property(pairs, (found) => {
        const [a] = sides(found);
        const none = {
          difference: 0,
          interval: { low: 0, high: 0 },
          p: 1,
          exact: true,
          differing: 0,
          standardError: 0,
        };
        expect(pairedDifference(a, a, options)).toMatchObject(none);
      }),
      { numRuns: 40 },
    ));

  it("does not depend on the unit of plain values", () => {
    const a = Array.from({ length: 50 }, (_, index) => ((index * 37) % 101) / 100);
    const b = a.map((value, index) => value + ((index % 7) - 2) / 50);
    const [seconds, milliseconds] = [a, b].map((values) => [values, values.map((value) => 1000 * value)]);
    const small = pairedMeanDifference(a, b);
    const large = pairedMeanDifference(seconds?.[1] ?? [], milliseconds?.[1] ?? []);
    expect(large.difference).toBeCloseTo(1000 * small.difference, 9);
    expect(large.interval?.low).toBeCloseTo(1000 * (small.interval?.low ?? 0), 9);
    expect(large.p).toBe(small.p);
  });

  it("swaps the units along with the errors where they differ", () => {
    // 2/6 and 2/8 differ by 1/12; with one pair swapped 1/7 and 3/7 differ by more, so nothing is unusual here.
    const usual = pairedDifference(countsOf([2, 0], [4, 2]), countsOf([1, 1], [5, 3]));
    expect(usual).toMatchObject({ a: 2 / 6, b: 2 / 8, exact: true, p: 1 });
    // 4/8 and 1/13 lie further apart than 2/9 and 3/12: two of the four assignments are as far.
    expect(pairedDifference(countsOf([2, 2], [4, 4]), countsOf([0, 1], [5, 8])).p).toBe(0.5);
  });

  it("is the same whether a figure is known to be a ratio or not", () => {
    const a = Array.from({ length: 40 }, (_, clip) => ({ errors: clip % 5, units: 7 + (clip % 9) }));
    const b = a.map(({ errors, units }, clip) => ({ errors: clip % 3 ? errors : (clip * 7) % 4, units }));
    const columns = [a, b].map((side) => [side.map(({ errors }) => errors), side.map(({ units }) => units)]);
    const [columnsA = [], columnsB = []] = columns.map((side) => side.map((column) => Float64Array.from(column)));
    const any = finish(differenceOf(columnsA, columnsB, ([errors = 0, units = 1]) => errors / units));
    const ratio = pairedDifference(a, b);
    expect(any.p).toBe(ratio.p);
    expect(any.interval?.low).toBeCloseTo(ratio.interval?.low ?? 0, 12);
    expect(any.interval?.high).toBeCloseTo(ratio.interval?.high ?? 0, 12);
    expect(any.standardError).toBeCloseTo(ratio.standardError ?? 0, 12);
  });

  it("draws many alike pairs by their number, with the same outcome", () => {
    const change = (clip: number): number =>
      clip % 9 < 4 || (clip % 9 === 5 && clip < 720) ? 1 : clip % 9 === 8 ? -4 : 0;
    const a = Array.from({ length: 3000 }, (_, clip) => ({ errors: 4 + (clip % 4), units: 9 }));
    const b = a.map(({ errors, units }, clip) => ({ errors: errors + change(clip), units }));
    // Lengths that differ by next to nothing make each pair its own group.
    const apart = (side: typeof a) => side.map(({ errors, units }, clip) => ({ errors, units: units + clip * 1e-12 }));
    const [byNumber, single] = [pairedDifference(a, b), pairedDifference(apart(a), apart(b))];
    const width = (single.interval?.high ?? 0) - (single.interval?.low ?? 0);
    expect(byNumber.interval).not.toEqual(single.interval);
    expect(Math.abs((byNumber.interval?.low ?? 0) - (single.interval?.low ?? 0))).toBeLessThan(0.04 * width);
    expect(Math.abs((byNumber.interval?.high ?? 0) - (single.interval?.high ?? 0))).toBeLessThan(0.04 * width);
    // So many pairs make the swapped sums normal; they move in steps of two.
    const changes = a.map((_, clip) => change(clip));
    const sum = changes.reduce((total, value) => total + value, 0);
    const squares = changes.reduce((total, value) => total + value ** 2, 0);
    const expected = twoSidedP((Math.abs(sum) - 1) / Math.sqrt(squares));
    expect(expected).toBeGreaterThan(0.1);
    expect(Math.abs(byNumber.p - expected)).toBeLessThan(0.02);
  });

  it("has the standard error of a mean", () => {
    const a = [1, 5, 2, 8, 4, 4, 9, 3];
    const b = [2, 5, 1, 6, 4, 3, 5, 4];
    const changes = a.map((value, index) => (b[index] ?? 0) - value);
    const mean = changes.reduce((sum, value) => sum + value, 0) / changes.length;
    const variance = changes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (changes.length - 1);
    expect(pairedMeanDifference(a, b).standardError).toBeCloseTo(Math.sqrt(variance / changes.length), 12);
  });

  it("draws and swaps speakers from twenty on", () => {
    // The same speakers are better each time, so a hundred clips of twenty speakers tell no more than twenty clips.
    const clips = Array.from({ length: 100 }, (_, clip) => clip);
    const a = clips.map(() => ({ errors: 2, units: 10 }));
    const b = clips.map((clip) => ({ errors: clip % 20 < 13 ? 1 : 3, units: 10 }));
    const blocks = clips.map((clip) => `s${clip % 20}`);
    const bySpeaker = pairedDifference(a, b, { blocks });
    expect(bySpeaker).toMatchObject({ resampled: "blocks", blocks: 20, differing: 20 });
    expect(bySpeaker.p).toBeGreaterThan(0.2);
    expect(pairedDifference(a, b).p).toBeLessThan(0.01);
    expect(pairedDifference(a, b, { blocks: blocks.map(() => "one") }).caveat).toBe("for this one speaker only");
  });

  it("does the same in turns", async () => {
    const a = Array.from({ length: 2000 }, (_, clip) => ({ errors: clip % 5, units: 9 }));
    const b = a.map(({ errors, units }, clip) => ({ errors: clip % 3 ? errors : (clip * 7) % 4, units }));
    const inTurns = await finishInTurns(pairedDifferenceSteps(a, b, { replicates: 1000 }));
    expect(inTurns).toEqual(pairedDifference(a, b, { replicates: 1000 }));
  });

  it("refuses sets that do not match", () => {
    expect(() => pairedDifference([{ errors: 1, units: 2 }], [])).toThrow(RangeError);
    expect(() => pairedDifference([{ errors: 1, units: 2 }], [{ errors: -1, units: 2 }])).toThrow(RangeError);
  });
});

describe("what a set can show", () => {
  const difference = { utterances: 62, standardError: 0.01 } as PairedDifference;

  it("is 2.8 standard errors, and four times the clips for half of it", () => {
    expect(smallestDetectable(difference)).toBeCloseTo(0.028016, 6);
    expect(clipsNeeded(difference, 0.014008)).toBe(248);
    expect(clipsNeeded(difference, 0)).toBeUndefined();
  });

  it("is unknown when no pair differs", () => {
    expect(smallestDetectable({ ...difference, standardError: 0 })).toBeUndefined();
    expect(clipsNeeded({ ...difference, standardError: 0 }, 0.01)).toBeUndefined();
  });
});

describe("Holm's adjustment", () => {
  it.each(figures.holm)("of $p is that of statsmodels", ({ p, adjusted }) => {
    const found = holm(p);
    expect(found).toHaveLength(p.length);
    for (const [index, value] of found.entries()) expect(value).toBeCloseTo(adjusted[index] ?? 0, 12);
  });
});
