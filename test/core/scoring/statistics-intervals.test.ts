import { describe, expect, it } from "vitest";
import type { UnitCounts } from "../../../src/core/scoring/scoring";
import { binomial } from "../../../src/core/scoring/statistics/binomial";
import {
  estimateOf,
  meanInterval,
  rateInterval,
  rateIntervalSteps,
} from "../../../src/core/scoring/statistics/interval";
import { normalCdf, normalQuantile, twoSidedP } from "../../../src/core/scoring/statistics/normal";
import { createRandom, fillBelow, fillBits, uniforms } from "../../../src/core/scoring/statistics/random";
import { finish, finishInTurns } from "../../../src/core/scoring/statistics/resampling";
import figures from "./cases/statistics.json";

const countsOf = (errors: readonly number[], units: readonly number[]): readonly UnitCounts[] =>
  errors.map((count, index) => ({ errors: count, units: units[index] ?? 0 }));
const wrongAmong = (clips: number, wrong: number) =>
  Array.from({ length: clips }, (_, clip) => ({ errors: clip < wrong ? 1 : 0, units: 1 }));
const speakers = (clips: number, count: number) => Array.from({ length: clips }, (_, clip) => `s${clip % count}`);

describe("the generator", () => {
  it("is xoshiro128**", () => {
    const found = new Int32Array(10);
    fillBits({ state: Int32Array.of(1, 2, 3, 4) }, found);
    const published = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect([...found].map((bits) => bits >>> 0)).toEqual(published);
  });

  it("goes on where it stopped", () => {
    const [whole, first, second] = [new Int32Array(9), new Int32Array(4), new Int32Array(5)];
    fillBits(createRandom(7), whole);
    const random = createRandom(7);
    fillBits(random, first);
    fillBits(random, second);
    expect([...first, ...second]).toEqual([...whole]);
  });

  it.each([2, 7, 62, 10_000])("draws every number below %i as often", (bound) => {
    const drawn = new Int32Array(100 * bound);
    fillBelow(createRandom(1), drawn, bound);
    const times = new Array<number>(bound).fill(0);
    for (const number of drawn) times[number] = (times[number] ?? 0) + 1;
    const chiSquare = times.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    expect(times).toHaveLength(bound);
    // Four standard deviations of a chi-square distribution.
    expect(Math.abs(chiSquare - (bound - 1))).toBeLessThan(4 * Math.sqrt(2 * bound));
  });
});

describe("a binomial number", () => {
  it.each(figures.binomial)("has the distribution for $trials trials at $probability", (found) => {
    const uniform = uniforms(createRandom(found.trials));
    const draws = 20_000;
    const cells = new Array<number>(found.cells.length).fill(0);
    for (let draw = 0; draw < draws; draw++) {
      const successes = binomial(uniform, found.trials, found.probability);
      const cell = found.cells.findIndex(({ upTo }) => successes <= upTo);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = found.cells.reduce((sum, { share }, cell) => {
      return sum + ((cells[cell] ?? 0) - draws * share) ** 2 / (draws * share);
    }, 0);
    const freedom = found.cells.length - 1;
    expect(chiSquare).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom) + 4);
  });

  it("is certain where nothing is left to chance", () => {
    const uniform = uniforms(createRandom(1));
    expect([binomial(uniform, 0, 0.5), binomial(uniform, 9, 0), binomial(uniform, 9, 1)]).toEqual([0, 0, 9]);
  });
});

describe("the normal distribution", () => {
  it.each(figures.normal)("is SciPy's at %o", ({ z, cdf, twoSided, quantile }) => {
    if (quantile !== undefined) expect(normalQuantile(quantile)).toBeCloseTo(z, 9);
    else {
      expect(Math.abs(normalCdf(z) - cdf)).toBeLessThan(1e-14);
      expect(twoSidedP(z) / twoSided).toBeCloseTo(1, 10);
    }
  });
});

