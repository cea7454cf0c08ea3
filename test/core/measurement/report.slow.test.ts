import { describe, expect, it } from "vitest";
import { adviceOf } from "../../../src/core/measurement/report/advice";
import { renderReport } from "../../../src/core/measurement/report/render";
import { type SummaryInput, summarise } from "../../../src/core/measurement/report/summarise";
import { missesBudget } from "../../../src/core/measurement/report/summary";
import { withoutTimes } from "../../../src/core/measurement/report/without-times";
import type { ClipRecord } from "../../../src/core/measurement/run";
import { normalizerOf } from "../../../src/core/scoring/normalizers";
import { scoreText } from "../../../src/core/scoring/score";
import { type MadeRow, type MadeRun, madeRun } from "./report-run";

const narrow: MadeRow = { name: "narrow", settings: { ru: "narrow-beams", en: "held-out-lm" } };
const wide: MadeRow = {
  name: "wide",
  settings: { ru: "wide-beams", en: "held-out-lm" },
  factor: 0.03,
  peaks: [22, 23, 22],
};

function summaryOf({ run, clips, configuration }: MadeRun, input: SummaryInput = {}) {
  return summarise(run, clips, configuration, input);
}

function report(made: MadeRun, input: SummaryInput = {}): string {
  return renderReport(summaryOf(made, input));
}

/** The lines of a report that begin so, or stand in such a table row. */
function lines(text: string, start: string): readonly string[] {
  return text.split("\n").filter((line) => line.replace(/^(\*\*|- |\| )/, "").startsWith(start));
}

describe("whole reports", () => {
  it("of two engines", async () => {
    const repeats = new Map([
      [
        1,
        { speed: { a: [10, 10.1, 9.9, 10, 10.2], b: [15, 15.2, 15, 14.9, 15.3], noise: [0.01, -0.02, 0, 0.03, 0.01] } },
      ],
    ]);
    const made = madeRun([narrow, wide], { budgets: [{ metric: "wer", language: "ru", atMost: 0.2 }] });
    await expect(report(made, { comparisonNumbers: { sphinx: 17 }, repeats })).toMatchFileSnapshot(
      "report-two-engines.md",
    );
  });

  it("of one engine", async () => {
    await expect(report(madeRun([wide]))).toMatchFileSnapshot("report-one-engine.md");
  });

  it("of a grid", async () => {
    const settings = ["narrow-beams", "default-beams", "wide-beams", "wide-beams-lw8"];
    const rows = settings.map((ru, index) => ({
      name: "sphinx",
      parameters: { beams: ru, lw: "6.5" },
      settings: { ru },
      factor: 0.01 * (index + 1),
    }));
    await expect(report(madeRun(rows))).toMatchFileSnapshot("report-grid.md");
  });
});

