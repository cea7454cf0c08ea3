import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cli } from "../support/run-cli";
import { temporaryWorkspace } from "../support/temporary-workspace";
import { tinyEngine, tinyEvaluation } from "../support/tiny-evaluation";

async function measuringFolder(engines = [tinyEngine("old", 2), tinyEngine("new", 7)]) {
  const fixture = await temporaryWorkspace(tinyEvaluation({ clips: 24, engines }));
  onTestFinished(fixture.dispose);
  const ask = (question: string, ...options: string[]) =>
    cli(["ask", "--workspace", fixture.path, ...options, question]);
  const runs = () => readdirSync(join(fixture.path, ".ml-engineer/runs")).filter((name) => !name.startsWith("."));
  const memory = (...args: string[]) => cli(["memory", ...args, "--workspace", fixture.path]);
  return { path: fixture.path, ask, runs, memory };
}

test("an agent measures after a yes, reports with intervals, and keeps only what was measured", async () => {
  const { ask, runs, memory } = await measuringFolder();
  const { code, stdout, stderr } = await ask("Evaluate the engines", "--trust", "--yes");
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("The agent wants to run Evaluate:\nold: 24 clips, 0.6 minutes of audio\n");
  expect(stdout).toMatch(
    /\| WER \(English\) \| 25\.0 % \(\d+\.\d–\d+\.\d\) \| 6\.3 % \(\d+\.\d–\d+\.\d\) \| new: −18\.\d points/,
  );
  const [run = ""] = runs();
  expect(stdout).toContain(`By the run \`.ml-engineer/runs/${run}\`; ranges are 95 % intervals.`);
  expect(stdout).toContain("Kept as `.claude/agents-memory/ml-ai-engineer/");
  const { stdout: list } = await memory("list");
  expect(list).toContain("Measured: old vs new");

  const read = await ask("What was measured?", "--trust");
  expect(read.stdout).toContain(`By the run \`.ml-engineer/runs/${run}\``);
  const review = await ask("What would fail first in this pipeline, and what should we measure?", "--trust");
  expect(review.stdout).toContain("## Measured: old vs new");
  expect(review.stdout).not.toContain("Nothing is measured");

  // The same again is nearly the same memory.
  const again = await ask("Evaluate the engines", "--trust", "--yes");
  expect(again.code).toBe(0);
  expect(again.stdout).not.toContain("Kept as");
}, 60_000);

test.each([
  ["nobody can be asked", ["--trust"], /did not allow this call/, "Agree with --yes."],
  ["the folder is not trusted", ["--yes"], /The folder is not trusted/, ""],
] as const)("nothing runs when %s", async (_, options, said, hint) => {
  const { path, ask } = await measuringFolder();
  const { stdout, stderr } = await ask("Evaluate the engines", ...options);
  expect(stdout).toMatch(said);
  expect(stderr).toContain(hint);
  expect(readdirSync(join(path, ".ml-engineer"))).toEqual(["evaluation.json"]);
});

test("a run in which no engine answered says why, and nothing of it is kept", async () => {
  const { ask } = await measuringFolder([{ name: "gone", command: ["./not-there"] }]);
  const { stdout } = await ask("Evaluate the engines", "--trust", "--yes");
  expect(stdout).toMatch(/While it ran:\n(?:- .*\n)*- gone did not start: \S/);
  expect(stdout).not.toContain("Kept as");
});

test("nothing measured is said to be nothing measured", async () => {
  const { ask } = await measuringFolder();
  expect((await ask("What was measured?")).stdout).toContain("No run is recorded here: no figure for WER");
});