describe("the interval of a rate", () => {
  it.each(figures.shares)("holds the binomial percentiles for $errors of $clips", ({ clips, errors, low, high }) => {
    const { point, interval } = rateInterval(wrongAmong(clips, errors));
    const between = (value: number | undefined, [least = 0, most = 0]: readonly number[]) => {
      expect(value).toBeGreaterThanOrEqual(least - 1e-9);
      expect(value).toBeLessThanOrEqual(most + 1e-9);
    };
    expect(point).toBeCloseTo(errors / clips, 12);
    between(interval?.low, low);
    between(interval?.high, high);
  });

  it.each(figures.paired.map((found) => [found.a.length, found] as const))("is SciPy's on %i clips", (_, found) => {
    const { interval } = rateInterval(countsOf(found.a, found.units));
    const width = (found.rate[1] ?? 0) - (found.rate[0] ?? 0);
    expect(Math.abs((interval?.low ?? 0) - (found.rate[0] ?? 0))).toBeLessThan(0.03 * width);
    expect(Math.abs((interval?.high ?? 0) - (found.rate[1] ?? 0))).toBeLessThan(0.03 * width);
  });

  it("does not depend on whether many alike clips are drawn one by one or by their number", () => {
    const alike = Array.from({ length: 2400 }, (_, clip) => ({
      errors: clip % 3 ? 0 : clip % 4,
      units: 8 + (clip % 4),
    }));
    // Scaled by next to nothing, each clip is a group of its own.
    const different = alike.map(({ errors, units }, clip) => ({ errors, units: units + clip * 1e-12 }));
    const [byNumber, single] = [rateInterval(alike).interval, rateInterval(different).interval];
    const width = (single?.high ?? 0) - (single?.low ?? 0);
    expect(byNumber).not.toEqual(single);
    expect(Math.abs((byNumber?.low ?? 0) - (single?.low ?? 0))).toBeLessThan(0.03 * width);
    expect(Math.abs((byNumber?.high ?? 0) - (single?.high ?? 0))).toBeLessThan(0.03 * width);
  });

  it("is the same for the same seed, and says which", () => {
    const counts = wrongAmong(50, 10);
    expect(rateInterval(counts)).toEqual(rateInterval(counts));
    expect(rateInterval(counts)).toMatchObject({ seed: 20_261_122, replicates: 10_000, level: 0.95, utterances: 50 });
    expect(rateInterval(counts)).toMatchObject({ point: 0.2, interval: { low: 0.1, high: 0.32 } });
  });

  it("draws speakers from twenty on, and says for whom it holds below", () => {
    const counts = wrongAmong(100, 40);
    const of = (count: number) => rateInterval(counts, { blocks: speakers(100, count) });
    expect(of(20)).toMatchObject({ resampled: "blocks", blocks: 20 });
    expect(of(20)).not.toHaveProperty("caveat");
    expect(of(19)).toMatchObject({ resampled: "utterances", blocks: 19, caveat: "for these 19 speakers only" });
    expect(of(1)).toMatchObject({ resampled: "utterances", blocks: 1, caveat: "for this one speaker only" });
    const { resampled, seed, ...plain } = rateInterval(counts);
    expect(of(1)).toMatchObject({ interval: plain.interval });
    expect(rateInterval(counts, { blocks: speakers(100, 3), blockName: "session" }).caveat).toBe(
      "for these 3 sessions only",
    );
  });

  it("is as wide as the blocks differ", () => {
    // Of 25 speakers five have every word wrong: as good as 25 clips, however many each of them reads.
    const counts = Array.from({ length: 500 }, (_, clip) => ({ errors: clip % 25 < 5 ? 4 : 0, units: 4 }));
    const byBlock = rateInterval(counts, { blocks: speakers(500, 25) }).interval;
    expect(byBlock).toEqual(rateInterval(wrongAmong(25, 5)).interval);
    expect(byBlock).toEqual({ low: expect.closeTo(0.04, 9), high: expect.closeTo(0.36, 9) });
  });

  it("is not given for one utterance, nor for none", () => {
    expect(rateInterval([{ errors: 1, units: 4 }])).not.toHaveProperty("interval");
    expect(rateInterval([])).toMatchObject({ point: 0, utterances: 0 });
  });

  it("does not promise a faultless system because of a few faultless clips", () => {
    const { interval, caveat } = rateInterval(wrongAmong(50, 0));
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeCloseTo(1 - 0.025 ** (1 / 50), 12);
    expect(caveat).toBe("no error seen, so the upper end is the binomial bound");
  });

  it("counts insertions against empty references as jiwer does", () => {
    expect(rateInterval([{ errors: 2, units: 0 }]).point).toBe(2);
  });

  it("does the same in turns, and stops when told", async () => {
    const counts = Array.from({ length: 3000 }, (_, clip) => ({ errors: clip % 7, units: 10 + (clip % 200) }));
    const options = { replicates: 2000 };
    let others = 0;
    const timer = setInterval(() => others++, 0);
    expect(await finishInTurns(rateIntervalSteps(counts, options))).toEqual(rateInterval(counts, options));
    clearInterval(timer);
    expect(others).toBeGreaterThan(0);
    await expect(finishInTurns(rateIntervalSteps(counts, options), AbortSignal.abort())).rejects.toThrow("aborted");
  });

  it.each([
    ["a negative count", [{ errors: -1, units: 2 }], {}],
    ["a count that is no number", [{ errors: Number.NaN, units: 2 }], {}],
    ["too few blocks", [{ errors: 1, units: 2 }], { blocks: [] }],
    ["no replicates", [{ errors: 1, units: 2 }], { replicates: 0 }],
    ["a level of 95", [{ errors: 1, units: 2 }], { level: 95 }],
    ["half a seed", [{ errors: 1, units: 2 }], { seed: 0.5 }],
  ])("refuses %s", (_, counts, options) => expect(() => rateInterval(counts, options)).toThrow(RangeError));
});

