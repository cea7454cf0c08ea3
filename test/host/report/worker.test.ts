import { resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ClipRecord } from "../../../src/core/measurement/run";
import { normalizerOf } from "../../../src/core/scoring/normalizers";
import { ReportThread } from "../../../src/host/report/report-thread";
import { detailOf } from "../../../src/host/report/worker/details";
import type { ReportUtterance } from "../../../src/host/report/worker/utterances";
import { utterancesCsv } from "../../../src/host/report/worker/utterances-csv";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { pair, reportFiles, runId } from "./support";

const clip = (values: Partial<ClipRecord>): ClipRecord => ({
  ...{ utterance: "c1", engine: "a", parameters: {}, dataset: "calls", language: "en", conditions: [], duration: 3 },
  ...{
    referenceSource: { kind: "human" as const },
    reference: "alpha bravo charlie",
    hypothesis: "alpha bravo charlie",
  },
  ...values,
});
const utterance = (records: readonly ClipRecord[], values: Partial<ReportUtterance> = {}): ReportUtterance => ({
  ...{ dataset: "calls", id: "c1", clip: records[0] ?? clip({}), records, words: 3, errors: records.map(() => 0) },
  ...{ changed: records.map(() => false), ...values },
});
const normalizer = () => {
  const found = normalizerOf("whisper-english");
  if (!found) throw new Error("There is no such normaliser.");
  return found;
};
const aligned = (records: readonly ClipRecord[], row = 1) =>
  detailOf(utterance(records), 0, row, normalizer(), { reason: "unknown" });

describe("the alignment of an utterance", () => {
  it("tells new, fixed and shared errors apart", () => {
    const { words } = aligned([
      clip({ hypothesis: "alfa bravo delta" }),
      clip({ hypothesis: "well alpha brava echo" }),
    ]);
    expect(words).toEqual([
      { change: "new", b: "well" },
      { change: "fixed", reference: "alpha", a: "alfa", b: "alpha" },
      { change: "new", reference: "bravo", a: "bravo", b: "brava" },
      { change: "remains", reference: "charlie", a: "delta", b: "echo" },
    ]);
  });

  it("has the times of the compared row, else of the reference, and none where words and text differ", () => {
    const times = (words: readonly string[]) => words.map((text, at) => ({ text, start: at, end: at + 0.5 }));
    const heard = clip({ hypothesisWords: times(["Alpha,", "bravo", "charlie."]), referenceWords: times(["x"]) });
    expect(aligned([clip({}), heard]).words.map(({ span }) => span)).toEqual([
      [0, 0.5],
      [1, 1.5],
      [2, 2.5],
    ]);
    const written = clip({ referenceWords: times(["alpha", "bravo", "charlie"]) });
    expect(aligned([written, clip({ hypothesisWords: times(["alpha"]) })]).words[2]?.span).toEqual([2, 2.5]);
    expect(aligned([clip({}), clip({ hypothesisWords: times(["alpha", "charlie"]) })]).words[0]?.span).toBeUndefined();
  });

  it("says why a row has no transcript, and still shows the other", () => {
    const { hypothesis: _, ...silent } = clip({ failure: { kind: "timeout", message: "It took over 60 s." } });
    const { failures, words } = aligned([silent, clip({ hypothesis: "alpha bravo delta" })]);
    expect(failures).toEqual([{ row: 0, message: "It took over 60 s." }]);
    expect(words.map(({ change, b }) => `${change} ${b}`)).toEqual(["right alpha", "right bravo", "remains delta"]);
    expect(aligned([silent, silent]).words.map(({ change }) => change)).toEqual(["remains", "remains", "remains"]);
  });
});

describe("the table of utterances", () => {
  it.each([
    ["=1+1", `"'=1+1"`],
    ["+7 900", `"'+7 900"`],
    ["-2", `"'-2"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    [" =1", `"' =1"`],
    ["\u200b=1", `"'\u200b=1"`],
    ["＝1", `"'＝1"`],
    ['say "no", now', '"say ""no"", now"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["it's", `"it's"`],
    ["plain", "plain"],
  ])("writes %j as a text", (reference, cell) => {
    const [, line] = [...utterancesCsv(["a"], [utterance([clip({ reference, hypothesis: "x" })])])];
    expect(line).toBe(`calls,c1,en,,3,3,${cell},0,x,,\r\n`);
  });

  it("leaves errors empty where there is no transcript", () => {
    const { hypothesis: _, ...silent } = clip({ failure: { kind: "crash", message: "x" }, times: { wall: 1.5 } });
    const [, line] = [...utterancesCsv(["a"], [utterance([silent], { errors: [-1] })])];
    expect(line).toBe("calls,c1,en,,3,3,alpha bravo charlie,,,crash,1.5\r\n");
  });
});

describe("the thread", () => {
  it("as it is built reads, scores and aligns a run, and ends with its report", async () => {
    const folder = await temporaryWorkspace(reportFiles(pair));
    onTestFinished(folder.dispose);
    const thread = new ReportThread(resolve("dist/report-worker.js"), {
      ...{ place: { root: folder.workspace.roots[0]?.name ?? "", folder: runId }, folders: [folder.path] },
      ...{ trusted: true, assetsFolder: resolve("dist") },
    });
    const { overview, audioFolders } = await thread.open();
    expect(overview.rows).toEqual(["narrow", "wide"]);
    expect(audioFolders).toHaveLength(1);
    const [figures, { total }, details] = await Promise.all([
      thread.figures(),
      thread.index(0),
      thread.details(1, [0, 1]),
    ]);
    expect([figures.clips, total, details.length]).toEqual([124, 62, 2]);
    const late = thread.csv();
    thread.dispose();
    await expect(late).rejects.toThrow("The report was closed.");
    await expect(thread.open()).rejects.toThrow("The report was closed.");
  });

  it("says why a run cannot be read", async () => {
    const folder = await temporaryWorkspace({ "x.txt": "" });
    onTestFinished(folder.dispose);
    const thread = new ReportThread(resolve("dist/report-worker.js"), {
      ...{ place: { root: folder.workspace.roots[0]?.name ?? "", folder: runId }, folders: [folder.path] },
      ...{ trusted: true, assetsFolder: resolve("dist") },
    });
    await expect(thread.open()).rejects.toThrow("There is no run");
    thread.dispose();
  });
});
