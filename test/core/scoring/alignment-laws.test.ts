import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { Aligner, align } from "../../../src/core/scoring/alignment";
import { DifferenceMatrix } from "../../../src/core/scoring/alignment/difference-matrix";
import { markEdits } from "../../../src/core/scoring/alignment/edits";
import { errorRate, measure, unitCounts } from "../../../src/core/scoring/measures";
import type { Alignment } from "../../../src/core/scoring/scoring";

const words = (maxLength: number) => array(constantFrom("a", "b", "c", "не", "__proto__"), { maxLength });
const pair = tuple(words(90), words(90));
const aligner = new Aligner();

describe("laws of alignment", () => {
  it("costs what a plain dynamic programme finds, and its chunks hold together", () =>
    assert(
      property(pair, ([reference, hypothesis]) => {
        const alignment = aligner.align(reference, hypothesis);
        expect(errorsOf(alignment)).toBe(plainDistance(reference, hypothesis));
        expectValid(alignment);
      }),
      { numRuns: 400 },
    ));

  it("swaps deletions and insertions with its sides", () =>
    assert(
      property(pair, ([reference, hypothesis]) => {
        const forth = aligner.align(reference, hypothesis);
        const back = aligner.align(hypothesis, reference);
        expect(errorsOf(back)).toBe(errorsOf(forth));
        expect(back.insertions - back.deletions).toBe(forth.deletions - forth.insertions);
      }),
    ));

  it("finds nothing between a text and itself", () =>
    assert(
      property(words(200), (text) => {
        expect(align(text, [...text])).toMatchObject({
          hits: text.length,
          substitutions: 0,
          deletions: 0,
          insertions: 0,
        });
      }),
    ));

  it("costs no more together than apart, and the same where a common word pair stands between", () =>
    assert(
      property(pair, pair, ([a, b], [c, d]) => {
        const apart = errorsOf(align(a, b)) + errorsOf(align(c, d));
        expect(errorsOf(align([...a, ...c], [...b, ...d]))).toBeLessThanOrEqual(apart);
        const separator = Array.from({ length: a.length + b.length + c.length + d.length }, (_, index) => `|${index}`);
        expect(errorsOf(align([...a, ...separator, ...c], [...b, ...separator, ...d]))).toBe(apart);
      }),
    ));

  it("is the same whatever was aligned before", () =>
    assert(
      property(pair, pair, ([a, b], [c, d]) => {
        const used = new Aligner();
        const first = used.align(a, b);
        const before = structuredClone(first);
        expect(used.align(c, d)).toEqual(align(c, d));
        expect(first).toEqual(before);
      }),
    ));

  it("sums utterances to the corpus", () =>
    assert(
      property(array(pair, { minLength: 1, maxLength: 8 }), (pairs) => {
        const alignments = pairs.map(([reference, hypothesis]) => align(reference, hypothesis));
        const counts = alignments.map(unitCounts);
        const errors = counts.reduce((sum, count) => sum + count.errors, 0);
        const units = counts.reduce((sum, count) => sum + count.units, 0);
        const measures = measure(alignments);
        expect(measures.wer).toBe(errorRate(measures));
        expect(measures.wer).toBe(errors / Math.max(1, units));
        expect(measures.mer).toBeLessThanOrEqual(1);
        expect(measures.wil + measures.wip).toBeCloseTo(1, 12);
      }),
    ));
});

describe("long utterances", () => {
  it("cost no more for being divided", () =>
    assert(
      property(integer({ min: 0, max: 2 ** 31 - 1 }), integer({ min: 2400, max: 3200 }), (seed, length) => {
        const random = randomFrom(seed);
        const reference = Int32Array.from({ length }, () => 1 + Math.floor(random() * 30));
        const kept = [...reference].flatMap((word) => (random() < 0.05 ? [] : random() < 0.05 ? [word, 1] : [word]));
        const hypothesis = Int32Array.from(kept);
        const matrix = new DifferenceMatrix();
        matrix.makeRoomForTokens(31);
        const deleted = new Uint8Array(length);
        const inserted = new Uint8Array(hypothesis.length);
        markEdits(
          matrix,
          { tokens: reference, unmatched: deleted, offset: 0 },
          { tokens: hypothesis, unmatched: inserted, offset: 0 },
        );
        const left = reference.filter((_, index) => deleted[index] === 0);
        const right = hypothesis.filter((_, index) => inserted[index] === 0);
        expect(left.length).toBe(right.length);
        const substitutions = left.filter((word, index) => word !== right[index]).length;
        const cost = length - left.length + hypothesis.length - right.length + substitutions;
        expect(cost).toBe(plainDistance([...reference], [...hypothesis]));
      }),
      { numRuns: 6 },
    ));
});

function errorsOf({ substitutions, deletions, insertions }: Alignment): number {
  return substitutions + deletions + insertions;
}

function expectValid({ reference, hypothesis, chunks, ...counts }: Alignment): void {
  const seen = { equal: 0, substitute: 0, delete: 0, insert: 0 };
  let [row, column] = [0, 0];
  let last = "";
  for (const { operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd } of chunks) {
    expect([referenceStart, hypothesisStart]).toEqual([row, column]);
    expect(operation).not.toBe(last);
    const [height, width] = [referenceEnd - referenceStart, hypothesisEnd - hypothesisStart];
    expect(Math.max(height, width)).toBeGreaterThan(0);
    if (operation === "delete") expect(width).toBe(0);
    else if (operation === "insert") expect(height).toBe(0);
    else expect(width).toBe(height);
    if (operation === "equal" || operation === "substitute")
      for (let offset = 0; offset < height; offset++)
        expect(reference[row + offset] === hypothesis[column + offset]).toBe(operation === "equal");
    seen[operation] += Math.max(height, width);
    [row, column, last] = [referenceEnd, hypothesisEnd, operation];
  }
  expect([row, column]).toEqual([reference.length, hypothesis.length]);
  expect([counts.hits, counts.substitutions, counts.deletions, counts.insertions]).toEqual([
    seen.equal,
    seen.substitute,
    seen.delete,
    seen.insert,
  ]);
}

/** R. Wagner and M. Fischer, two rows. */
function plainDistance<T>(reference: readonly T[], hypothesis: readonly T[]): number {
  let above = Array.from({ length: hypothesis.length + 1 }, (_, column) => column);
  reference.forEach((word, row) => {
    const current = [row + 1];
    hypothesis.forEach((other, column) => {
      const pairCost = (above[column] ?? 0) + (word === other ? 0 : 1);
      current.push(Math.min(pairCost, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    });
    above = current;
  });
  return above[hypothesis.length] ?? 0;
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