describe("the interval of any figure", () => {
  it("is that of the rate for a rate", () => {
    const counts = Array.from({ length: 60 }, (_, clip) => ({ errors: (clip * 7) % 5, units: 6 + (clip % 9) }));
    const columns = [
      Float64Array.from(counts, ({ errors }) => errors),
      Float64Array.from(counts, ({ units }) => units),
    ];
    expect(finish(estimateOf(columns, ([errors = 0, units = 1]) => errors / units))).toEqual(rateInterval(counts));
  });
});

describe("the interval of a mean", () => {
  const values = Array.from({ length: 40 }, (_, index) => (index * 37) % 101);

  it("moves and stretches with the values", () => {
    const { point, interval } = meanInterval(values);
    const moved = meanInterval(values.map((value) => 3 * value - 50));
    expect(moved.point).toBeCloseTo(3 * point - 50, 9);
    expect(moved.interval?.low).toBeCloseTo(3 * (interval?.low ?? 0) - 50, 9);
    expect(moved.interval?.high).toBeCloseTo(3 * (interval?.high ?? 0) - 50, 9);
  });

  it("agrees with the normal approximation on many values", () => {
    const many = Array.from({ length: 2000 }, (_, index) => (index * 7919) % 1000);
    const { point, interval } = meanInterval(many);
    const deviation = Math.sqrt(many.reduce((sum, value) => sum + (value - point) ** 2, 0) / many.length);
    const half = (1.96 * deviation) / Math.sqrt(many.length);
    expect(interval?.low).toBeCloseTo(point - half, -0.2);
    expect(interval?.high).toBeCloseTo(point + half, -0.2);
    expect(Math.abs((interval?.high ?? 0) - (interval?.low ?? 0) - 2 * half) / (2 * half)).toBeLessThan(0.03);
  });
});
