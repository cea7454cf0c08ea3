import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ordinal } from "../../../src/core/measurement/report/notes";
import { quantileFigure } from "../../../src/core/measurement/report/quantile";
import { compareRepeats } from "../../../src/core/measurement/report/repeats";
import { summarise } from "../../../src/core/measurement/report/summarise";
import { parseCtm } from "../../../src/core/scoring/formats/ctm";
import { readCtm } from "../../../src/core/scoring/formats/recordings";
import { normalizerOf } from "../../../src/core/scoring/normalizers";
import { scoreTiming } from "../../../src/core/scoring/score-recordings";
import { createRandom, uniforms } from "../../../src/core/scoring/statistics/random";
import { root } from "../../support/sources";
import { type MadeRow, madeRun } from "./report-run";

describe("quantiles", () => {
  it("lie between the order statistics of the binomial tables", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(quantileFigure(hundred, 0.5)).toEqual({ point: 50.5, interval: { low: 40, high: 61 }, utterances: 100 });
    expect(quantileFigure(hundred.slice(0, 10), 0.5)).toEqual({
      point: 5.5,
      interval: { low: 2, high: 9 },
      utterances: 10,
    });
  });

  it("have an open end where no clip is slow enough to bound them", () => {
    const high = (count: number) =>
      quantileFigure(
        Array.from({ length: count }, (_, index) => index),
        0.95,
      )?.interval?.high;
    expect([high(50), high(71), high(72), high(133)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      71,
      131,
    ]);
    expect([quantileFigure([3], 0.5), quantileFigure([], 0.5)]).toEqual([{ point: 3, utterances: 1 }, undefined]);
  });

  it.each([0.5, 0.95])("are covered in at least 95 of 100 samples: %d", (fraction) => {
    const uniform = uniforms(createRandom(1));
    const samples = 4000;
    let covered = 0;
    for (let sample = 0; sample < samples; sample++) {
      const figure = quantileFigure(
        Array.from({ length: 133 }, () => uniform()),
        fraction,
      );
      const { low = 1, high = 0 } = figure?.interval ?? {};
      if (low <= fraction && fraction <= high) covered++;
    }
    expect(covered / samples).toBeGreaterThan(0.945);
  });
});

describe("repeats", () => {
  const quiet = [0.01, -0.02, 0.005, 0, 0.01];
  it.each([
    ["beyond the noise", [10, 10, 10, 10, 10], [8, 8.1, 7.9, 8, 8], quiet, "better"],
    ["the other way", [8, 8.1, 7.9, 8, 8], [10, 10, 10, 10, 10], quiet, "worse"],
    ["inside of the noise", [10, 10, 10, 10, 10], [9.9, 9.9, 9.9, 9.9, 9.9], quiet, "no difference shown"],
    ["one large noise", [10, 10, 10, 10, 10], [8, 8, 8, 8, 8], [...quiet, 0.5], "no difference shown"],
    ["of no one sign", [10, 10, 10, 10, 10], [8, 8, 8, 8, 11], quiet, "no difference shown"],
    ["too few pairs", [10, 10, 10, 10], [8, 8, 8, 8], quiet, "not compared"],
    ["too little noise known", [10, 10, 10, 10, 10], [8, 8, 8, 8, 8], [0.01], "not compared"],
  ] as const)("%s", (_, a, b, noise, verdict) => {
    expect(compareRepeats({ a, b, noise }).verdict).toBe(verdict);
  });

  it("raise few alarms between repeats of the same code", () => {
    const uniform = uniforms(createRandom(2));
    const time = () => 10 * (1 + 0.1 * uniform());
    const times = (count: number) => Array.from({ length: count }, time);
    const alarms = Array.from({ length: 4000 }, () => {
      const noise = times(5).map((first) => time() / first - 1);
      return compareRepeats({ a: times(5), b: times(5), noise }).verdict !== "no difference shown";
    });
    expect(alarms.filter(Boolean).length / alarms.length).toBeLessThan(0.02);
  });
});

describe("cost", () => {
  it("of an hour of audio follows the price or the bill", () => {
    const row: MadeRow = { name: "paid", settings: { ru: "wide-beams" }, engine: { cost: 0.031 } };
    const figures = (price: object) => {
      const { run, clips, configuration } = madeRun([row], { engines: [{ name: "paid", command: ["x"], price }] });
      const summary = summarise(run, clips, configuration);
      const check = summary.checks.find(({ metric }) => metric === "costPerHour");
      return [summary.rows[0]?.times.costPerHour?.point.toFixed(4), check?.verdict];
    };
    // 62 clips of 5 s are 310 s of audio.
    expect([figures({ perMinute: 0.016 }), figures({ perHour: 1 })]).toEqual([
      ["0.9600", "fail"],
      ["0.3600", "pass"],
    ]);
  });
});

describe("word timing", () => {
  it("is that of the scoring of CTM files", () => {
    const read = (file: string) => readFileSync(join(root, "test/core/scoring/decodes/ru", file), "utf8");
    const [reference, hypothesis] = [read("reference.ctm"), read("default-beams.ctm")];
    const bytes = new TextEncoder();
    const rows = (text: string) => parseCtm(text.split("\n")).rows;
    const [said, heard] = [rows(reference), rows(hypothesis)];
    const row: MadeRow = {
      name: "timed",
      settings: { ru: "default-beams" },
      change: (clip) => {
        const recording = `${clip.utterance.slice("ru-".length)} 1`;
        const wordsIn = (list: typeof said) => list.filter((word) => word.recording === recording);
        return { ...clip, referenceWords: wordsIn(said), hypothesisWords: wordsIn(heard) };
      },
    };
    const { run, clips, configuration } = madeRun([row]);
    const timing = summarise(run, clips, configuration).rows[0]?.timing;
    const normalizer = normalizerOf("ru");
    const recordings = readCtm({ reference: bytes.encode(reference), hypothesis: bytes.encode(hypothesis) });
    if (!normalizer || !recordings.value) throw new Error("nothing to compare with");
    const expected = scoreTiming(recordings.value, normalizer);
    expect(timing?.mae.point).toBeCloseTo(expected.mae, 9);
    expect(timing?.matchedWords).toBe(expected.matchedWords);
    expect(timing?.referenceWords).toBe(expected.referenceWords);
    expect(timing?.matchedWords).toBeGreaterThan(500);
  });
});

it("numbers comparisons in English", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 17, 21, 102].map(ordinal).join(" ")).toBe(
    "1st 2nd 3rd 4th 11th 12th 13th 17th 21st 102nd",
  );
});
