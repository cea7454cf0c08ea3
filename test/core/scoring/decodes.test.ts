import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { compareScores, IncomparableError } from "../../../src/core/scoring/compare";
import { readCtm } from "../../../src/core/scoring/formats/recordings";
import { readText } from "../../../src/core/scoring/formats/utterances";
import { normalizerOf } from "../../../src/core/scoring/normalizers";
import { scoreText, type TextScore } from "../../../src/core/scoring/score";
import { scoreTiming } from "../../../src/core/scoring/score-recordings";
import type { Normalizer } from "../../../src/core/scoring/scoring";
import recorded from "./decodes/recorded-by-tools.json";

/** Real speech, really decoded; decodes/README.md says of whom, with what, and how. */
type Language = keyof typeof recorded;

const raw = normalizer("raw");
const scores: Readonly<Record<Language, Readonly<Record<string, TextScore>>>> = {
  ru: scoresOf("ru"),
  en: scoresOf("en"),
};

/** Measured on the same clips before there was this code, by jiwer with a bootstrap of its own: percent. */
const before: Readonly<Record<string, string>> = {
  "ru narrow-beams": "WER 49.8 (43.8–55.7) CER 30.5",
  "ru default-beams": "WER 20.3 (16.3–24.6) CER 8.5",
  "ru wide-beams": "WER 15.8 (12.6–19.1) CER 4.6",
  "ru wide-beams-lw8": "WER 14.8 (11.8–17.8) CER 4.3",
  "en stock-lm": "WER 60.7 (52.1–69.8) CER 33.9",
  "en held-out-lm": "WER 26.8 (20.8–33.0) CER 13.7",
  "en closed-lm": "WER 5.1 (2.6–8.2) CER 2.7",
};

test("the table of the two sets: ours beside what was recorded before", () => {
  const rows = Object.entries(scores).flatMap(([language, settings]) =>
    Object.entries(settings).map(([setting, { wer, cer, measures }]) => {
      const { low = Number.NaN, high = Number.NaN } = wer.interval ?? {};
      const rates = `WER ${percent(wer.point)} (${percent(low)}–${percent(high)}) CER ${percent(cer.point)}`;
      const name = `${language} ${setting}`;
      return `${name}, ${measures.utterances} clips: ${rates} | ${before[name]}`;
    }),
  );
  expect(rows).toEqual([
    "ru narrow-beams, 62 clips: WER 49.8 (43.8–55.7) CER 30.5 | WER 49.8 (43.8–55.7) CER 30.5",
    "ru default-beams, 62 clips: WER 20.3 (16.3–24.7) CER 8.5 | WER 20.3 (16.3–24.6) CER 8.5",
    "ru wide-beams, 62 clips: WER 15.8 (12.7–19.0) CER 4.6 | WER 15.8 (12.6–19.1) CER 4.6",
    "ru wide-beams-lw8, 62 clips: WER 14.8 (11.9–17.8) CER 4.3 | WER 14.8 (11.8–17.8) CER 4.3",
    "en stock-lm, 71 clips: WER 60.7 (52.1–69.8) CER 34.0 | WER 60.7 (52.1–69.8) CER 33.9",
    "en held-out-lm, 71 clips: WER 27.0 (20.9–33.4) CER 13.6 | WER 26.8 (20.8–33.0) CER 13.7",
    "en closed-lm, 71 clips: WER 5.1 (2.4–8.6) CER 2.5 | WER 5.1 (2.6–8.2) CER 2.7",
  ]);
});

describe.each(["ru", "en"] as const)("%s: the same figures as the reference tools", (language) => {
  const { settings, mapsswe } = recorded[language];

  it.each(Object.entries(settings))("%s: jiwer's, to the last digits", (setting, { jiwer }) => {
    const { measures, cer } = scoreOf(language, setting);
    for (const [name, expected] of Object.entries(jiwer)) {
      const ours = name === "cer" ? cer.point : measures[name as keyof typeof measures];
      expect(ours, name).toBeCloseTo(expected, 12);
    }
  });

  // Its weights (4 for a substitution, 3 for the others) trade kinds of errors for each other; here never their number.
  it.each(Object.entries(settings))("%s: as many errors as sclite finds", (setting, { sclite }) => {
    const { wer, hits } = scoreOf(language, setting).measures;
    expect(wer).toBeCloseTo(sclite.wer, 12);
    expect(sclite.hits - hits).toBeGreaterThanOrEqual(0);
    expect(sclite.hits - hits).toBeLessThanOrEqual(3);
  });

  it.each(mapsswe)("$a → $b: the z of sc_stats, within a hundredth of it", ({ a, b, z, segments }) => {
    const ours = compareScores(scoreOf(language, a), scoreOf(language, b)).mapsswe;
    expect(Math.abs(ours.z / z - 1)).toBeLessThan(0.01);
    expect(Math.abs(ours.segments - segments)).toBeLessThanOrEqual(1);
  });
});

