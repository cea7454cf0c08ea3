import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, it, vi } from "vitest";
import { dataHashOf } from "../../../src/core/change/data-hash";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { fake } from "../../support/fake-vscode";
import { changeRun, configurationText, engines, narrow, runFiles, wide } from "../../support/stored-runs";
import { openWindow, service, servicePath } from "./support";

const example = await readFile(resolve("examples/speech-service", servicePath), "utf8");
const wider = example.replace("beam_size=5", "beam_size=8");
const whisper = `${service}.transcribe_with_whisper`;
const functionLine = example.slice(0, example.indexOf("def transcribe_with_whisper")).split("\n").length;
const previewPath = "captions/modules/transcription/preview.py";
const preview = await readFile(resolve("examples/speech-service", previewPath), "utf8");
const callLine = preview.slice(0, preview.indexOf("subprocess.Popen(")).split("\n").length;
const verb = `${functionLine} Evaluate this engine change → mlEngineer.evaluateChange`;
const measure = `${callLine} Measure this engine → mlEngineer.measureEngine\n${callLine} Dismiss → mlEngineer.dismissMeasureLens`;

it("offers to measure the main call once, until it is dismissed", async () => {
  const window = await openWindow();
  const document = window.open(previewPath);
  expect(await fake.views.lensText(document)).toBe(measure);
  await window.measureLens.dismiss();
  expect(await fake.views.lensText(document)).toBe("");
  await window.measureLens.show();
  expect(await fake.views.lensText(document)).toBe(measure);
  expect(await window.lenses(servicePath)).toBe("");
});

it("stands over a changed function, of saved text and of what is typed, and goes with the change", async () => {
  const window = await openWindow();
  await window.measureLens.dismiss();
  const document = window.open(servicePath);
  expect(await fake.views.lensText(document)).toBe("");
  fake.documents.type(document, `\n${wider}`);
  expect(await fake.views.lensText(document)).toBe(verb.replace(`${functionLine} `, `${functionLine + 1} `));
  fake.documents.type(document, wider);
  fake.documents.save(document);
  expect(await fake.views.lensText(document)).toBe(verb);
  const [lens] = await fake.views.lenses(document);
  expect(lens?.command?.arguments).toEqual([{ folder: window.repository.path, path: servicePath, name: whisper }]);
  fake.documents.type(document, example);
  expect(await fake.views.lensText(document)).toBe("");
  fake.documents.save(document);
  expect(await fake.views.lensText(document)).toBe("");
  expect(window.lines).toEqual([]);
});

it("follows git, and looks for the change once for many questions", async () => {
  const window = await openWindow({ uncommitted: { [servicePath]: wider } });
  await window.measureLens.dismiss();
  const document = window.open(servicePath);
  await Promise.all([fake.views.lenses(document), fake.views.lenses(document), fake.views.lenses(document)]);
  expect(window.find).toHaveBeenCalledTimes(1);
  window.repository.git("commit", "--all", "--quiet", "--message", "wider beams");
  const before = fake.views.redrawn;
  fake.git.change();
  await vi.waitFor(() => expect(fake.views.redrawn).toBeGreaterThan(before));
  expect(await fake.views.lensText(document)).toBe("");
  expect(window.find).toHaveBeenCalledTimes(2);
});

it("does no work for other files, without trust, and before the editor asks", async () => {
  const window = await openWindow({ uncommitted: { "total.py": "total = 1\n" } });
  const open = vi.spyOn(window.changes, "workspaceOf");
  expect(await window.lenses("total.py")).toBe("");
  expect(await window.lenses("captions/infrastructure/database.py")).toBe("");
  expect([open.mock.calls.length, window.find.mock.calls.length, window.map.mock.calls.length]).toEqual([0, 0, 0]);
  const untrusted = await openWindow({ trusted: false, uncommitted: { [servicePath]: wider } });
  expect(await untrusted.lenses(servicePath)).toBe("");
  expect(untrusted.map.mock.calls).toEqual([]);
});

