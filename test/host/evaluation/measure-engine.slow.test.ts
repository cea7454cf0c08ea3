import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { tinyEngine, tinyEvaluation } from "../../support/tiny-evaluation";
import { measuringWindow } from "./support";

// Programs are started, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

it("asks with the exact commands, runs with progress, and opens the report", async () => {
  const window = await measuringWindow();
  fake.window.press("Run");
  await window.evaluate();
  const [dialog] = window.dialogs();
  expect(dialog?.detail?.replaceAll(process.execPath, "node")).toBe(`tiny: 24 clips, 0.6 minutes of audio
node tiny.mjs 3
By its configuration the audio stays on this machine.

Test sets, with their usable clips: calls (24/24)
Programs are started again to compare speed and to measure memory.`);
  const reports = fake.window.progress[0]?.reports ?? [];
  expect(reports[0]).toBe("Reading the test sets…");
  expect(reports).toContainEqual(expect.stringMatching(/^24\/24 clips · tiny · WER so far 16\.7 %$/));
  expect(reports).toContainEqual(expect.stringMatching(/^12\/24 clips · tiny · WER so far .* \d+ s left$/));
  const [run = ""] = window.reports();
  expect(await window.read(run, "report.md")).toContain("# Model Evaluation: tiny");
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
  expect(window.reports()).toHaveLength(3);
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
  expect(window.reports()).toEqual([]);
  expect(await readdir(join(window.path, ".ml-engineer"))).toEqual(["evaluation.json"]);
});

it("keeps what was measured when it is cancelled, and says how to go on", async () => {
  const window = await measuringWindow({ clips: 8, files: { ...tinyEvaluation({ clips: 8 }), slow: "" } });
  fake.window.press("Run");
  const evaluating = window.evaluate();
  const progress = () => fake.window.progress[0];
  await expect
    .poll(() => progress()?.reports.some((report) => report.startsWith("2/8")), { timeout: 60_000 })
    .toBe(true);
  progress()?.source.cancel();
  await evaluating;
  const [run = ""] = await window.runs();
  expect(JSON.parse(await window.read(run, "run.json"))).toMatchObject({ state: "cancelled" });
  expect(window.reports()).toEqual([]);
  expect(fake.window.messages.at(-1)).toMatchObject({
    text: expect.stringMatching(/^Stopped: there is no verdict\. [23] of 8 transcripts are kept/),
    buttons: ["Resume", "Open report"],
  });
  await rm(join(window.path, "slow"));
  await window.resume();
  expect(JSON.parse(await window.read(run, "run.json"))).toMatchObject({ state: "complete" });
  expect(window.reports()).toEqual([run]);
  await window.resume();
  expect(fake.window.messages.at(-1)?.text).toContain("there is nothing to go on with");
});

it("runs one evaluation at a time, and a second click shows the first", async () => {
  const window = await measuringWindow({ clips: 8, files: { ...tinyEvaluation({ clips: 8 }), slow: "" } });
  fake.window.press("Run");
  const first = window.evaluate();
  await expect.poll(() => window.evaluation.current()?.progress?.done, { timeout: 60_000 }).toBe(1);
  fake.window.press("Stop it");
  await window.evaluate();
  expect(fake.window.messages.find(({ buttons }) => buttons.includes("Stop it"))?.text).toMatch(
    /^One evaluation runs at a time\. Now: Evaluating engines, [12]\/8 clips · tiny/,
  );
  await first;
  expect(window.evaluation.current()).toBeUndefined();
  expect(await window.runs()).toHaveLength(1);
});

it("asks again when the file that a command runs was changed", async () => {
  const files = tinyEvaluation({
    clips: 2,
    engines: [{ name: "own", command: [process.execPath, ".ml-engineer/tiny.mjs", "2"] }],
  });
  const window = await measuringWindow({ files: { ...files, ".ml-engineer/tiny.mjs": files["tiny.mjs"] ?? "" } });
  fake.window.press("Run");
  await window.evaluate();
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(1);
  await appendFile(join(window.path, ".ml-engineer/tiny.mjs"), "// changed\n");
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(2);
});

it("says which engine did not start, and opens no report of nothing", async () => {
  const window = await measuringWindow({ clips: 2, engines: [{ name: "gone", command: ["no-such-engine"] }] });
  fake.window.press("Run");
  await window.evaluate();
  expect(fake.window.messages.at(-1)).toMatchObject({
    severity: "warning",
    text: expect.stringMatching(/^gone did not start: .*no-such-engine/),
    buttons: ["Set up evaluation"],
  });
  expect(window.reports()).toEqual([]);
});

it.each([[{ path: 7 }], ["../../etc"], [{ name: "" }], [[1, 2]]])("refuses %j as what is meant", async (value) => {
  const window = await measuringWindow({ clips: 2 });
  for (const command of [window.evaluate, window.evaluateChange, window.setUp]) {
    await expect(command(value)).rejects.toThrow();
  }
  await expect(window.resume({ id: "../x" })).rejects.toThrow();
  await expect(window.resume("../x")).rejects.toThrow();
  expect(fake.window.messages).toEqual([]);
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
  expect(await readdir(join(window.path, "worker/.ml-engineer/runs"))).toContain(window.reports()[0]);
  expect(await readdir(join(window.path, "api/.ml-engineer"))).toEqual(["evaluation.json"]);
});