describe("verdicts", () => {
  it.each([
    ["wide-beams", "wide-beams-lw8", "no difference shown"],
    ["default-beams", "wide-beams-lw8", "better"],
    ["wide-beams-lw8", "default-beams", "worse"],
    ["wide-beams-lw8", "wide-beams-lw8", "identical"],
  ])("ru %s → %s: %s", (a, b, verdict) => {
    const { metrics } = compareScores(scoreOf("ru", a), scoreOf("ru", b));
    expect(metrics.map((metric) => metric.verdict)).toEqual([verdict, verdict]);
  });

  test("the same words in other letters differ in characters only", () => {
    const lines = linesOf("ru", "reference.txt");
    const utterances = lines.map((reference, index) => ({ id: `${index}`, reference, hypothesis: reference }));
    const spaced = utterances.map((pair) => ({ ...pair, hypothesis: pair.hypothesis.replace(" ", "  ") }));
    const { metrics } = compareScores(scoreText(utterances, raw), scoreText(spaced, raw));
    expect(metrics.map(({ metric, verdict }) => `${metric}: ${verdict}`)).toEqual(["wer: identical", "cer: worse"]);
  });

  test("two normalizers, two versions of one, or two sets of clips are not compared", () => {
    const score = scoreOf("ru", "wide-beams");
    const other = scoreFiles("ru", "wide-beams", normalizer("ru"));
    const older = { ...score, normalizer: { ...score.normalizer, version: "0" } };
    const reordered = { ...score, utterances: score.utterances.toReversed() };
    const shorter = { ...score, utterances: score.utterances.slice(1) };
    for (const incomparable of [other, older, reordered, shorter]) {
      expect(() => compareScores(score, incomparable)).toThrow(IncomparableError);
    }
  });
});

test("word times of the default beams against the labels", () => {
  const { value = [] } = readCtm({
    reference: bytesOf("ru", "reference.ctm"),
    hypothesis: bytesOf("ru", "default-beams.ctm"),
  });
  const timing = scoreTiming(value, raw);
  for (const [name, expected] of Object.entries(recorded.ru.timing["default-beams"])) {
    expect(timing[name as keyof typeof timing], name).toBeCloseTo(expected, 6);
  }
  expect(timing.coverage).toBe(768 / 926);
});

function scoresOf(language: Language): Readonly<Record<string, TextScore>> {
  const settings = {
    ru: ["narrow-beams", "default-beams", "wide-beams", "wide-beams-lw8"],
    en: ["stock-lm", "held-out-lm", "closed-lm"],
  };
  return Object.fromEntries(settings[language].map((setting) => [setting, scoreFiles(language, setting, raw)]));
}

function scoreOf(language: Language, setting: string): TextScore {
  const score = scores[language][setting];
  if (!score) throw new Error(`There is no ${setting} of ${language}.`);
  return score;
}

function scoreFiles(language: Language, setting: string, normalizer: Normalizer): TextScore {
  const { value, problems } = readText({
    reference: bytesOf(language, "reference.txt"),
    hypothesis: bytesOf(language, `${setting}.txt`),
  });
  if (!value) throw new Error(JSON.stringify(problems));
  return scoreText(value, normalizer);
}

function normalizer(id: string): Normalizer {
  const found = normalizerOf(id);
  if (!found) throw new Error(`There is no normalizer ${id}.`);
  return found;
}

function bytesOf(language: Language, file: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, "decodes", language, file));
}

function linesOf(language: Language, file: string): readonly string[] {
  return new TextDecoder().decode(bytesOf(language, file)).split("\n").slice(0, -1);
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}
