import { describe, expect, it } from "vitest";
import { align } from "../../../src/core/scoring/alignment";
import { measureTiming, type TimedWord, timedTokens } from "../../../src/core/scoring/timing";
import recorded from "./cases/timing.json";

const split = { words: (text: string) => text.toLowerCase().match(/\p{L}+/gu) ?? [] };

describe("word timing", () => {
  it("measures starts and ends of matched words in milliseconds", () => {
    const reference = [word("one", 0, 0.4), word("two", 0.5, 0.9), word("three", 1, 1.5), word("four", 2, 2.5)];
    const hypothesis = [word("one", 0.1, 0.5), word("too", 0.5, 0.9), word("three", 0.9, 1.5), word("four", 2.2, 2.5)];
    const measures = measureTiming([pairOf(reference, hypothesis)]);
    expect(measures).toMatchObject({ matchedWords: 3, referenceWords: 4, coverage: 0.75 });
    expect(measures.startMae).toBeCloseTo(400 / 3, 9);
    expect(measures.endMae).toBeCloseTo(100 / 3, 9);
    expect(measures.mae).toBeCloseTo(500 / 6, 9);
    expect(measures.startBias).toBeCloseTo(200 / 3, 9);
    expect(measures.bias).toBeCloseTo(50, 9);
    expect(measures.median).toBeCloseTo(100, 9);
    expect(measures.p95).toBeCloseTo(175, 9);
  });

  it.each(recorded.cases)(
    "agrees with numpy on $matched of $total words",
    ({ shifts, matched, total, ...expected }) => {
      const reference = shifts.map((_, index) => word(letters(index), index, index + 0.5));
      const hypothesis = shifts.map((shift, index) =>
        shift === null
          ? word("zzz", index, index + 0.5)
          : word(letters(index), index + (shift[0] ?? 0) / 1000, index + 0.5 + (shift[1] ?? 0) / 1000),
      );
      const measures = measureTiming([pairOf(reference, hypothesis)]);
      expect([measures.matchedWords, measures.referenceWords]).toEqual([matched, total]);
      for (const name of ["startMae", "endMae", "bias", "median", "p95"] as const)
        expect(measures[name]).toBeCloseTo(expected[name], 6);
    },
  );

  it("leaves inner boundaries of a word with several tokens out", () => {
    const tokens = timedTokens([word("Кто-то", 1, 2), word("—", 2, 2.1), word("пришёл", 2.5, 3)], split);
    expect(tokens).toEqual({
      tokens: ["кто", "то", "пришёл"],
      starts: [1, Number.NaN, 2.5],
      ends: [Number.NaN, 2, 3],
    });
    const apart = [word("кто", 1, 1.4), word("то", 1.4, 2), word("пришёл", 2.5, 3)];
    expect(measureTiming([pairOf([word("кто-то", 1, 2)], apart)])).toMatchObject({
      startMae: 0,
      endMae: 0,
      coverage: 1,
    });
  });

  it("says that it measured nothing", () =>
    expect(measureTiming([pairOf([word("a", 0, 1)], [word("b", 0, 1)])])).toMatchObject({
      startMae: Number.NaN,
      p95: Number.NaN,
      coverage: 0,
    }));
});

function word(text: string, start: number, end: number): TimedWord {
  return { text, start, end };
}

function letters(index: number): string {
  return [...String(index)].map((digit) => "abcdefghij"[Number(digit)]).join("");
}

function pairOf(referenceWords: readonly TimedWord[], hypothesisWords: readonly TimedWord[]) {
  const [reference, hypothesis] = [timedTokens(referenceWords, split), timedTokens(hypothesisWords, split)];
  return { alignment: align(reference.tokens, hypothesis.tokens), reference, hypothesis };
}
