import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { root } from "../../scripts/prepare.mjs";
import { processesWith } from "../support/engines/open-test-engine";
import {
  type EvaluationFixture,
  evaluationFixture,
  moodyEngine,
  stored,
  wellBehaved,
} from "../support/evaluation-fixture";
import { cli } from "../support/run-cli";

let fixture: EvaluationFixture;
afterEach(() => fixture.dispose());

const run = (...parameters: readonly string[]) => cli(["evaluate", ...parameters], { cwd: fixture.path });
const at = (name: string) => join(fixture.path, name);

test("a run prints its commands before and its report after, and remembers itself", async () => {
  fixture = await evaluationFixture();
  const { code, stdout, stderr } = await run();
  expect(code).toBe(0);
  expect(stderr).toContain("Test set tones: 8 of 8 clips");
  expect(stderr).toContain("test/support/engines/moody.py");
  expect(stderr).toContain("8/8 clips · moody · WER so far 0.0 %");
  expect(stdout).toContain("# Model Evaluation: moody");
  const [id = ""] = await readdir(at(".ml-engineer/runs")).then((names) =>
    names.filter((name) => name !== ".gitignore"),
  );
  expect(await readFile(at(`.ml-engineer/runs/${id}/report.md`), "utf8")).toBe(stdout);
  const json = JSON.parse((await run("--json", "--resume", id)).stdout);
  expect(json).toMatchObject({ path: `.ml-engineer/runs/${id}`, run: { state: "complete" } });
});

test("exit codes tell a missed budget, failed clips and a wrong call apart", async () => {
  fixture = await evaluationFixture({ clips: 24 });
  await fixture.setMood("errors 5");
  const failing = await run("--no-speed");
  expect(failing.code).toBe(1);
  expect(failing.stderr).toMatch(/moody, clip \S+: engine-error: The engine says: \S/);
  const deaf = { name: "deaf", command: ["node", wellBehaved] };
  await fixture.configure({ engines: [deaf], budgets: [{ metric: "wer", atMost: 0.1 }] });
  expect((await run()).code).toBe(3);
  const wrong = [["--engine", "nobody"], ["--shard", "4/3"], ["--seed", "x"], ["--resume", "nothing"], ["other.json"]];
  for (const parameters of wrong) expect((await run(...parameters)).code).toBe(2);
  await fixture.configure({ engines: [{ ...deaf, hosting: "cloud" }] });
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain("The audio leaves this machine");
  expect(stderr).toContain("Agree with --yes.");
  expect((await run("--yes")).code).toBe(0);
});

test("two runs are compared by their ids", async () => {
  const deaf = { name: "deaf", command: ["node", wellBehaved] };
  fixture = await evaluationFixture({ clips: 24, engines: [moodyEngine, deaf] });
  expect((await run("--engine", "deaf", "--out", "a")).code).toBe(0);
  expect((await run("--engine", "moody", "--out", "b")).code).toBe(0);
  const { code, stdout } = await cli(["compare", "a", "b"], { cwd: fixture.path });
  expect(code).toBe(0);
  expect(stdout).toContain("# Model Evaluation: deaf vs moody");
  expect(stdout).toContain("better");
  const alone = await cli(["compare", "a"], { cwd: fixture.path });
  expect([alone.code, alone.stderr]).toEqual([2, "Name two runs: the one before and the one after.\n"]);
});

test("three shards in three processes, one killed and repeated, make up the single run", async () => {
  const slow = { name: "slow", command: ["node", wellBehaved, "--work", "150"] };
  fixture = await evaluationFixture({ clips: 20, engines: [slow] });
  expect((await run("--out", "whole")).code).toBe(0);
  const shard = (index: number) => ["--shard", `${index}/3`, "--out", `shard-${index}`];
  const victim = begin(shard(2));
  await linesOf(at("shard-2/utterances.jsonl"), 2);
  victim.kill("SIGKILL");
  await new Promise((resolve) => victim.once("close", resolve));
  const [first, third] = await Promise.all([run(...shard(1)), run(...shard(3))]);
  expect([first.code, third.code]).toEqual([0, 0]);
  await expect.poll(() => processesWith(fixture.path), { timeout: 10_000 }).toEqual([]);
  const merge = () => cli(["merge", "shard-1", "shard-2", "shard-3", "--out", "merged"], { cwd: fixture.path });
  const early = await merge();
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining("The shard 2/3 in `shard-2` did not end.")]);
  const again = await run(...shard(2), "--resume");
  expect(again.stderr).toMatch(/[2-6] clips are there already/);
  expect(again.code).toBe(0);
  expect((await merge()).code).toBe(0);
  expect(JSON.stringify(await stored(at("merged")))).toBe(JSON.stringify(await stored(at("whole"))));
  const unnamed = await cli(["merge", "shard-1", "shard-2", "shard-3", "--json"], { cwd: fixture.path });
  const { path, run: record } = JSON.parse(unnamed.stdout);
  expect(path).toBe(`.ml-engineer/runs/${record.id}`);
  expect(JSON.stringify(await stored(at(path)))).toBe(JSON.stringify(await stored(at("whole"))));
});

test("Ctrl-C keeps what is done and says how to go on", async () => {
  const slow = { name: "slow", command: ["node", wellBehaved, "--work", "200"] };
  fixture = await evaluationFixture({ engines: [slow] });
  const child = begin(["--engine", "slow", "--out", "out"]);
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  await linesOf(at("out/utterances.jsonl"), 2);
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code).toBe(1);
  expect(stderr).toContain(
    "The run is cancelled and has no verdict. Go on with: ml-engineer evaluate --engine slow --resume out",
  );
  const { record, clips } = await stored(at("out"));
  expect(record.state).toBe("cancelled");
  expect(clips.length).toBeGreaterThanOrEqual(2);
  expect((await run("--engine", "slow", "--resume", "out")).code).toBe(0);
  expect((await stored(at("out"))).clips).toHaveLength(8);
});

function begin(parameters: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, "dist/cli.js"), "evaluate", ...parameters], { cwd: fixture.path });
}

async function linesOf(file: string, fewest: number): Promise<void> {
  const count = async () => (await readFile(file, "utf8").catch(() => "")).split("\n").length - 1;
  await expect.poll(count, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(fewest);
}