describe("what a figure may be called", () => {
  it("never makes a WER from a machine's transcript", () => {
    const machine = (clip: ClipRecord): ClipRecord => ({ ...clip, referenceSource: { kind: "machine" } });
    const made = madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: machine }]);
    const [row] = summaryOf(made).rows;
    expect(row?.languages[0]?.wer).toBeUndefined();
    expect(row?.languages[0]?.cer).toBeUndefined();
    const text = report(made);
    expect(lines(text, "WER (Russian)")).toEqual([
      "| WER (Russian) | not measured |",
      "| WER (Russian) ≤ 15.0 % | wide | not measured | not measured |",
    ]);
    expect(lines(text, "wide agrees")).toEqual([
      "- wide agrees with the machine's transcript in 88.0 % of its words (Russian, 62 clips). That is agreement, not accuracy: a machine's transcript yields no WER.",
    ]);
  });

  it("leaves machine transcripts out beside references by people", () => {
    const half = (clip: ClipRecord, index: number): ClipRecord =>
      index % 2 === 0 ? clip : { ...clip, referenceSource: { kind: "machine" }, reference: "совсем другое" };
    const made = madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: half }]);
    const [row] = summaryOf(made).rows;
    expect(row?.languages[0]?.wer?.utterances).toBe(31);
    expect(row?.languages[0]?.agreement?.clips).toBe(31);
    const text = report(made);
    expect(text).toContain("yields no WER. Rates are over the other 31 clips.");
    expect(lines(text, "Russian: 31")).toEqual(["- Russian: 31 clips; at least 50 are needed to compare models."]);
  });

  it("warns of references that began as an engine's transcript", () => {
    const corrected = (clip: ClipRecord): ClipRecord => ({
      ...clip,
      referenceSource: { kind: "corrected", engine: "wide" },
    });
    expect(
      lines(report(madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: corrected }])), "62 references"),
    ).toEqual([
      "- 62 references in Russian began as the transcript of wide: they favour that engine, and engines like it.",
    ]);
  });

  it("counts failed clips and says what they would change", () => {
    const failing = (clip: ClipRecord, index: number): ClipRecord => {
      if (index % 6 !== 0) return clip;
      const { hypothesis: _, times: __, ...rest } = clip;
      return { ...rest, failure: { kind: index === 0 ? "crash" : "timeout", message: "gone" } };
    };
    const made = madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: failing }]);
    const pairs = made.clips.map(({ utterance, reference, hypothesis = "" }) => ({
      id: utterance,
      reference,
      hypothesis,
    }));
    const normalizer = normalizerOf("ru");
    expect(summaryOf(made).rows[0]?.languages[0]?.werWithFailures).toBe(
      normalizer && scoreText(pairs, normalizer).wer.point,
    );
    expect(lines(report(made), "wide answered")).toEqual([
      "- wide answered 51 of 62 clips (1 crash and 10 timeout); rates are over the answered ones. Counted as all words deleted, the WER would be: Russian 30.3 % instead of 16.0 %.",
    ]);
  });

  it("draws speakers where there are twenty", () => {
    const speaking =
      (count: number) =>
      (clip: ClipRecord, index: number): ClipRecord => ({ ...clip, speaker: `s${index % count}` });
    const caveat = (count: number) =>
      summaryOf(madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: speaking(count) }])).rows[0]?.languages[0]
        ?.wer?.caveat;
    expect([caveat(19), caveat(20)]).toEqual(["for these 19 speakers only", undefined]);
  });

  it("keeps the windows of a recording together beside clips that are whole files", () => {
    const width = (change: (clip: ClipRecord, index: number) => ClipRecord) => {
      const unnamed = ({ speaker: _, ...clip }: ClipRecord, index: number) => change(clip, index);
      const made = madeRun([{ ...wide, settings: { ru: "wide-beams" }, change: unnamed }]);
      return summaryOf(made).rows[0]?.languages[0]?.wer?.interval;
    };
    const apart = width((clip) => clip);
    const windowed = width((clip, index) => (index < 40 ? { ...clip, session: "call.wav" } : clip));
    const named = width((clip, index) => ({ ...clip, session: index < 40 ? "call.wav" : `${index}` }));
    expect(windowed).toEqual(named);
    expect(windowed).not.toEqual(apart);
  });
});

