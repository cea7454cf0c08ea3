import { describe, expect, it } from "vitest";
import { Aligner, align } from "../../../src/core/scoring/alignment";

describe("large inputs", () => {
  it("aligns a vocabulary of 1.1 million words over a corpus", () => {
    const corpus = new Aligner();
    let errors = 0;
    for (let utterance = 0; utterance < 55_000; utterance++) {
      const reference = Array.from({ length: 20 }, (_, index) => `w${utterance * 20 + index}`);
      const hypothesis = reference.with(utterance % 20, `w${(utterance * 20 + 21) % 1_100_000}`);
      errors += corpus.align(reference, hypothesis).substitutions;
    }
    expect(errors).toBe(55_000);
  });

  it("aligns 10,000 words and their characters", () => {
    const reference = Array.from({ length: 10_000 }, (_, index) => `word${(index * 7919) % 1009}`);
    const hypothesis = reference.flatMap((word, index) => (index % 10 === 3 ? [] : index % 10 === 7 ? ["x"] : [word]));
    expect(align(reference, hypothesis)).toMatchObject({ deletions: 1000, substitutions: 1000, insertions: 0 });
    const characters = align([...reference.join(" ")], [...hypothesis.join(" ")]);
    expect(characters.hits + characters.substitutions + characters.deletions).toBe(characters.reference.length);
  });
});
