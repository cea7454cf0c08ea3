import { describe, expect, it } from "vitest";
import { Aligner, align } from "../../../src/core/scoring/alignment";
import { errorRate, measure } from "../../../src/core/scoring/measures";
import type { Alignment, ErrorCounts } from "../../../src/core/scoring/scoring";
import recorded from "./cases/jiwer.json";

// One for all cases: what an earlier utterance leaves behind must not show.
const aligner = new Aligner();

describe("alignment and measures as recorded from jiwer 4.0.0", () => {
  it.each(recorded.words)("words: “$reference” against “$hypothesis”", ({ reference, hypothesis, ...expected }) => {
    const alignment = aligner.align(tokens(reference), tokens(hypothesis));
    const { wer, mer, wil, wip } = measure([alignment]);
    expect(renderChunks(alignment)).toBe(expected.chunks);
    expect(countsOf(alignment)).toEqual(expected.counts);
    expect([wer, mer, wil, wip]).toEqual(expected.rates);
  });

  it.each(recorded.characters)("characters: “$reference” against “$hypothesis”", (expected) => {
    const alignment = aligner.align([...expected.reference], [...expected.hypothesis]);
    expect(renderChunks(alignment)).toBe(expected.chunks);
    expect(countsOf(alignment)).toEqual(expected.counts);
    expect(errorRate(alignment)).toBe(expected.cer);
  });

  it.each(recorded.corpora)("a corpus of several utterances, $counts", ({ references, hypotheses, counts, rates }) => {
    const alignments = references.map((reference, line) => align(tokens(reference), tokens(hypotheses[line] ?? "")));
    const { wer, mer, wil, wip, ...sums } = measure(alignments);
    expect(countsOf(sums)).toEqual(counts);
    expect([wer, mer, wil, wip]).toEqual(rates);
  });

  it.each(recorded.divided)("utterances so long that RapidFuzz divides them, $counts", (expected) => {
    const alignment = aligner.align(tokens(expected.reference), tokens(expected.hypothesis));
    expect(renderChunks(alignment)).toBe(expected.chunks);
    expect(countsOf(alignment)).toEqual(expected.counts);
  });
});

describe("measures", () => {
  it("says how empty references enter the corpus and the mean", () => {
    const alignments = [align([], ["a", "b"]), align(["c", "d"], ["c", "x"]), align(["e"], ["e"])];
    expect(measure(alignments)).toMatchObject({
      wer: 1,
      insertions: 2,
      referenceWords: 3,
      hypothesisWords: 5,
      utterances: 3,
      emptyReferences: 1,
      meanUtteranceWer: 0.25,
    });
  });

  it("has no mean without reference words", () =>
    expect(measure([align([], [])])).toMatchObject({ wer: 0, wip: 1, meanUtteranceWer: Number.NaN }));
});

function tokens(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

function renderChunks({ chunks }: Alignment): string {
  return chunks
    .map(({ operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd }) =>
      [operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd].join(" "),
    )
    .join(", ");
}

function countsOf({ hits, substitutions, deletions, insertions }: ErrorCounts): readonly number[] {
  return [hits, substitutions, deletions, insertions];
}
