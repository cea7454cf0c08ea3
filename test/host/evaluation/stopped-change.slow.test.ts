import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { changedWindow } from "./changed-window";

// Programs are started on both sides, several times, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** A window in which the evaluation of a change was stopped halfway. */
async function stoppedWindow() {
  const window = await changedWindow({ clips: 4, slow: true });
  fake.window.choose("Evaluate the change");
  fake.window.press("Run");
  const evaluating = window.evaluateChange();
  await expect.poll(() => window.evaluation.current()?.progress?.done ?? 0, { timeout: 60_000 }).toBeGreaterThan(2);
  window.evaluation.stop();
  await evaluating;
  const [run = ""] = await window.runs();
  return { window, run };
}

it("stops at once, keeps what is done without a verdict, and goes on with it", async () => {
  const { window, run } = await stoppedWindow();
  expect(JSON.parse(await window.read(run, "run.json"))).toMatchObject({ state: "cancelled" });
  expect(fake.window.messages.at(-1)?.text).toMatch(/^Stopped: there is no verdict/);
  expect([window.reports(), window.asked, await window.leftovers()]).toEqual([[], [], []]);
  await rm(join(window.path, "slow"));
  fake.window.choose("Resume the run");
  await window.evaluateChange();
  expect(await window.runs()).toEqual([run]);
  expect(JSON.parse(await window.read(run, "run.json"))).toMatchObject({ state: "complete" });
  expect(window.reports()).toEqual([run]);
});

it("goes on by command with the run of a change that a killed window left", async () => {
  const { window, run } = await stoppedWindow();
  // As it stands where nobody could write how it ended.
  const file = join(window.path, ".ml-engineer/runs", run, "run.json");
  await writeFile(file, (await readFile(file, "utf8")).replace('"cancelled"', '"partial"'));
  await rm(join(window.path, "slow"));
  await window.resume(run);
  expect(JSON.parse(await window.read(run, "run.json"))).toMatchObject({ state: "complete" });
  await expect.poll(() => window.asked).toHaveLength(1);
});
