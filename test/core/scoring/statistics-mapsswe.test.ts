import { describe, expect, it } from "vitest";
import type { Alignment, AlignmentChunk, Operation } from "../../../src/core/scoring/scoring";
import { mapsswe, segmentsOf } from "../../../src/core/scoring/statistics/mapsswe";
import cases from "./cases/mapsswe.json";

const operations: Readonly<Record<string, Operation>> = { C: "equal", S: "substitute", D: "delete", I: "insert" };

/** From a letter per step, as the recorded cases and sclite write it. */
function alignmentOf(steps: string): Alignment {
  const chunks: AlignmentChunk[] = [];
  let [reference, hypothesis] = [0, 0];
  for (const step of steps.match(/C+|S+|D+|I+/g) ?? []) {
    const operation = operations[step.charAt(0)] ?? "equal";
    const [referenceStart, hypothesisStart] = [reference, hypothesis];
    if (operation !== "insert") reference += step.length;
    if (operation !== "delete") hypothesis += step.length;
    chunks.push({ operation, referenceStart, referenceEnd: reference, hypothesisStart, hypothesisEnd: hypothesis });
  }
  const count = (letter: string) => steps.split(letter).length - 1;
  return {
    reference: Array.from({ length: reference }, (_, index) => `word ${index}`),
    hypothesis: Array.from({ length: hypothesis }, (_, index) => `word ${index}`),
    chunks,
    hits: count("C"),
    substitutions: count("S"),
    deletions: count("D"),
    insertions: count("I"),
  };
}

describe("MAPSSWE", () => {
  it("has enough recorded cases", () => expect(cases.length).toBeGreaterThanOrEqual(60));

  it.each(cases.map((found, index) => [index, found] as const))("case %i is as sc_stats says", (_, found) => {
    const [a, b] = [found.a.map(alignmentOf), found.b.map(alignmentOf)];
    const { z, p, segments } = mapsswe(a, b);
    expect(z).toBeCloseTo(found.z, 2.9);
    // sc_stats reads p from a table of the normal distribution in steps of 0.01.
    expect(Math.abs(p - found.p)).toBeLessThan(0.008);
    expect(segments).toBe(found.segments);
    const all = a.flatMap((alignment, index) => segmentsOf(alignment, b[index] ?? alignment));
    expect(all.reduce((sum, segment) => sum + segment.errorsA, 0)).toBe(found.errorsA);
    expect(all.reduce((sum, segment) => sum + segment.errorsB, 0)).toBe(found.errorsB);
  });

  it("changes its sign and nothing else when the systems change places", () => {
    for (const found of cases) {
      const [a, b] = [found.a.map(alignmentOf), found.b.map(alignmentOf)];
      const [forth, back] = [mapsswe(a, b), mapsswe(b, a)];
      expect(back.z).toBeCloseTo(-forth.z, 12);
      expect(back.p).toBeCloseTo(forth.p, 12);
    }
  });

  it.each([
    ["CCC", "CCC", []],
    ["SCCS", "CCCC", ["1/0", "1/0"]],
    ["SCS", "CCC", ["2/0"]],
    ["SCICS", "CCC", undefined],
    ["SCICS", "CCCS", ["3/1"]],
    ["CCII", "CC", ["2/0"]],
    ["", "II", ["0/2"]],
  ])("%s against %s falls into segments", (a, b, expected) => {
    const segments = () =>
      segmentsOf(alignmentOf(a), alignmentOf(b)).map((found) => `${found.errorsA}/${found.errorsB}`);
    if (expected) expect(segments()).toEqual(expected);
    else expect(segments).toThrow(RangeError);
  });

  it("says nothing without segments and refuses sets that do not match", () => {
    expect(mapsswe([], [])).toEqual({ z: 0, p: 1, segments: 0 });
    expect(() => mapsswe([alignmentOf("C")], [])).toThrow("1 utterances stand against 0.");
  });
});
