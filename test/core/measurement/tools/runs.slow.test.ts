import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyEngine } from "../../../support/tiny-evaluation";
import { measuringSession } from "./support";

const idIn = (content: string) => /Run `\.ml-engineer\/runs\/([\w-]+)`/.exec(content)?.[1] ?? "";

test("without a run ReadRun says that nothing is measured, and how to", async () => {
  const session = await measuringSession({ clips: 2 });
  const { content, isError } = await session.call("ReadRun");
  expect([isError, content]).toEqual([false, expect.stringMatching(/^No run is recorded here: no figure/)]);
});

test("runs are read and compared: newest first, paired, with a verdict, and the comparison is counted", async () => {
  const session = await measuringSession({ clips: 40, engines: [tinyEngine("old", 2), tinyEngine("new", 7)] });
  const before = idIn((await session.call("Evaluate", { engines: ["old"] })).content);
  const after = idIn((await session.call("Evaluate", { engines: ["new"] })).content);
  const { content: newest } = await session.call("ReadRun");
  expect(newest).toContain(`Run \`.ml-engineer/runs/${after}\` is complete`);
  expect(newest).toContain(`## Other runs\n\n- ${before} · `);
  expect((await session.call("ReadRun", { run: `.ml-engineer/runs/${before}/` })).content).toContain(before);
  const { content } = await session.call("CompareRuns", { before, after });
  expect(content).toContain(`Compared \`.ml-engineer/runs/${before}\` (before)`);
  expect(content).toContain("This is comparison number 1 on calls.");
  expect(content).toContain("WER (English) | 25.0 %");

  expect(content).toMatch(/WER \(English\) .* new: −18\.8 points \(−\d+\.\d to −\d+\.\d\)/);
});

test("a run that is not there, or whose transcripts are elsewhere, is said with a remedy", async () => {
  const session = await measuringSession({ clips: 2 });
  const id = idIn((await session.call("Evaluate")).content);
  expect((await session.call("ReadRun", { run: "other" })).content).toBe(
    `There is no run "other" that can be read. There are: ${id}.`,
  );
  await rm(join(session.path, ".ml-engineer/runs", id, "utterances.jsonl"));
  const { content, isError } = await session.call("CompareRuns", { before: id, after: id });
  expect([isError, content]).toEqual([true, expect.stringContaining("kept out of git")]);
});

test("a report is shown without what hides text, and bounded", async () => {
  const session = await measuringSession({ clips: 2 });
  const id = idIn((await session.call("Evaluate")).content);
  await writeFile(join(session.path, ".ml-engineer/runs", id, "report.md"), `\u202eabc${"x".repeat(100_000)}`);
  const { content } = await session.call("ReadRun", { run: id });
  expect(content).toContain("\\u{202e}abc");
  expect(content.length).toBeLessThan(26_000);
});
