import { describe, expect, it } from "vitest";
import type { Estimate } from "../../../src/core/scoring/statistics/interval";
import { meanInterval, rateInterval } from "../../../src/core/scoring/statistics/interval";
import { pairedDifference, pairedMeanDifference } from "../../../src/core/scoring/statistics/paired";
import { judgeThreshold } from "../../../src/core/scoring/threshold";
import { judge, type MetricComparison } from "../../../src/core/scoring/verdict";

/** So many errors among ten words, clip by clip. */
const tenths = (errors: readonly number[]) => errors.map((count) => ({ errors: count, units: 10 }));
const clips = (count: number, errorsOf: (clip: number) => number) =>
  tenths(Array.from({ length: count }, (_, clip) => errorsOf(clip)));

const old = clips(60, (clip) => clip % 4);
const clearlyBetter = clips(60, (clip) => (clip % 5 ? Math.max(0, (clip % 4) - 1) : clip % 4));
const aboutTheSame = clips(60, (clip) => ((clip * 7) % 20 === 0 ? 2 : clip % 4));

function verdictOf(a: typeof old, b: typeof old, more: Partial<MetricComparison> = {}) {
  const comparison: MetricComparison = {
    metric: "wer",
    difference: pairedDifference(a, b),
    identical: false,
    better: "lower",
  };
  return judge([{ ...comparison, ...more }])[0]?.verdict;
}

describe("the verdict", () => {
  it("is better, and its reverse worse", () => {
    expect(verdictOf(old, clearlyBetter)).toBe("better");
    expect(verdictOf(clearlyBetter, old)).toBe("worse");
  });

  it("turns round where higher is better", () => {
    expect(verdictOf(old, clearlyBetter, { better: "higher" })).toBe("worse");
    expect(verdictOf(clearlyBetter, old, { better: "higher" })).toBe("better");
  });

  it("is identical only for identical outputs, however few", () => {
    expect(verdictOf(old, old, { identical: true })).toBe("identical");
    expect(verdictOf(old.slice(0, 3), old.slice(0, 3), { identical: true })).toBe("identical");
    expect(verdictOf(old, old)).toBe("no difference shown");
  });

  it("is left open under twenty clips", () => {
    expect(
      verdictOf(
        old.slice(0, 19),
        clips(19, () => 9),
      ),
    ).toBe("too few clips");
    expect(
      verdictOf(
        old.slice(0, 20),
        clips(20, () => 9),
      ),
    ).toBe("worse");
  });

  it("says what was not measured", () => {
    expect(judge([{ metric: "rtf", identical: false, better: "lower" }])).toEqual([
      { metric: "rtf", verdict: "not measured" },
    ]);
  });

  it("keeps to the margin by the bound of the difference and not by its point", () => {
    const { interval, difference } = pairedDifference(old, aboutTheSame);
    const high = interval?.high ?? 0;
    expect(difference).toBeLessThan(high);
    expect(verdictOf(old, aboutTheSame, { margin: high + 0.001 })).toBe("not worse by more than the margin");
    expect(verdictOf(old, aboutTheSame, { margin: (difference + high) / 2 })).toBe("no difference shown");
    const reverse = { better: "higher", margin: high + 0.001 } as const;
    expect(verdictOf(aboutTheSame, old, reverse)).toBe("not worse by more than the margin");
  });

  it("does not take a few clips without a differing pair for a proof", () => {
    expect(verdictOf(old, old, { margin: 0.05 })).toBe("no difference shown");
    expect(verdictOf(old, old, { margin: 0.07 })).toBe("not worse by more than the margin");
  });

  it("says what the set could have shown, and how many clips it takes", () => {
    const difference = pairedDifference(old, aboutTheSame);
    const comparison = {
      metric: "wer",
      difference,
      identical: false,
      better: "lower",
      smallestDifference: 0.002,
    } as const;
    const [judgement] = judge([comparison]);
    const detectable = 2.801585 * (difference.standardError ?? 0);
    expect(judgement).toMatchObject({ verdict: "no difference shown", detectable: expect.closeTo(detectable, 6) });
    expect(judgement?.clipsNeeded).toBe(Math.ceil(60 * (detectable / 0.002) ** 2));
    expect(judge([{ ...comparison, difference: pairedDifference(old, clearlyBetter) }])[0]).not.toHaveProperty(
      "detectable",
    );
  });

  it("asks more of one metric among several", () => {
    // Alone p is just under 5 %; beside four others it must be under 1 %.
    const slightly = clips(60, (clip) => (clip < 7 ? Math.max(0, (clip % 4) - 1) : clip === 59 ? 4 : clip % 4));
    const difference = pairedDifference(old, slightly);
    const comparison: MetricComparison = { metric: "wer", difference, identical: false, better: "lower" };
    const others = Array.from({ length: 4 }, (_, index) => {
      return {
        metric: `m${index}`,
        difference: pairedDifference(old, aboutTheSame),
        identical: false,
        better: "lower",
      } as const;
    });
    const [alone] = judge([comparison]);
    const [among] = judge([comparison, ...others]);
    expect(among?.adjustedP).toBeCloseTo(Math.min(1, 5 * difference.p), 12);
    expect(alone?.adjustedP).toBe(difference.p);
    expect(among?.verdict).toBe("no difference shown");
  });

  it("reads plain values, too", () => {
    const times = Array.from({ length: 40 }, (_, index) => 1 + (index % 9) / 10);
    const difference = pairedMeanDifference(
      times,
      times.map((time, index) => time * 0.9 + (index % 2) / 50),
    );
    expect(judge([{ metric: "rtf", difference, identical: false, better: "lower" }])[0]?.verdict).toBe("better");
  });
});

describe("a threshold", () => {
  const estimate = (point: number, low: number, high: number, utterances = 62): Estimate => ({
    ...rateInterval([]),
    utterances,
    point,
    interval: { low, high },
  });

  it.each([
    [estimate(0.148, 0.118, 0.178), { atMost: 0.18 }, "pass"],
    [estimate(0.148, 0.118, 0.178), { atMost: 0.178 }, "pass"],
    [estimate(0.148, 0.118, 0.178), { atMost: 0.15 }, "inconclusive"],
    [estimate(0.148, 0.118, 0.178), { atMost: 0.118 }, "inconclusive"],
    [estimate(0.148, 0.118, 0.178), { atMost: 0.1 }, "fail"],
    [estimate(0.9, 0.85, 0.95), { atLeast: 0.85 }, "pass"],
    [estimate(0.9, 0.85, 0.95), { atLeast: 0.9 }, "inconclusive"],
    [estimate(0.9, 0.85, 0.95), { atLeast: 0.96 }, "fail"],
    [estimate(0.9, 0.85, 0.95, 19), { atMost: 0.1 }, "inconclusive"],
    [undefined, { atMost: 0.1 }, "not measured"],
    [meanInterval([]), { atMost: 0.1 }, "not measured"],
    [rateInterval([{ errors: 0, units: 5 }]), { atMost: 0.1 }, "inconclusive"],
  ] as const)("%# goes by the bound", (found, threshold, verdict) => {
    expect(judgeThreshold(found, threshold)).toBe(verdict);
  });

  it("is not passed by thirty faultless clips alone", () => {
    expect(judgeThreshold(rateInterval(clips(30, () => 0)), { atMost: 0.02 })).toBe("inconclusive");
    expect(judgeThreshold(rateInterval(clips(300, () => 0)), { atMost: 0.02 })).toBe("pass");
  });
});
