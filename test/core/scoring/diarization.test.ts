import { describe, expect, it } from "vitest";
import { type DiarizedFile, measureDiarization } from "../../../src/core/scoring/diarization";
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

function turnOf([speaker, start, end]: readonly (string | number)[]) {
  return { speaker: String(speaker), start: Number(start), end: Number(end) };
}
