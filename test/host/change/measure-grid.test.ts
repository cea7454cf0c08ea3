import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readConfiguration } from "../../../src/core/measurement/configuration";
import { gridEdit, type TextEdit } from "../../../src/host/change/grid-edit";
import { proposedValues, valuesOf } from "../../../src/host/change/grid-values";
import { fake } from "../../support/fake-vscode";
import { openWindow } from "./support";

const file = ".ml-engineer/evaluation.json";
const written = `{
  "schema": 1,
  "datasets": [{ "name": "calls", "manifest": "calls.jsonl" }],
  "engines": [
    { "name": "base", "command": ["python3", ".ml-engineer/engine.py"] }
  ]
}
`;
const grid = { engine: "base", parameters: { beam_size: [1, 5] } };

function edited(text: string, { start, end, text: inserted }: TextEdit): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

it("puts a grid into a configuration and leaves the rest as it was written", () => {
  const indented = edited(written, gridEdit(written, grid));
  expect(indented).toBe(
    written.replace(
      "  ]\n}\n",
      '  ],\n  "grid": {\n    "engine": "base",\n    "parameters": { "beam_size": [1, 5] }\n  }\n}\n',
    ),
  );
  const again = edited(indented, gridEdit(indented, { engine: "base", parameters: { temperature: [0, 0.2] } }));
  expect(again).toBe(indented.replace('"beam_size": [1, 5]', '"temperature": [0, 0.2]'));
  const oneLine = JSON.stringify(JSON.parse(written));
  expect(JSON.parse(edited(oneLine, gridEdit(oneLine, grid)))).toEqual({ ...JSON.parse(written), grid });
  for (const text of ["{}", "{ }", '{"a": "}],\\""}', '{"grid": [], "b": {"grid": 1}}', '{\t"grid" : null }']) {
    expect(JSON.parse(edited(text, gridEdit(text, grid)))).toEqual({ ...JSON.parse(text), grid });
  }
});

it("reads values as people write them, and proposes some that say something", () => {
  expect(valuesOf(" 1, 5,5 , 0.2, true, int8, '5', 1.0, 1e-48,")).toEqual([1, 5, 0.2, true, "int8", "1.0", 1e-48]);
  expect(proposedValues("beam_size", "5")).toBe("1, 5, 10");
  expect(proposedValues("beamSize", "7")).toBe("7, 1, 5, 10");
  expect(proposedValues("condition_on_previous_text", "True")).toBe("true, false");
  expect(proposedValues("unheard_of", undefined)).toBe("");
});

it("asks for values, writes them, and measures when the person wants it", async () => {
  const runner = 'beam = int(request.get("beam_size", 5))\n';
  const window = await openWindow({ uncommitted: { [file]: written, ".ml-engineer/engine.py": runner } });
  fake.window.write("1, 5, 10");
  fake.window.press("Measure the grid");
  await window.grid({ parameter: "beam_size", current: "5" });
  expect(fake.window.questions).toEqual([{ title: "Measure a grid of beam_size", value: "1, 5, 10", items: [] }]);
  const path = join(window.repository.path, file);
  const { configuration } = readConfiguration(await readFile(path, "utf8"), file);
  expect(configuration?.grid).toEqual({ engine: "base", parameters: { beam_size: ["1", "5", "10"] } });
  expect(fake.window.shown).toEqual([`${path}:7`]);
  expect(fake.window.messages).toMatchObject([{ severity: "information" }]);
  expect(fake.calledCommands).toEqual([
    { command: "mlEngineer.measureEngine", values: [{ folder: window.repository.path }] },
  ]);
});

it("says what a runner needs to take the values, and leaves the file unsaved until somebody measures", async () => {
  const window = await openWindow({
    uncommitted: { [file]: written, ".ml-engineer/engine.py": "transcribe(audio)\n" },
  });
  fake.window.write("1, 5");
  await window.grid({ parameter: "beam_size" });
  expect(fake.window.messages.map(({ severity, text }) => `${severity} ${text}`)).toEqual([
    'warning .ml-engineer/engine.py does not read beam_size yet, so every value would measure the same: each request has it as text, take request["beam_size"] there and hand it on.',
  ]);
  expect(await readFile(join(window.repository.path, file), "utf8")).toBe(written);
  expect(fake.executedCommands).toEqual([]);
});

it("writes nothing that the configuration would refuse", async () => {
  const clip = written.replace('".ml-engineer/engine.py"]', '"run.py", "{audio}"], "protocol": "clip"');
  const window = await openWindow({ uncommitted: { [file]: clip } });
  fake.window.write("1, 5");
  await window.grid({ parameter: "beam_size" });
  expect(fake.window.messages[0]?.text).toContain("Put {beam_size} where its value belongs");
  expect(fake.window.questions).toEqual([]);
  const folders = await openWindow({ uncommitted: { [file]: written.replace('"schema": 1', '"schema": 2') } });
  await expect(folders.grid({ parameter: "beam_size" })).rejects.toThrow("evaluation.json:2:");
  await expect(folders.grid({ parameter: 5 })).rejects.toThrow();
});

it("leads to the set-up where nothing says what to measure on", async () => {
  const window = await openWindow();
  fake.window.press("Set up evaluation");
  await window.grid({ parameter: "beam_size" });
  expect(fake.calledCommands).toEqual([
    { command: "mlEngineer.setUpEvaluation", values: [{ folder: window.repository.path }] },
  ]);
});
