import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { root } from "../../scripts/prepare.mjs";
import { cli } from "../support/run-cli";
import { textFiles } from "../support/text-files";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function score(files: Files, ...options: string[]) {
  const cwd = textFiles(files);
  return cli(["score", "--reference", "r", "--hypothesis", "h", ...options], { cwd });
}

async function scoreJson(files: Files, ...options: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await score(files, ...options, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("text", () => {
  test("every measure under its name, as fractions", async () => {
    expect(await scoreJson({ r: "a b c d\ne f\n", h: "a x c d y\ne f\n" })).toMatchObject({
      normalizer: { id: "raw", version: expect.any(String), hash: expect.stringMatching(/^[0-9a-f]{12}$/) },
      wer: 2 / 6,
      mer: 2 / 7,
      wil: 1 - (5 / 6) * (5 / 7),
      wip: (5 / 6) * (5 / 7),
      cer: 3 / 10,
      hits: 5,
      substitutions: 1,
      deletions: 0,
      insertions: 1,
      referenceWords: 6,
      werLow: expect.any(Number),
      werHigh: expect.any(Number),
      meanUtteranceWer: 0.25,
      utterances: 2,
    });
  });

  test("one utterance has no interval, empty references have no rate of their own", async () => {
    expect(await scoreJson({ r: "a b\n", h: "a\n" })).toMatchObject({ wer: 0.5, werLow: null, werHigh: null });
    expect(await scoreJson({ r: "\n", h: "a b\n" })).toMatchObject({
      wer: 2,
      meanUtteranceWer: null,
      emptyReferences: 1,
    });
  });

  test("another normalizer stands beside the texts as they were written", async () => {
    const files = { r: "За́мок, ещё\nдом\n", h: "замок еще\nдом\n" };
    expect(await scoreJson(files, "--normalizer", "ru")).toMatchObject({
      normalizer: { id: "ru" },
      wer: 0,
      raw: { normalizer: { id: "raw" }, wer: 2 / 3 },
    });
  });

  test("utterances on request", async () => {
    const { perUtterance } = await scoreJson({ r: "a\nb\n", h: "a\nc\n" }, "--per-utterance");
    expect(perUtterance).toMatchObject([
      { id: "1", wer: 0, hits: 1, reference: ["a"], hypothesis: ["a"] },
      { id: "2", wer: 1, substitutions: 1, chunks: [{ operation: "substitute" }] },
    ]);
  });
});

test("trn belongs together by id", async () => {
  const files = { r: "a b (u1)\nc (u2)\n", h: "c (u2)\na (u1)\n" };
  expect(await scoreJson(files, "--format", "trn")).toMatchObject({ wer: 1 / 3, deletions: 1, hits: 2 });
});

test("ctm adds times in milliseconds", async () => {
  const r = "t 1 0.0 0.5 a\nt 1 1.0 0.5 b\nt 1 2.0 0.5 c\n";
  const h = "t 1 0.1 0.5 a 0.9\nt 1 1.1 0.6 b 0.9\nt 1 2.0 0.5 x 0.9\n";
  const figures = await scoreJson({ r, h }, "--format", "ctm");
  expect(figures).toMatchObject({ wer: 1 / 3, referenceWords: 3, coverage: 2 / 3, matchedWords: 2 });
  expect(figures.startMae).toBeCloseTo(100, 6);
  expect(figures.endMae).toBeCloseTo(150, 6);
  expect(figures.bias).toBeCloseTo(125, 6);
  expect(figures.p95).toBeCloseTo(185, 6);
});

describe("rttm", () => {
  const turn = (speaker: string, start: number, duration: number) =>
    `SPEAKER t 1 ${start} ${duration} <NA> <NA> ${speaker} <NA> <NA>\n`;
  const files = { r: turn("ann", 0, 4) + turn("bob", 4, 4), h: turn("s1", 0, 5) + turn("s2", 5, 3) };

  test("rates as fractions of the reference's seconds", async () => {
    expect(await scoreJson(files, "--format", "rttm")).toMatchObject({
      der: 1 / 8,
      missed: 0,
      falseAlarm: 0,
      confusion: 1 / 8,
      total: 8,
      collarEachSide: 0,
      skipOverlap: false,
    });
  });

  test("a collar on each side, and overlaps left out", async () => {
    const { der, total } = await scoreJson(files, "--format", "rttm", "--collar-each-side", "0.5");
    expect([der, total]).toEqual([0.5 / 6, 6]);
    const overlapping = { r: files.r + turn("cid", 0, 4), h: files.h };
    expect((await scoreJson(overlapping, "--format", "rttm")).missed).toBe(4 / 12);
    expect(await scoreJson(overlapping, "--format", "rttm", "--skip-overlap")).toMatchObject({ missed: 0, total: 4 });
  });
});

describe("what cannot be scored: file, line, remedy, exit 2", () => {
  it.each<[string, Files, readonly string[], RegExp]>([
    ["a line too few", { r: "a\nb\n", h: "a\n" }, [], /^h:2: The hypothesis ends before line 2; .* Write one line /],
    ["an unknown id", { r: "a (1)\n", h: "a (1)\nb (2)\n" }, ["--format", "trn"], /^h:2: .* no utterance 2\. Take /],
    [
      "a broken line",
      { r: "t 1 0 1 a\n", h: "t 1 0 a\n" },
      ["--format", "ctm"],
      /^h:1: The line has 4 fields\. Write: /,
    ],
    ["no UTF-8", { r: "a\n", h: Uint8Array.of(0xe9) }, [], /^h:1: The line is not UTF-8\. Save /],
    [
      "many broken lines",
      { r: "a (1)\n", h: "a\n".repeat(9) },
      ["--format", "trn"],
      /\nh:5: .*\n… and 4 more like these\.\n$/,
    ],
    ["a missing file", { r: "a\n" }, [], /^h cannot be read: ENOENT/],
    [
      "an unknown normalizer",
      { r: "a", h: "a" },
      ["--normalizer", "x"],
      /^There is no normalizer x\. There are: raw, /,
    ],
    ["a normalizer's option", { r: "a", h: "a" }, ["--normalizer-option", "x=1"], /normalizer raw has no option "x"/],
    [
      "an option without a value",
      { r: "a", h: "a" },
      ["--normalizer-option", "x"],
      /^Write --normalizer-option name=value/,
    ],
    ["an unknown format", { r: "a", h: "a" }, ["--format", "srt"], /'srt' is invalid/],
    ["a collar for texts", { r: "a", h: "a" }, ["--collar-each-side", "0.25"], /are for --format rttm/],
    ["a negative collar", { r: "a", h: "a" }, ["--collar-each-side", "-1"], /from 0 up, not -1\.\n$/],
    ["a normalizer for turns", { r: "a", h: "a" }, ["--format", "rttm", "--normalizer", "ru"], /is for texts/],
  ])("%s", async (_, files, options, stderr) => {
    const result = await score(files, ...options);
    expect(result.stderr).toMatch(stderr);
    expect([result.code, result.stdout]).toEqual([2, ""]);
  });
});

test("people read a table with no more digits than the interval supports", async () => {
  const folder = join(root, "test", "core", "scoring", "decodes", "ru");
  const files = (name: string) => ["--reference", join(folder, `reference.${name}`), "--hypothesis"];
  const text = await cli(["score", ...files("txt"), join(folder, "default-beams.txt")]);
  expect(text.stdout.replace(/raw@\S+/, "raw@…")).toBe(`62 utterances, normalizer raw@…

                                 95 % interval
WER                      20.3 %    16.3–24.7 %
CER                       8.5 %     6.2–11.2 %
MER                      19.7 %
WIL                      30.9 %
WIP                      69.1 %
mean of utterances' WER  20.3 %

reference words  926
hits             768
substitutions    124
deletions         34
insertions        30
`);
  const times = await cli(["score", ...files("ctm"), join(folder, "default-beams.ctm"), "--format", "ctm"]);
  expect(times.stdout).toContain(`
start, mean absolute error    50 ms
end, mean absolute error      58 ms
bias (above 0: late)         −19 ms
median absolute error         22 ms
95th percentile              252 ms
coverage (768 of 926 words)    83 %
`);
});
