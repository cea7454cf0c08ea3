import { describe, expect, test } from "vitest";
import { normalizerIds, normalizerOf, normalizers } from "../../../src/core/scoring/normalizers";
import generated from "./cases/normalizers-generated.json";
import numbers from "./cases/normalizers-numbers.json";
import russian from "./cases/normalizers-russian.json";
import text from "./cases/normalizers-text.json";
import unicode from "./cases/normalizers-unicode.json";

const recorded = Object.entries({ numbers, text, unicode, generated });

function known(id: string, options?: Readonly<Record<string, string>>) {
  const normalizer = normalizerOf(id, options);
  if (!normalizer) throw new Error(`no normalizer ${id}`);
  return normalizer;
}

/** Differences from what the reference implementations made of the same inputs, as text. */
function differences(cases: readonly { input: string }[], got: (input: string) => unknown, key: string): string[] {
  return cases.flatMap((recordedCase) => {
    const expected = JSON.stringify(Object.entries(recordedCase).find(([name]) => name === key)?.[1]);
    const actual = JSON.stringify(got(recordedCase.input));
    return actual === expected ? [] : [`${JSON.stringify(recordedCase.input)}: ${actual} instead of ${expected}`];
  });
}

describe.each(recorded)("recorded %s", (_, cases) => {
  test("raw cuts words as jiwer", () => expect(differences(cases, known("raw").words, "words")).toEqual([]));
  test("raw counts characters as jiwer", () => {
    expect(differences(cases, (input) => known("raw").characters(input).length, "characters")).toEqual([]);
  });
  test("whisper-basic", () => expect(differences(cases, known("whisper-basic").normalize, "basic")).toEqual([]));
  test("whisper-english", () => expect(differences(cases, known("whisper-english").normalize, "english")).toEqual([]));
});

test.each(russian)("ru: $input", ({ input, output, options }) => {
  const chosen = Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined));
  expect(known("ru", chosen).normalize(input)).toBe(output);
});

/** A hash that changes here without a version that goes up means that two different scorings would call themselves the same. */
test("identities are pinned", () => {
  const identities = normalizers.map((kind) => {
    const { id, version, hash } = kind.create();
    return `${id} ${version} ${hash}`;
  });
  expect(identities).toEqual([
    "raw 1 534872a1d7c6",
    "whisper-basic 1 5cb1a8936ee6",
    "whisper-english 1 47203531dc66",
    "ru 1 63eb127d50eb",
  ]);
  expect(known("ru", { numbers: "words" }).hash).toBe("99d0a8f97098");
});

test("each choice of options has a hash of its own, and naming a default changes nothing", () => {
  const choices = ["fold", "keep"].flatMap((yo) =>
    ["split", "keep"].flatMap((hyphens) => ["digits", "words"].map((numbers) => ({ yo, hyphens, numbers }))),
  );
  expect(new Set(choices.map((options) => known("ru", options).hash)).size).toBe(8);
  expect(known("ru", { yo: "fold" }).hash).toBe(known("ru").hash);
});

test("ids are the list's, and others are unknown", () => {
  expect(normalizerIds).toEqual(["raw", "whisper-basic", "whisper-english", "ru"]);
  for (const id of ["", "RAW", "constructor", "whisper"]) expect(normalizerOf(id)).toBeUndefined();
});

test("options that a normaliser does not have are refused by name", () => {
  expect(() => normalizerOf("raw", { yo: "keep" })).toThrow('The normalizer raw has no option "yo".');
  expect(() => normalizerOf("ru", { constructor: "x" })).toThrow('has no option "constructor"');
  expect(() => normalizerOf("ru", { yo: "drop" })).toThrow(
    'The option "yo" of the normalizer ru is one of: fold, keep.',
  );
});

test("characters are code points of the stripped text, with the spaces between words", () => {
  expect(known("raw").characters(" a  𝟘\tb ")).toEqual(["a", " ", " ", "𝟘", "\t", "b"]);
  expect(known("whisper-basic").characters("Привет, мир!")).toEqual([..."привет мир"]);
  expect(known("ru").characters("")).toEqual([]);
});

test("words are those of the normalised text", () => {
  for (const id of normalizerIds) {
    for (const { input } of [...text, ...unicode]) {
      const normalizer = known(id);
      expect(normalizer.words(input)).toEqual(
        normalizer
          .normalize(input)
          .split(" ")
          .filter((word) => word !== ""),
      );
    }
  }
});

test.each(["<", "(", " ", "\t'", "9,", "1 ", "%", "- ", "a.", "nineteen ", "half and a "])(
  "100,000 times %j takes linear time",
  (part) => {
    const long = part.repeat(100_000);
    const start = performance.now();
    for (const id of normalizerIds) known(id, id === "ru" ? { numbers: "words" } : {}).words(long);
    expect(performance.now() - start).toBeLessThan(5000);
  },
);
