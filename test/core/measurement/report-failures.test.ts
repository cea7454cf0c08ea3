import { expect, test } from "vitest";
import { renderReport } from "../../../src/core/measurement/report/render";
import { summarise } from "../../../src/core/measurement/report/summarise";
import type { ClipFailure, ClipRecord } from "../../../src/core/measurement/run";
import { madeRun } from "./report-run";

function failedReport(failureOf: (index: number) => { kind: ClipFailure; message: string } | undefined): string {
  const change = (clip: ClipRecord, index: number): ClipRecord => {
    const failure = failureOf(index);
    const { hypothesis: _, times: __, ...rest } = clip;
    return failure ? { ...rest, failure } : clip;
  };
  const { run, clips, configuration } = madeRun([{ name: "wide", settings: { ru: "wide-beams" }, change }]);
  return renderReport(summarise(run, clips, configuration));
}

test("the first clip of each kind of failure tells why, on a line of its own", () => {
  const message = "It ended.\n# Its last words: <no memory>";
  const text = failedReport((index) => (index < 3 ? { kind: "crash", message } : undefined));
  expect(text.match(/^- wide, clip .*$/gm)).toEqual([
    expect.stringMatching(/^- wide, clip \S+: crash: It ended\. \\# Its last words: \\<no memory\\>$/),
  ]);
});

test("what an engine wrote in place of an answer stays out of a report that is committed", () => {
  const message = 'The engine wrote "my \\"secret\\" words" instead of a line of JSON.';
  const text = failedReport((index) => (index < 3 ? { kind: "bad-output", message } : undefined));
  expect(text).toContain('bad-output: The engine wrote "…" instead of a line of JSON.');
  expect(text).not.toContain("secret");
});

test("where no clip was answered nothing is recommended and nothing passes", () => {
  const text = failedReport(() => ({ kind: "not-started", message: "No module named torch" }));
  expect(text).toContain("**Recommendation:** None: no clip was answered.");
  expect(text).toContain("wide answered 0 of 62 clips (62 not-started); nothing was measured.");
  expect(text).toContain("not-started: No module named torch");
  expect(text).not.toContain("| pass |");
});