it("shows how far an evaluation is, drawn anew now and then", async () => {
  const window = await openWindow({ uncommitted: { [servicePath]: wider } });
  await window.measureLens.dismiss();
  const document = window.open(servicePath);
  const functions = [{ path: servicePath, name: whisper }];
  const held = window.evaluation.begin({ title: "Evaluating", folder: window.repository.path, functions });
  expect(await fake.views.lensText(document)).toBe(`${functionLine} Evaluating… reading the test sets → `);
  const before = fake.views.redrawn;
  for (let done = 1; done <= 12; done++) {
    held?.update({ step: "clips", progress: { row: "tiny", done, total: 62, failed: 0, cost: 0 } });
  }
  expect(fake.views.redrawn - before).toBeLessThanOrEqual(1);
  expect(await fake.views.lensText(document)).toBe(`${functionLine} Evaluating… 12/62 clips → `);
  held?.update({ step: "speed", turns: { done: 3, total: 12, timeLeft: 41.2 } });
  expect(await fake.views.lensText(document)).toBe(`${functionLine} Comparing speed… 25 % · 42 s left → `);
  held?.end();
  expect(await fake.views.lensText(document)).toBe(verb);
});

it("shows the outcome of a change, and that it is stale when code or data changed since", async () => {
  const window = await openWindow({
    uncommitted: {
      [servicePath]: wider,
      ".ml-engineer/evaluation.json": configurationText([], { engines }),
    },
  });
  const { path } = window.repository;
  const root = { name: "project", path };
  const facts = await window.changes.facts(root);
  const workspace = await createNodeWorkspace({ folders: [path], trusted: true, assetsFolder: resolve("dist") });
  const dataHash = await dataHashOf(
    { datasets: [{ name: "sphinx", manifest: "sphinx.jsonl", locked: false }] },
    workspace,
  );
  const { change } = changeRun(wide, { age: 120 }).record ?? {};
  if (!change || !facts.change) throw new Error("there is no change");
  const record = {
    change: {
      ...{ ...change, dataHash, codeHash: facts.change.hash, functions: [{ path: servicePath, name: whisper }] },
      base: { ...change.base, commit: window.commit, revision: "HEAD" },
      ran: { verdict: "own", message: "Each side loaded its own." },
    },
  } as const;
  await window.repository.write(runFiles("20261122-100000-aaaa", changeRun(wide, { age: 120, record })));
  const document = window.open(servicePath);
  const shown = await fake.views.lensText(document);
  expect(shown).toMatch(
    new RegExp(
      `^${functionLine} WER \\d+\\.\\d % → \\d+\\.\\d % \\(−\\d+\\.\\d pt, 95 % −\\d+\\.\\d…−\\d+\\.\\d\\) · 2 h ago → mlEngineer.openReport$`,
    ),
  );
  const [lens] = await fake.views.lenses(document);
  expect(lens?.command?.arguments).toEqual(["20261122-100000-aaaa"]);
  expect(lens?.command?.tooltip).toContain("tiny against HEAD");

  await window.repository.write({ "sphinx.jsonl": "{}\n" });
  expect(await fake.views.lensText(document)).toMatch(
    / · 2 h ago · stale, evaluate again → mlEngineer\.evaluateChange$/,
  );
  await window.change(servicePath, example.replace("beam_size=5", "beam_size=9"));
  expect(await fake.views.lensText(window.open(servicePath))).toMatch(
    /stale, evaluate again → mlEngineer\.evaluateChange$/,
  );
  expect(window.lines).toEqual([]);
});

it("shows what the engine does as it is while nothing differs", async () => {
  const id = "20261122-100000-bbbb";
  const window = await openWindow({
    uncommitted: {
      ".ml-engineer/evaluation.json": configurationText([], { engines }),
      ...runFiles(id, { rows: [narrow], age: 30 }),
    },
  });
  const document = window.open(previewPath);
  expect(await fake.views.lensText(document)).toMatch(
    new RegExp(
      `^${callLine} WER \\d+\\.\\d % \\(\\d+\\.\\d–\\d+\\.\\d\\) · RTF [\\d.]+ · 30 min ago → mlEngineer.openReport$`,
    ),
  );
  await window.change(servicePath, wider);
  expect(await fake.views.lensText(window.open(servicePath))).toBe(verb);
  expect(await fake.views.lensText(document)).toBe("");
});

it("needs no repository to offer a measurement", async () => {
  const window = await openWindow();
  await rm(join(window.repository.path, ".git"), { recursive: true });
  expect(await window.lenses(previewPath)).toBe(measure);
  expect(window.lines).toEqual([]);
});
