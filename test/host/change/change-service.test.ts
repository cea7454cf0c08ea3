import { expect, it, vi } from "vitest";
import { ChangeError } from "../../../src/core/change/change";
import { fake } from "../../support/fake-vscode";
import { openWindow } from "./support";

const engine = `import whisper


def transcribe(path):
    return whisper.load_model("base").transcribe(path, temperature=0)["text"]
`;
const warmer = engine.replace("temperature=0", "temperature=0.4");
const verb = "4 Evaluate this engine change → mlEngineer.evaluateChange";
/** Loads no engine, and no word in it shows that it works for one. */
const gain = `def louder(numbers):
    return [2 * number for number in numbers]
`;

it("looks again when git, a file, a setting or the person says that something may have changed", async () => {
  const window = await openWindow({ files: { "engine.py": engine } });
  await window.measureLens.dismiss();
  const document = window.open("engine.py");
  await fake.views.lenses(document);
  const causes = [
    () => fake.git.change(),
    () => fake.focus(),
    () => fake.documents.save(document),
    () => fake.settings.set("mlEngineer.baseRevision", { workspaceValue: "main" }),
  ];
  for (const [index, cause] of causes.entries()) {
    const told = vi.fn();
    const subscription = window.changes.onDidChange(told);
    cause();
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    subscription.dispose();
    await fake.views.lenses(document);
    expect(window.find).toHaveBeenCalledTimes(index + 2);
  }
  fake.settings.set("mlEngineer.prices", { globalValue: {} });
  await fake.views.lenses(document);
  expect(window.find).toHaveBeenCalledTimes(causes.length + 1);
});

it("compares with the revision of the setting, and says why it cannot", async () => {
  const window = await openWindow({ files: { "engine.py": engine } });
  await window.repository.commit({ "engine.py": warmer });
  await window.measureLens.dismiss();
  expect(await window.lenses("engine.py")).toBe("");
  fake.settings.set("mlEngineer.baseRevision", { workspaceValue: window.commit });
  expect(await window.lenses("engine.py")).toBe(verb);
  fake.settings.set("mlEngineer.baseRevision", { workspaceValue: "nowhere" });
  expect(await window.lenses("engine.py")).toBe("");
  const [root] = (await window.workspaces.current()).roots;
  if (!root) throw new Error("no root");
  await expect(window.changes.facts(root)).rejects.toThrow(ChangeError);
  expect(window.lines).toEqual([]);
});

it("counts what the person's patterns name as engine code", async () => {
  const files = { "engine.py": engine, "dsp/gain.py": gain };
  const window = await openWindow({ files, uncommitted: { "dsp/gain.py": gain.replace("2 *", "3 *") } });
  expect(await window.lenses("dsp/gain.py")).toBe("");
  expect(window.map).not.toHaveBeenCalled();
  fake.settings.set("mlEngineer.engineGlobs", { workspaceValue: ["dsp/**"] });
  expect(await window.lenses("dsp/gain.py")).toBe("1 Evaluate this engine change → mlEngineer.evaluateChange");
});

it("keeps several folders apart, with paths that begin in each", async () => {
  const files = { "api/engine.py": engine, "worker/engine.py": engine };
  const window = await openWindow({ files, roots: ["api", "worker"], uncommitted: { "worker/engine.py": warmer } });
  await window.measureLens.dismiss();
  expect(await window.lenses("api/engine.py")).toBe("");
  const [lens] = await fake.views.lenses(window.open("worker/engine.py"));
  const folder = `${window.repository.path}/worker`;
  expect(lens?.command?.arguments).toEqual([{ folder, path: "engine.py", name: "engine.transcribe" }]);
  expect(window.lines).toEqual([]);
});
