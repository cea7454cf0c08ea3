import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fake } from "../../support/fake-vscode";
import { tinyEngine, tinyEvaluation } from "../../support/tiny-evaluation";
import { measuringWindow } from "./support";

it("asks with the exact commands, runs with progress, and opens the report", async () => {
  const window = await measuringWindow();
  fake.window.press("Run");
  await window.evaluate();
  const [dialog] = window.dialogs();
  expect(dialog?.detail?.replaceAll(process.execPath, "node")).toBe(`tiny: 24 clips, 0.6 minutes of audio
node tiny.mjs 3 (in .)
By its configuration the audio stays on this machine.

Test sets, with their usable clips: calls (24/24)
Programs are started again to compare speed and to measure memory.`);
  const reports = fake.window.progress[0]?.reports ?? [];
  expect(reports[0]).toBe("Reading the test sets…");
  expect(reports).toContainEqual(expect.stringMatching(/^24\/24 clips · tiny · WER so far 16\.7 %$/));
  expect(reports).toContainEqual(expect.stringMatching(/^12\/24 clips · tiny · WER so far .* \d+ s left$/));
  const [report = ""] = fake.window.shown;
  expect(report).toMatch(/\.ml-engineer\/runs\/[\w-]+\/report\.md$/);
  expect(await readFile(report, "utf8")).toContain("# Model Evaluation: tiny");
});

it("remembers a yes for the same commands and asks again when one changed", async () => {
  const window = await measuringWindow({ clips: 2 });
  fake.window.press("Run");
  await window.evaluate();
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(1);
  const file = join(window.path, ".ml-engineer/evaluation.json");
  await writeFile(file, (await readFile(file, "utf8")).replace('"3"', '"2"'));
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(2);
  expect(fake.window.shown).toHaveLength(3);
});

it("asks each time when it costs money or the audio leaves this machine", async () => {
  const price = { perMinute: 0.06 };
  const window = await measuringWindow({ clips: 2, engines: [tinyEngine("paid", 2, { price, hosting: "cloud" })] });
  fake.window.press("Run");
  await window.evaluate();
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(2);
  expect(window.dialogs()[0]?.detail).toMatch(
    /about 0\.00 USD\n.*\nThe audio leaves this machine[\s\S]*more than 5 USD/,
  );
});

it("starts and writes nothing without a yes", async () => {
  const window = await measuringWindow({ clips: 2 });
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(1);
  expect(fake.window.shown).toEqual([]);
  expect(await readdir(join(window.path, ".ml-engineer"))).toEqual(["evaluation.json"]);
});

it("keeps what was measured when it is cancelled, and says how to go on", async () => {
  const window = await measuringWindow({ clips: 8, files: { ...tinyEvaluation({ clips: 8 }), slow: "" } });
  fake.window.press("Run");
  const evaluating = window.evaluate();
  const progress = () => fake.window.progress[0];
  await expect
    .poll(() => progress()?.reports.some((report) => report.startsWith("2/8")), { timeout: 15_000 })
    .toBe(true);
  progress()?.source.cancel();
  await evaluating;
  const record = await readFile(join(fake.window.shown[0] ?? "", "../run.json"), "utf8");
  expect(JSON.parse(record)).toMatchObject({ state: "cancelled" });
  expect(fake.window.messages.at(-1)?.text).toContain("ml-engineer evaluate --resume");
});

it("offers to set up where nothing says what to measure, and runs nothing by itself", async () => {
  const window = await measuringWindow({ files: { "service.py": "" } });
  fake.window.press("Set up evaluation");
  await window.evaluate();
  expect(fake.window.terminals).toEqual([{ name: "Set up evaluation", cwd: window.path, sent: ["ml-engineer init"] }]);
});

it("says what is wrong in a configuration with its line", async () => {
  const window = await measuringWindow({ engines: [{ name: "x", commando: [] }] });
  await expect(window.evaluate()).rejects.toThrow(/evaluation\.json:1:\d+ engines\[0\]/);
});

it("does nothing in a folder without trust", async () => {
  const window = await measuringWindow({ clips: 2, trusted: false });
  fake.window.press("Run");
  await expect(window.evaluate()).rejects.toThrow("Open a folder first");
  expect(window.dialogs()).toEqual([]);
});

it("asks which of several folders is meant, and paths begin in that folder", async () => {
  const inFolder = (name: string) =>
    Object.fromEntries(
      Object.entries(tinyEvaluation({ clips: 2 })).map(([path, content]) => [`${name}/${path}`, content]),
    );
  const window = await measuringWindow({
    files: { ...inFolder("api"), ...inFolder("worker") },
    roots: ["api", "worker"],
  });
  fake.window.choose("worker");
  fake.window.press("Run");
  await window.evaluate();
  expect(fake.window.questions[0]).toMatchObject({ title: "Which folder is evaluated?", items: ["api", "worker"] });
  expect(fake.window.shown[0]).toContain(join(window.path, "worker/.ml-engineer/runs"));
});
