import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { root } from "../../scripts/prepare.mjs";
import { cli } from "../support/run-cli";
import { textFiles } from "../support/text-files";

const decodes = join(root, "test", "core", "scoring", "decodes", "ru");

function compare(a: string, b: string, ...options: string[]) {
  const file = (name: string) => join(decodes, `${name}.txt`);
  const hypotheses = ["--hypothesis", file(a), "--hypothesis", file(b)];
  return cli(["compare", "--reference", file("reference"), ...hypotheses, ...options]);
}

interface Compared {
  readonly metrics: readonly { readonly metric: string; readonly verdict: string }[];
  readonly mapsswe: { readonly z: number; readonly p: number };
}

async function compareJson(a: string, b: string, ...options: string[]): Promise<Compared> {
  const { code, stdout, stderr } = await compare(a, b, ...options, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Compared;
}

describe("two decodes of the same speech", () => {
  it.each([
    ["wide-beams", "wide-beams-lw8", "no difference shown"],
    ["default-beams", "wide-beams-lw8", "better"],
    ["wide-beams-lw8", "default-beams", "worse"],
    ["wide-beams", "wide-beams", "identical"],
  ])("%s → %s: %s", async (a, b, verdict) => {
    const { metrics } = await compareJson(a, b);
    expect(metrics.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ["wer", verdict],
      ["cer", verdict],
    ]);
  });

  test("figures as fractions, difference = b − a", async () => {
    const { metrics, mapsswe } = await compareJson("wide-beams", "wide-beams-lw8");
    expect(metrics[0]).toEqual({
      metric: "wer",
      a: 146 / 926,
      b: 137 / 926,
      difference: 137 / 926 - 146 / 926,
      low: expect.closeTo(-0.024, 3),
      high: expect.closeTo(0.002, 3),
      p: expect.closeTo(0.215, 2),
      adjustedP: expect.closeTo(0.43, 2),
      verdict: "no difference shown",
      detectable: expect.closeTo(0.019, 3),
    });
    expect(mapsswe.z).toBeCloseTo(1.45, 3);
    expect(mapsswe.p).toBeCloseTo(0.147, 3);
  });

  test("the smallest difference that matters is the margin, and says how many clips it takes", async () => {
    const kept = await compareJson("wide-beams", "wide-beams-lw8", "--smallest-difference", "0.01");
    expect(kept.metrics[0]).toMatchObject({ verdict: "not worse by more than the margin" });
    const finer = await compareJson("wide-beams", "wide-beams-lw8", "--smallest-difference", "0.001");
    expect(finer.metrics[0]).toMatchObject({ verdict: "no difference shown", clipsNeeded: expect.any(Number) });
  });

  test("people read a table", async () => {
    const { stdout } = await compare("wide-beams", "wide-beams-lw8", "--smallest-difference", "0.001");
    expect(stdout.replaceAll(`${decodes}/`, "").replace(/raw@\S+/, "raw@…")).toBe(`a: wide-beams.txt
b: wide-beams-lw8.txt
62 utterances, normalizer raw@…

          a       b  b − a, points   95 % interval  p (Holm)  verdict
WER  15.8 %  14.8 %           −1.0    −2.4 to +0.2     0.430  no difference shown
CER  4.62 %  4.27 %          −0.35  −0.94 to +0.17     0.430  no difference shown

WER: these clips show a difference of 1.9 points in four of five comparisons; 0.1 points take about 22,000 clips.
CER: these clips show a difference of 0.80 points in four of five comparisons; 0.1 points take about 4,000 clips.
Margin: 0.1 points.
Utterances with fewer errors in b: 6, as many: 52, more: 4.
Matched pairs (MAPSSWE): z = 1.45, p = 0.147 over 91 segments.
`);
  });
});

test("fewer than twenty clips decide nothing", async () => {
  const cwd = textFiles({ r: "a b\n".repeat(19), a: "a b\n".repeat(19), b: "c d\n".repeat(19) });
  const { stdout } = await cli(["compare", "--reference", "r", "--hypothesis", "a", "--hypothesis", "b", "--json"], {
    cwd,
  });
  const { metrics } = JSON.parse(stdout) as Compared;
  expect(metrics.map(({ verdict }) => verdict)).toEqual(["too few clips", "too few clips"]);
});

test("trn belongs together by id, with another normalizer", async () => {
  const cwd = textFiles({ r: "A b (1)\nc (2)\n", a: "c (2)\na b (1)\n", b: "a b (1)\nd (2)\n" });
  const files = ["--reference", "r", "--hypothesis", "a", "--hypothesis", "b"];
  const { stdout } = await cli(["compare", ...files, "--format", "trn", "--normalizer", "whisper-basic", "--json"], {
    cwd,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    normalizer: { id: "whisper-basic" },
    metrics: [{ metric: "wer", a: 0, b: 1 / 3, verdict: "too few clips" }, { metric: "cer" }],
    utterances: { better: 0, same: 1, worse: 1 },
  });
});

describe("what cannot be compared: exit 2", () => {
  it.each<[string, readonly string[], RegExp]>([
    ["one hypothesis", ["--hypothesis", "a"], /^Give --hypothesis twice/],
    ["three", ["--hypothesis", "a", "--hypothesis", "a", "--hypothesis", "a"], /^Give --hypothesis twice/],
    ["another length", ["--hypothesis", "a", "--hypothesis", "short"], /^short:2: The hypothesis ends before line 2/],
    ["a difference of nothing", ["--hypothesis", "a", "--hypothesis", "a", "--smallest-difference", "0"], /not 0\.\n$/],
    ["percent", ["--hypothesis", "a", "--hypothesis", "a", "--smallest-difference", "1%"], /0\.01: one point/],
  ])("%s", async (_, options, stderr) => {
    const cwd = textFiles({ r: "a\nb\n", a: "a\nb\n", short: "a\n" });
    const result = await cli(["compare", "--reference", "r", ...options], { cwd });
    expect(result.stderr).toMatch(stderr);
    expect([result.code, result.stdout]).toEqual([2, ""]);
  });
});
