import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fake, type Uri } from "../../support/fake-vscode";
import { changeRun, configurationText, narrow, runFiles, wide } from "../../support/stored-runs";
import { openWindow } from "./support";

const older = "20261120-101500-aa01";
const newer = "20261121-101500-aa02";
const files = {
  ".ml-engineer/evaluation.json": configurationText(),
  ...runFiles(older, { age: 60, rows: [narrow] }),
  ...runFiles(newer, { age: 30, rows: [wide] }),
};

/** The text of the document that a comparison opened. */
function comparison(): string {
  const [call] = fake.calledCommands.filter(({ command }) => command === "markdown.showPreview");
  return String(fake.documents.provided(call?.values[0] as Uri));
}

it("compares the two that are selected, the later one as the new one, and counts the look", async () => {
  const window = await openWindow(files);
  const [one, other] = [await window.run(older), await window.run(newer)];
  await window.act("compare", other, [other, one]);
  expect(comparison()).toMatch(/^# Model Evaluation: tiny before vs tiny after\n/);
  expect(comparison()).toMatch(/\| WER \(Russian\) \| 49\.6 % \(.*\) \| 14\.7 % \(.*\) \| tiny after: −34\.9 points/);
  expect(comparison()).toContain("This is comparison number 1 on sphinx.");
  await window.act("compare", one, [one, other]);
  expect(comparison()).toContain("This is comparison number 1 on sphinx.");
});

it("compares one with another that the person chooses, and with the baseline", async () => {
  const change = "20261122-101500-aa03";
  const window = await openWindow({ ...files, ...runFiles(change, changeRun(wide, { age: 1 })) });
  fake.window.choose("tiny");
  await window.act("compare", await window.run(older));
  expect(fake.window.questions.at(-1)).toMatchObject({
    title: "Compare tiny with…",
    items: ["tiny against main", "tiny"],
  });
  // Of a change its later side counts, under the name that the engine has.
  expect(comparison()).toMatch(/^# Model Evaluation: tiny before vs tiny after\n/);

  await window.act("compareWithBaseline", await window.run(newer));
  expect(window.messages()).toEqual(["No run is the baseline here. Choose “Set as baseline” on one first."]);
  await window.act("setBaseline", await window.run(older));
  expect(JSON.parse(await readFile(join(window.path, ".ml-engineer/runs/baseline.json"), "utf8"))).toEqual({
    schema: 1,
    run: older,
  });
  expect((await window.run(older)).isBaseline).toBe(true);
  expect((await window.run(newer)).hasOtherBaseline).toBe(true);
  expect(await window.tree()).toContain("tiny | baseline · ");
  await window.act("compareWithBaseline", await window.run(newer));
  expect(comparison()).toContain("−34.9 points");
});

it("says in a sentence why two runs cannot be compared", async () => {
  const elsewhere = { datasets: [{ name: "sphinx", hash: "other", requested: 62, evaluated: 62, problems: 0 }] };
  const window = await openWindow({
    ...files,
    ...runFiles("20261122-101500-aa03", { age: 2, record: elsewhere }),
    ...runFiles("20261122-101500-aa04", { age: 1, record: { state: "cancelled" } }),
  });
  const [one, other, stopped] = [
    await window.run(older),
    await window.run("20261122-101500-aa03"),
    await window.run("20261122-101500-aa04"),
  ];
  await window.act("compare", one, [one, other]);
  await window.act("compare", one, [one, stopped]);
  await window.act("compare", one, [one, other, stopped]);
  await window.act("setBaseline", stopped);
  expect(window.messages()).toEqual([
    `The runs ${older} and 20261122-101500-aa03 are of different test sets. Evaluate both on the same test sets; a changed clip or text makes another one.`,
    "Only a run that reached its end can be compared with. Resume it first.",
    "Select two runs to compare them.",
    "Only a run that reached its end can be compared with. Resume it first.",
  ]);
});

it("moves runs to the trash after a question, broken ones too, and none while one runs", async () => {
  const window = await openWindow({ ...files, ".ml-engineer/runs/20261119-101500-aa00/run.json": "{" });
  const [one, broken] = [await window.run(older), (await window.nodes()).find(({ kind }) => kind === "broken")];
  await window.act("delete", one, [one, broken]);
  expect(existsSync(join(window.path, ".ml-engineer/runs", older))).toBe(true);
  expect(fake.window.messages.at(-1)).toMatchObject({ text: "Delete these 2 runs?", buttons: ["Move to trash"] });

  fake.window.press("Move to trash");
  await window.act("delete", one, [one, broken]);
  expect(fake.folders.trash.sort()).toEqual(["20261119-101500-aa00", older]);
  expect((await window.runs.list()).map(({ record }) => record.id)).toEqual([newer]);

  window.evaluation.begin({ title: "Evaluating engines", folder: window.path });
  await window.act("delete", await window.run(newer));
  expect(fake.folders.trash).toHaveLength(2);
  expect(window.messages().at(-1)).toBe("An evaluation runs now. Delete runs when it has ended.");
});

it("opens, resumes, shows and copies", async () => {
  const window = await openWindow({ ...files, ".ml-engineer/runs/20261119-101500-aa00/run.json": "{" });
  const run = await window.run(newer);
  const broken = (await window.nodes()).find(({ kind }) => kind === "broken");
  await window.act("open", run);
  await window.act("open", broken);
  await window.act("resume", run);
  await window.act("reveal", run);
  await window.act("record", run);
  await window.act("copy", await window.run(older), [run, await window.run(older)]);
  expect(fake.clipboard.text).toBe(older);
  await window.act("copy", run);
  expect(fake.calledCommands.map(({ command, values }) => `${command} ${String(values[0])}`)).toEqual([
    `mlEngineer.openReport ${newer}`,
    `mlEngineer.resumeEvaluation ${newer}`,
    `revealInExplorer file://${window.path}/.ml-engineer/runs/${newer}`,
  ]);
  const runs = join(window.path, ".ml-engineer/runs");
  expect(fake.window.shown).toEqual([join(runs, "20261119-101500-aa00/run.json"), join(runs, newer, "run.json")]);
  expect(fake.clipboard.text).toBe(newer);
});