describe("verdicts", () => {
  const without = (text: string) => lines(text, "Recommendation:").map((line) => line.replace(/\*\*/g, ""));

  it("has none for a run that did not end", () => {
    const made = madeRun([narrow, wide], { budgets: [{ metric: "wer", atMost: 0.01 }] }, { state: "cancelled" });
    expect(without(report(made))).toEqual(["Recommendation: None: the run is cancelled and has no verdict."]);
    expect(new Set(summaryOf(made).checks.map(({ verdict }) => verdict))).toEqual(new Set(["not measured"]));
    expect(missesBudget(summaryOf(made))).toBe(false);
  });

  it("has none where both ran the same code", () => {
    const same = { command: ["decode"], version: "1", sources: [{ path: "decode.py", hash: "a" }] };
    const made = madeRun([
      { ...narrow, engine: same },
      { ...wide, engine: same },
    ]);
    expect(without(report(made))).toEqual(["Recommendation: None: both ran the same code with the same settings."]);
    expect(lines(report(made), "WER (Russian) | 4")).toEqual([
      "| WER (Russian) | 49.6 % (43.6–55.5) | 15.7 % (12.6–18.9) | not measured: both ran the same code with the same settings |",
    ]);
  });

  it("compares the clips that both answered", () => {
    const odd = (clip: ClipRecord, index: number): ClipRecord =>
      index % 2 === 0 ? clip : { ...clip, failure: { kind: "timeout", message: "" } };
    const rates = summaryOf(madeRun([narrow, { ...wide, change: odd }])).comparisons[0]?.rates ?? [];
    expect(rates.map(({ language, metric, clips, verdict }) => `${language} ${metric} ${clips} ${verdict}`)).toEqual([
      "ru wer 31 better",
      "ru cer 31 better",
      "en wer 36 identical",
      "en cer 36 identical",
    ]);
  });

  it("does not take an open question for equality", () => {
    const lw6: MadeRow = { name: "lw6", settings: { ru: "wide-beams" } };
    const lw8: MadeRow = { name: "lw8", settings: { ru: "wide-beams-lw8" } };
    const noise = [0.01, 0.01, 0.02, 0, 0.01];
    const repeats = new Map([[1, { speed: { a: [10, 10, 10, 10, 10], b: [5, 5, 5, 5, 5], noise } }]]);
    const [open] = without(report(madeRun([lw6, lw8], { margin: 0.001 }), { repeats }));
    expect(open).toMatch(
      /^Recommendation: None yet: accuracy does not decide \(Russian: no difference shown, −1\.0 point /,
    );
    expect(open).toMatch(/About \d+ clips a language would show the smallest difference that matters\.$/);
    const [settled] = without(report(madeRun([lw6, lw8], { margin: 0.05 }), { repeats }));
    expect(settled).toMatch(
      /^Recommendation: lw8: its accuracy is not worse by more than the margin, and it is faster/,
    );
  });

  it("recommends nobody to stay where the interval points to the other", () => {
    const lw6: MadeRow = { name: "lw6", settings: { ru: "wide-beams" } };
    const lw8: MadeRow = { name: "lw8", settings: { ru: "wide-beams-lw8" } };
    const advice = (speed: "better" | "worse" | "not compared") => {
      const summary = summaryOf(madeRun([lw6, lw8], { margin: 0.05 }));
      const comparisons = summary.comparisons.map((comparison) => ({
        ...comparison,
        speed: { verdict: speed },
        rates: comparison.rates.map((rate) => ({
          ...rate,
          verdict: "not worse by more than the margin" as const,
          difference: -0.112,
          interval: { low: -0.2, high: -0.025 },
          clipsNeeded: 900,
        })),
      }));
      return adviceOf({ ...summary, comparisons });
    };
    const details = "(Russian: not worse by more than the margin, −11.2 points (−20.0 to −2.5))";
    const chance = `but with everything that was compared chance is not ruled out ${details}. About 900 clips`;
    const of = (speed: Parameters<typeof advice>[0]) => advice(speed).recommendation;
    expect(of("not compared")).toContain(`None yet: the WER in Russian points to lw8, ${chance}`);
    expect(of("worse")).toContain(`None yet: the WER in Russian points to lw8, which is slower, ${chance}`);
    expect(of("better")).toMatch(/^lw8: its accuracy is not worse by more than the margin, and it is faster/);
    expect(advice("worse").migration).toBe("None is proposed.");
  });

  it("misses a budget by the bound and only then", () => {
    const missed = (atMost: number) =>
      missesBudget(summaryOf(madeRun([wide], { budgets: [{ metric: "wer", language: "ru", atMost }] })));
    expect([missed(0.125), missed(0.127), missed(0.15), missed(0.2)]).toEqual([true, false, false, false]);
    const memory = (peaks: readonly number[]) =>
      summaryOf(madeRun([{ ...wide, peaks }], { budgets: [{ metric: "peakMemory", atMost: 22 }] })).checks[0]?.verdict;
    expect([memory([20, 23, 20]), memory([20, 20, 20]), memory([20]), memory([])]).toEqual([
      "fail",
      "pass",
      "inconclusive",
      "not measured",
    ]);
  });
});

describe("one set of inputs gives one report", () => {
  it("whatever order the clips ended in and however long they took", () => {
    const made = madeRun([narrow, wide]);
    const slow = madeRun(
      [
        { ...narrow, factor: 0.5 },
        { ...wide, factor: 0.7, peaks: [99] },
      ],
      {},
      { id: "other", created: "2027-01-01T00:00:00Z", speed: { comparisons: [], notCompared: [] } },
    );
    const bare = ({ run, clips, configuration }: MadeRun) =>
      renderReport(
        summarise(
          withoutTimes(run),
          clips.map((clip) => withoutTimes(clip)),
          configuration,
        ),
      );
    expect(bare({ ...slow, clips: slow.clips.toReversed() })).toBe(bare(made));
    expect(report(slow)).not.toBe(report(made));
  });

  it("with text from outside as text", () => {
    const name = "a | b\n# <b>x</b> `y`";
    const text = report(madeRun([{ ...wide, name, settings: { ru: "wide-beams" } }]));
    expect(text.split("\n")[0]).toBe("# Model Evaluation: a \\| b \\# \\<b\\>x\\</b\\> \\`y\\`");
    // In a code span it is text already.
    expect(text.replace(/``.*``/g, "")).not.toMatch(/(?<!\\)[<`]/);
  });
});
