import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiarizedFile, measureDiarization } from "../../../src/core/scoring/diarization";
import { bestAssignment } from "../../../src/core/scoring/diarization/assignment";
import recorded from "./cases/diarization.json";

const sets: readonly (readonly DiarizedFile[])[] = recorded.sets.map((files) =>
  files.map((file) => ({
    reference: file.reference.map(turnOf),
    hypothesis: file.hypothesis.map(turnOf),
    ...("regions" in file ? { regions: file.regions.map(([start = 0, end = 0]) => ({ start, end })) } : {}),
  })),
);

describe("diarisation against recorded tools", () => {
  it.each(recorded.cases)(
    "as pyannote.metrics: set $files, collar $collarEachSide, skip overlap $skipOverlap",
    (recordedCase) => {
      const { files, collarEachSide, skipOverlap, pyannote } = recordedCase;
      const result = measureDiarization(sets[files] ?? [], { collarEachSide, skipOverlap });
      expect(result.total).toBeCloseTo(pyannote.total, 6);
      expect(result.seconds.missed).toBeCloseTo(pyannote.missed, 6);
      expect(result.seconds.falseAlarm).toBeCloseTo(pyannote.falseAlarm, 6);
      expect(result.seconds.confusion).toBeCloseTo(pyannote.confusion, 6);
      expect(result.der).toBeCloseTo(pyannote.der, 9);
    },
  );

  it.each(recorded.cases.filter(({ mdEval }) => mdEval !== null))(
    "as md-eval.pl: set $files, collar $collarEachSide, skip overlap $skipOverlap",
    ({ files, collarEachSide, skipOverlap, mdEval }) => {
      const result = measureDiarization(sets[files] ?? [], { collarEachSide, skipOverlap, convention: "md-eval" });
      // md-eval prints hundredths.
      expect(result.total).toBeCloseTo(mdEval?.total ?? Number.NaN, 2);
      expect(result.seconds.missed).toBeCloseTo(mdEval?.missed ?? Number.NaN, 2);
      expect(result.seconds.falseAlarm).toBeCloseTo(mdEval?.falseAlarm ?? Number.NaN, 2);
      expect(result.seconds.confusion).toBeCloseTo(mdEval?.confusion ?? Number.NaN, 2);
      if (result.total > 0) expect(100 * result.der).toBeCloseTo(mdEval?.derPercent ?? Number.NaN, 1);
    },
  );
});

describe("laws of diarisation", () => {
  const files = sets.flat();

  it("finds nothing between a dialogue and itself, whatever the speakers are called", () => {
    const renamed = files.map(({ reference }) => ({
      reference,
      hypothesis: reference.map((turn) => ({ ...turn, speaker: `the one called ${turn.speaker}` })),
    }));
    expect(measureDiarization(renamed)).toMatchObject({ der: 0, missed: 0, falseAlarm: 0, confusion: 0 });
  });

  it("adds up over files, and what is correct, missed or confused is the total", () => {
    const parts = files.map((file) => measureDiarization([file], { skipOverlap: true }));
    const { total, seconds } = measureDiarization(files, { skipOverlap: true });
    expect(total).toBeCloseTo(sum(parts.map((part) => part.total)), 6);
    expect(seconds.falseAlarm).toBeCloseTo(sum(parts.map((part) => part.seconds.falseAlarm)), 6);
    expect(seconds.correct + seconds.missed + seconds.confusion).toBeCloseTo(total, 6);
  });

  it("counts a speaker once whose own turns overlap", () => {
    const hypothesis = [turnOf(["x", 0, 4])];
    const overlapping = { reference: [turnOf(["A", 0, 3]), turnOf(["A", 2, 4])], hypothesis };
    expect(measureDiarization([overlapping])).toMatchObject({ der: 0, total: 4 });
  });

  it("has a rate without reference speech", () => {
    expect(measureDiarization([{ reference: [], hypothesis: [turnOf(["x", 0, 4])] }])).toMatchObject({
      der: 1,
      total: 0,
    });
    expect(measureDiarization([])).toMatchObject({ der: 0, total: 0 });
  });

  it("gives speakers to each other at the greatest gain", () =>
    assert(
      property(
        array(array(integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (gains) => {
          const columns = bestAssignment(gains);
          const given = columns.filter((column) => column >= 0);
          expect(new Set(given).size).toBe(given.length);
          expect(sum(columns.map((column, row) => gains[row]?.[column] ?? 0))).toBe(greatestGain(gains, new Set()));
        },
      ),
    ));
});

/** By trying everything. */
function greatestGain([gains, ...others]: readonly (readonly number[])[], taken: ReadonlySet<number>): number {
  if (gains === undefined) return 0;
  const without = greatestGain(others, taken);
  const choices = gains.map((gain, column) =>
    taken.has(column) ? 0 : gain + greatestGain(others, new Set([...taken, column])),
  );
  return Math.max(without, ...choices);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function turnOf([speaker, start, end]: readonly (string | number)[]) {
  return { speaker: String(speaker), start: Number(start), end: Number(end) };
}
