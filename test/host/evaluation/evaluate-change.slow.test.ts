import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { changedWindow } from "./changed-window";
import { measuringWindow } from "./support";

// Programs are started on both sides, several times, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

it("shows the change, asks, measures both sides, opens the report and asks the agent", async () => {
  const window = await changedWindow();
  fake.window.choose("Evaluate the change");
  fake.window.press("Run");
  await window.evaluateChange({ folder: window.path, path: "tiny.mjs", name: "tiny" });
  const { items = [] } = fake.window.questions[0] ?? {};
  expect(items).toEqual([
    expect.stringMatching(/^\$\(beaker\) Evaluate the change against HEAD \([0-9a-f]{7}\)$/),
    "$(diff) Show the change",
    "$(git-branch) Choose another base…",
  ]);
  const [dialog] = window.dialogs();
  expect(dialog?.detail?.replaceAll(process.execPath, "node").replaceAll(/\([0-9a-f]{7}\)/g, "(COMMIT)")).toBe(
    `tiny runs twice: as it was in HEAD (COMMIT), checked out beside this folder, and as it is now. Then offline reviewer reads diff, findings and figures, and writes the report.

tiny before: 24 clips, 0.6 minutes of audio
node tiny.mjs 3
By its configuration the audio stays on this machine.

tiny after: 24 clips, 0.6 minutes of audio
node tiny.mjs 3
By its configuration the audio stays on this machine.

Test sets, with their usable clips: calls (24/24)
Programs are started again to compare speed and to measure memory.`,
  );
  const [run = ""] = window.reports();
  const record = JSON.parse(await window.read(run, "run.json"));
  expect(record).toMatchObject({ state: "complete", change: { engine: "tiny", ran: { verdict: "own" } } });
  const reports = fake.window.progress.flatMap((progress) => progress.reports);
  expect(reports).toContainEqual(
    expect.stringMatching(/^48\/48 clips · tiny (before|after) · WER so far 16\.7 % → 25\.0 %$/),
  );
  await expect.poll(() => window.asked).toHaveLength(1);
  const commit = window.git("rev-parse", "HEAD").slice(0, 12);
  expect(window.asked[0]?.text).toContain(`Report on the change measured by run \`${run}\` against \`${commit}\``);
  expect(window.evaluation.current()).toBeUndefined();
  expect(await window.leftovers()).toEqual([]);
});

it("says that nothing changed, and measures against another base then", async () => {
  const window = await changedWindow();
  window.git("commit", "--quiet", "--all", "--message", "worse");
  await window.evaluateChange();
  expect(fake.window.messages.at(-1)).toMatchObject({
    text: expect.stringMatching(/^Nothing differs from HEAD/),
    buttons: ["Choose another base…"],
  });
  fake.window.press("Choose another base…", "Run");
  fake.window.choose("Another revision…", "Evaluate the change");
  fake.window.write("HEAD~1");
  await window.evaluateChange();
  const [run = ""] = window.reports();
  expect(JSON.parse(await window.read(run, "run.json")).change.base).toMatchObject({ revision: "HEAD~1" });
  expect(fake.window.questions.flatMap(({ items }) => items)).toContain("$(git-branch) main");
});

it("says what to do outside of git, and for a revision that there is not", async () => {
  const window = await measuringWindow({ clips: 2 });
  await window.evaluateChange();
  expect(fake.window.messages.at(-1)).toMatchObject({
    text: expect.stringMatching(/no git repository.*git init/),
    buttons: [],
  });
  const changed = await changedWindow({ clips: 2 });
  await changed.evaluateChange({ base: "no-such-branch" });
  expect(fake.window.messages.at(-1)?.text).toMatch(/no-such-branch/);
  await expect(changed.evaluateChange({ base: "--upload-pack=x" })).rejects.toThrow();
});

it("opens the change as diffs, whose left side is the base", async () => {
  const window = await changedWindow({ clips: 2 });
  // The person looks at the diff, and leaves when the question comes again.
  fake.window.chooseInTurn("Show the change");
  await window.evaluateChange();
  const [opened] = fake.calledCommands.filter(({ command }) => command === "vscode.changes");
  expect(opened?.values[0]).toMatch(/^Change against HEAD/);
  expect(await window.runs()).toEqual([]);
});

it("saves what is not saved yet, since what runs is on the disk", async () => {
  const window = await changedWindow({ clips: 2, isUnsaved: true });
  fake.window.choose("Evaluate the change");
  fake.window.press("Run");
  await window.evaluateChange();
  expect(await readFile(join(window.path, "tiny.mjs"), "utf8")).toContain("every - 1");
  expect(window.reports()).toHaveLength(1);
});

it("takes the engine that was seen to load what changed, and another one when the person says so", async () => {
  const window = await changedWindow({ clips: 2 });
  const file = join(window.path, ".ml-engineer/evaluation.json");
  const { engines, ...rest } = JSON.parse(await readFile(file, "utf8"));
  const other = { name: "other", command: [process.execPath, "other.mjs", "3"] };
  const engine = await readFile(join(window.path, "tiny.mjs"), "utf8");
  await writeFile(join(window.path, "other.mjs"), engine.replace('sources: ["tiny.mjs"]', 'sources: ["other.mjs"]'));
  window.git("add", "other.mjs");
  window.git("commit", "--quiet", "--message", "other", "other.mjs");
  await writeFile(file, JSON.stringify({ ...rest, engines: [other, ...engines] }));
  fake.window.press("Run");
  await window.evaluate();
  fake.window.press();
  fake.window.chooseInTurn("Evaluate the change");
  await window.evaluateChange();
  expect(window.dialogs().at(-1)?.detail).toMatch(/^tiny runs twice/);
  fake.window.chooseInTurn("Choose another engine…", "other", "Evaluate the change");
  await window.evaluateChange();
  expect(window.dialogs().at(-1)?.detail).toMatch(/^other runs twice/);
  expect([await window.runs(), await window.leftovers()]).toEqual([[expect.any(String)], []]);
});

it("says that the same code ran, with the remedy, and draws no conclusion", async () => {
  const window = await changedWindow({ clips: 2 });
  await writeFile(
    join(window.path, "wrapper.mjs"),
    `await import(${JSON.stringify(join(window.path, "tiny.mjs"))});\n`,
  );
  await useCommand(window.path, [process.execPath, "wrapper.mjs", "3"]);
  window.git("add", "wrapper.mjs");
  window.git("commit", "--quiet", "--message", "wrapped", "wrapper.mjs");
  fake.window.choose("Evaluate the change");
  fake.window.press("Run");
  await window.evaluateChange();
  expect(fake.window.messages.at(-1)).toMatchObject({
    severity: "warning",
    text: expect.stringMatching(/^Not measured: the same code ran on both sides\. .*tiny\.mjs/),
    buttons: ["Open report"],
  });
  expect([window.reports(), window.asked, await window.leftovers()]).toEqual([[], [], []]);
});

it("says why a side did not run, and draws no conclusion", async () => {
  const window = await changedWindow({ clips: 2 });
  await useCommand(window.path, ["no-such-engine"]);
  fake.window.choose("Evaluate the change");
  fake.window.press("Run");
  await window.evaluateChange();
  expect(fake.window.messages.at(-1)?.text).toMatch(/^Not measured: .*did not run.*no-such-engine/);
  expect([window.reports(), window.asked, await window.leftovers()]).toEqual([[], [], []]);
});

async function useCommand(folder: string, command: readonly string[]): Promise<void> {
  const file = join(folder, ".ml-engineer/evaluation.json");
  const configuration = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...configuration, engines: [{ name: "tiny", command }] }));
}
