import { describe, expect, it } from "vitest";
import { checkName } from "../../../src/core/measurement/report/advice";
import { judgeRegression } from "../../../src/core/measurement/report/regressions";
import { renderReport } from "../../../src/core/measurement/report/render";
import { summarise } from "../../../src/core/measurement/report/summarise";
import { missesBudget, type RowComparison } from "../../../src/core/measurement/report/summary";
import type { RunChange } from "../../../src/core/measurement/run";
import { type MadeRow, madeRun } from "./report-run";

const narrow: MadeRow = { name: "tiny before", settings: { ru: "narrow-beams", en: "held-out-lm" } };
const wide: MadeRow = { name: "tiny after", settings: { ru: "wide-beams-lw8", en: "held-out-lm" } };
const worse: MadeRow = { ...wide, change: (clip) => ({ ...clip, hypothesis: "" }) };
const same: MadeRow = { ...narrow, name: "tiny after" };

const change: RunChange = {
  base: { commit: "0123456789abcdef0123456789abcdef01234567", revision: "main", subject: "first" },
  engine: "tiny",
  files: [],
  functions: [],
  codeHash: "one",
  dataHash: "two",
  reused: { before: 0, after: 0 },
};

const engines = [{ name: "tiny", command: ["decode"] }];

function checksOf(after: MadeRow, budget: object, changed: RunChange | undefined = change) {
  const { run, clips, configuration } = madeRun(
    [narrow, after],
    { engines, budgets: [budget] },
    changed ? { change: changed } : {},
  );
  const summary = summarise(run, clips, configuration);
  const budgets = summary.checks.filter(({ origin }) => origin === "budget");
  return { summary, checks: budgets.map((check) => `${checkName(check)}: ${check.verdict}`) };
}

describe("a change against a revision", () => {
  it("fails where worse is shown, in each language", () => {
    const { summary, checks } = checksOf(worse, { metric: "wer", noRegressionAgainst: "main" });
    expect(checks).toEqual(["no worse WER (Russian) than main: fail", "no worse WER (English) than main: fail"]);
    expect(missesBudget(summary)).toBe(true);
    expect(renderReport(summary)).toMatch(
      /\| no worse WER \(Russian\) than main \(budget\) \| tiny after \| \+\d+\.\d points \(.* to .*\) \| fail \|/,
    );
  });

  it("passes where nothing or something for the better changed, and is open where nothing is shown", () => {
    const russian = { metric: "wer", language: "ru-RU", noRegressionAgainst: "main" };
    expect(checksOf(same, russian).checks).toEqual(["no worse WER (Russian) than main: pass"]);
    const { checks, summary } = checksOf(wide, russian);
    const rate = summary.comparisons[0]?.rates.find(({ metric, language }) => metric === "wer" && language === "ru");
    expect([rate?.verdict, checks]).toEqual(["better", ["no worse WER (Russian) than main: pass"]]);
    const few = checksOf({ ...wide, change: onlyFirst(10) }, russian);
    expect(few.checks).toEqual(["no worse WER (Russian) than main: inconclusive"]);
    expect(missesBudget(few.summary)).toBe(false);
  });

  it("is not judged against another revision, where the same code ran, or in a run of engines", () => {
    const budget = { metric: "cer", language: "ru", noRegressionAgainst: "main" };
    const base = { ...change.base, revision: "HEAD" };
    const unmeasured = ["no worse CER (Russian) than main: not measured"];
    expect(checksOf(worse, budget, { ...change, base }).checks).toEqual(unmeasured);
    for (const verdict of ["same", "unknown"] as const) {
      const ran = { verdict, message: "" };
      expect(checksOf(worse, budget, { ...change, ran }).checks).toEqual(unmeasured);
    }
    const { run, clips, configuration } = madeRun([narrow, worse], { budgets: [budget] });
    expect(summarise(run, clips, configuration).checks.filter(({ origin }) => origin === "budget")).toEqual([]);
  });

  it("knows a branch by its remote and a commit by its start", () => {
    const verdict = (noRegressionAgainst: string, revision: string, branch?: string) => {
      const base = { ...change.base, revision };
      const speed = { verdict: "better", difference: -0.2, noise: 0.01 } as const;
      const comparison: RowComparison = { row: 1, rates: [], speed, memory: speed, cost: speed };
      return judgeRegression({ metric: "rtf", noRegressionAgainst }, comparison, {
        base,
        ...(branch !== undefined && { branch }),
      })[0]?.verdict;
    };
    expect(verdict("main", "origin/main")).toBe("pass");
    expect(verdict("origin/main", "main")).toBe("pass");
    expect(verdict("0123456", "v1.2")).toBe("pass");
    expect(verdict("0123457", "v1.2")).toBe("not measured");
    expect(verdict("feature/main", "main")).toBe("not measured");
    expect([verdict("main", "HEAD", "main"), verdict("main", "HEAD", "other"), verdict("main", "HEAD")]).toEqual([
      "pass",
      "not measured",
      "not measured",
    ]);
  });

  it("takes more time by less than a tenth for no more, and no figure for no verdict", () => {
    const verdict = (speed: RowComparison["speed"]) =>
      judgeRegression(
        { metric: "rtf", noRegressionAgainst: "main" },
        { row: 1, rates: [], speed, memory: speed, cost: speed },
        change,
      )[0]?.verdict;
    expect(verdict({ verdict: "worse", difference: 0.05, noise: 0.01 })).toBe("fail");
    expect(verdict({ verdict: "no difference shown", difference: 0.04, noise: 0.05 })).toBe("pass");
    expect(verdict({ verdict: "no difference shown", difference: 0.04, noise: 0.3 })).toBe("inconclusive");
    expect(verdict({ verdict: "not compared" })).toBe("not measured");
  });
});

describe("a limit of a change", () => {
  it("is what came after it held to, whatever came before", () => {
    const { summary, checks } = checksOf(wide, { metric: "wer", language: "ru", engine: "tiny", atMost: 0.5 });
    expect(checks).toEqual(["WER (Russian) ≤ 50.0 %: pass"]);
    expect(summary.checks.map(({ row }) => row).filter((row) => row !== 1)).toEqual([]);
    expect(summary.checks.find(({ origin }) => origin === "bar")).toBeDefined();
  });
});

function onlyFirst(count: number): NonNullable<MadeRow["change"]> {
  return (clip, index) => {
    if (index < count) return clip;
    const { hypothesis: _, ...failed } = clip;
    return { ...failed, failure: { kind: "crash", message: "" } };
  };
}
