import { beforeEach, expect, it } from "vitest";
import type { RateComparison, RowSummary, RunSummary } from "../../../src/core/measurement/report/summary";
import type { RunRecord } from "../../../src/core/measurement/run";
import { baselineWords, changeWords, mostColumns } from "../../../src/host/change/outcome-words";
import { resetFake } from "../../support/fake-vscode";

beforeEach(() => resetFake());

const now = new Date("2026-11-22T12:16:00.000Z");

interface Sides {
  readonly language: string;
  readonly before: number;
  readonly after: number;
  readonly verdict: RateComparison["verdict"];
  readonly interval?: readonly [number, number];
}

/** As the report of a run with these rates has it. */
function outcome(sides: readonly Sides[], speed: readonly [number, number] | undefined, change: object = {}) {
  const row = (which: "before" | "after"): Partial<RowSummary> => ({
    label: which,
    languages: sides.map((side) => ({ language: side.language, wer: { point: side[which], utterances: 62 } })) as never,
    times: {
      isContended: false,
      ...(speed && { wallP50: { point: speed[which === "before" ? 0 : 1], utterances: 62 } }),
    },
  });
  const rates = sides.map(({ language, before, after, verdict, interval }) => ({
    ...{ metric: "wer", language, verdict, difference: after - before, clips: 62 },
    ...(interval && { interval: { low: interval[0], high: interval[1] } }),
  }));
  const difference = speed && speed[1] / speed[0] - 1;
  const summary = {
    rows: [row("before"), row("after")],
    comparisons: [
      {
        row: 1,
        rates,
        speed: difference === undefined ? { verdict: "not compared" } : { verdict: "worse", difference },
      },
    ],
  };
  const base = { commit: "0123456789abcdef", revision: "main", subject: "first" };
  const record = {
    created: now.toISOString(),
    finished: "2026-11-22T10:16:00.000Z",
    change: { base, engine: "base", ...change },
  };
  return [record as unknown as RunRecord, summary as unknown as RunSummary] as const;
}

const better: Sides = { language: "ru", before: 0.118, after: 0.109, verdict: "better", interval: [-0.016, -0.003] };
const own = { ran: { verdict: "own", message: "" } };
const titleOf = (...parts: Parameters<typeof outcome>) =>
  changeWords(...outcome(...parts), { isStale: false, now }).title;

it.each([
  [[better], [0.31, 0.34], "WER 11.8 % → 10.9 % (−0.9 pt, 95 % −1.6…−0.3) · RTF 0.31 → 0.34 · 2 h ago"],
  [[better], undefined, "WER 11.8 % → 10.9 % (−0.9 pt, 95 % −1.6…−0.3) · 2 h ago"],
  [
    [{ ...better, before: 0.158, after: 0.148, verdict: "no difference shown", interval: [-0.026, 0.006] }],
    [0.3, 0.31],
    "WER 15.8 % → 14.8 %, no difference shown (−1.0 pt, 95 % −2.6…+0.6) · RTF 0.30 → 0.31 · 2 h ago",
  ],
  [[{ ...better, after: 0.118, verdict: "identical" }], [1.2, 14], "WER 11.8 %, identical · RTF 1.2 → 14 · 2 h ago"],
  [
    [{ language: "en", before: 0.2, after: 0.1, verdict: "too few clips" }],
    undefined,
    "WER 20.0 % → 10.0 %, too few clips (−10.0 pt) · 2 h ago",
  ],
] as const)("says what a change does in one line (%#)", (sides, speed, title) => {
  expect(titleOf(sides, speed, own)).toBe(title);
});

it("of several languages says the one that got worse, else the one that changed most", () => {
  const worse: Sides = { language: "en", before: 0.1, after: 0.104, verdict: "worse", interval: [0.001, 0.007] };
  expect(titleOf([better, worse], undefined, own)).toMatch(/^WER en 10\.0 % → 10\.4 % \(\+0\.4 pt/);
  expect(titleOf([{ ...worse, verdict: "no difference shown" }, better], undefined, own)).toMatch(/^WER ru 11\.8 %/);
  const { tooltip } = changeWords(...outcome([better, worse], undefined, own), { isStale: false, now });
  expect(tooltip.split("\n")).toEqual([
    "base against main (01234567)",
    "English: WER 10.0 % → English: WER 10.4 %: worse, +0.4 pt (95 % +0.1…+0.7)",
    "Russian: WER 11.8 % → Russian: WER 10.9 %: better, −0.9 pt (95 % −1.6…−0.3)",
    "Speed: not compared",
    "A click opens the report.",
  ]);
});

it("says when nothing was measured and why, never that there is no difference", () => {
  const same = { ran: { verdict: "same", message: "Both loaded /site/service.py.", remedy: "Install it editable." } };
  const { title, tooltip } = changeWords(...outcome([better], [0.3, 0.4], same), { isStale: false, now });
  expect(title).toBe("not measured: the same code ran · 2 h ago");
  expect(tooltip).toContain("Both loaded /site/service.py.\nInstall it editable.");
  expect(titleOf([better], undefined, { ran: { verdict: "unknown", message: "" } })).toBe(
    "not measured: nothing shows which code ran · 2 h ago",
  );
});

it("a stale one says what its click does", () => {
  const { title, tooltip } = changeWords(...outcome([better], [0.31, 0.34], own), { isStale: true, now });
  expect(title).toBe(
    "WER 11.8 % → 10.9 % (−0.9 pt, 95 % −1.6…−0.3) · RTF 0.31 → 0.34 · 2 h ago · stale, evaluate again",
  );
  expect(tooltip).toMatch(/changed since\.\nA click evaluates again\.$/);
});

it("is never longer than a lens may be", () => {
  const long: Sides = {
    ...{ language: "cmn-Hans-CN", before: 0.1234, after: 0.1239, interval: [-0.1234, 0.1234] },
    verdict: "not worse by more than the margin",
  };
  for (const isStale of [true, false]) {
    for (const sides of [[long], [long, better], [{ ...long, before: 1.234, after: 3.456 }, better]]) {
      const { title } = changeWords(...outcome(sides, [0.31, 0.34], own), { isStale, now });
      expect(title.length).toBeLessThanOrEqual(mostColumns);
      expect(title).toContain(isStale ? "stale, evaluate again" : "2 h ago");
    }
  }
});

it("says what an engine does as it is", () => {
  const [record, summary] = outcome([better], [0.31, 0.34]);
  expect(baselineWords(record, summary, now).title).toBe("WER 11.8 % · RTF 0.31 · 2 h ago");
  const nothing = { ...summary, rows: [] };
  expect(baselineWords(record, nothing, now).title).toBe("Nothing was measured · 2 h ago");
});
