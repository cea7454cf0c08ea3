import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { window as editorWindow, fake, Uri } from "../../support/fake-vscode";
import { tinyEvaluation } from "../../support/tiny-evaluation";
import { measuringWindow } from "./support";

const service = `import whisper

model = whisper.load_model("base")


def transcribe_file(path, language=None):
    return model.transcribe(path, language=language)
`;

// Programs are started, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

it("asks once for everything, tries one clip, and goes on with the evaluation that was asked for", async () => {
  const window = await projectWindow();
  fake.window.press("Set up");
  await window.evaluate({ folder: window.path, path: "service.py", name: "service.transcribe_file" });
  expect(window.dialogs().map(({ text, detail }) => [text, detail?.replaceAll(window.path, "PROJECT")])).toEqual([
    [
      "Set up the evaluation of transcribe_file?",
      `Writes .ml-engineer/evaluation.json, .ml-engineer/engine.py.
It calls service:transcribe_file(path=audio, language=language) of service.py:6.

.venv/bin/python .ml-engineer/engine.py
The interpreter: the virtual environment .venv.
It is tried with PROJECT/audio/c1.wav, then measured with 4 clips, 0.1 minutes of audio (calls.jsonl).
By its configuration the audio stays on this machine.`,
    ],
  ]);
  expect(fake.window.messages.map(({ text }) => text)).toContain("The runner heard: alpha bravo delta");
  const [run = ""] = window.reports();
  expect(await window.read(run, "report.md")).toContain("# Model Evaluation: current");
  // The dictionary's text was found by the trial.
  expect(await readFile(join(window.path, ".ml-engineer/engine.py"), "utf8")).toContain('return result["text"]');
});

it("writes and starts nothing without a yes", async () => {
  const window = await projectWindow();
  await window.evaluate();
  expect(window.dialogs()).toHaveLength(1);
  // Without git there is no change, so nothing is set up for it.
  await window.evaluateChange();
  expect(window.dialogs()).toHaveLength(1);
  expect(fake.window.messages.at(-1)?.text).toContain("git init");
  expect((await readdir(window.path)).includes(".ml-engineer")).toBe(false);
});

it("says what keeps the runner from answering, and tries again when that is mended", async () => {
  const window = await projectWindow({
    "service.py": service.replace("import whisper", "import gone\nimport whisper"),
  });
  fake.window.press("Set up", "Open engine.py");
  await window.setUp();
  const [warning] = fake.window.messages.filter(
    ({ severity, detail }) => severity === "warning" && detail === undefined,
  );
  expect(warning).toMatchObject({
    text: expect.stringMatching(
      /^The runner did not answer\. The module gone is not installed .* choose the project's own interpreter as the first part of “command”/,
    ),
    buttons: ["Try again", "Open engine.py"],
  });
  expect(fake.window.shown.at(-1)).toBe(join(window.path, ".ml-engineer/engine.py"));
  expect(window.reports()).toEqual([]);
});

it("tries again what was mended, with another question only for another command", async () => {
  const window = await projectWindow({
    "service.py": service.replace("import whisper", "import gone\nimport whisper"),
  });
  const tried = () => fake.window.progress.filter(({ title }) => title.startsWith("Loading")).length;
  fake.window.press("Set up", "Try again", "Evaluate engines");
  const setting = window.setUp();
  // It is pressed until the module is no longer asked for.
  await expect.poll(tried, { timeout: 60_000 }).toBeGreaterThan(1);
  await writeFile(join(window.path, "service.py"), service);
  await setting;
  expect(window.dialogs()).toHaveLength(1);
  expect(await readFile(join(window.path, ".ml-engineer/engine.py"), "utf8")).toContain('return result["text"]');
  expect(fake.calledCommands.at(-1)).toEqual({
    command: "mlEngineer.measureEngine",
    values: [{ folder: window.path }],
  });
});

it("lets the person choose the function and the test set where there are several", async () => {
  const window = await projectWindow({
    "other.py": service.replace("transcribe_file", "hear"),
    "more.jsonl": await calls(),
  });
  fake.window.press("Set up");
  fake.window.chooseInTurn("hear", "calls.jsonl");
  await window.setUp();
  expect(fake.window.questions.map(({ items }) => items)).toEqual([
    ["$(symbol-function) transcribe_file", "$(symbol-function) hear"],
    [
      "$(file) calls.jsonl",
      "$(file) more.jsonl",
      "$(library) Make a test set from a corpus in this folder…",
      "$(clock) Choose a test set later",
    ],
  ]);
  expect(JSON.parse(await readFile(join(window.path, ".ml-engineer/evaluation.json"), "utf8"))).toMatchObject({
    datasets: [{ manifest: "calls.jsonl" }],
  });
  expect(await readFile(join(window.path, ".ml-engineer/engine.py"), "utf8")).toContain("import other as project");
});

it("keeps what is set up unless the person wants it anew, and names what it writes over", async () => {
  const window = await projectWindow();
  fake.window.press("Set up");
  await window.setUp();
  const file = join(window.path, ".ml-engineer/engine.py");
  await writeFile(file, "# mine\n");
  const configurationFile = join(window.path, ".ml-engineer/evaluation.json");
  const configuration = JSON.parse(await readFile(configurationFile, "utf8"));
  configuration.datasets.push({ name: "more", manifest: "calls.jsonl" });
  await writeFile(configurationFile, JSON.stringify(configuration));
  fake.window.chooseInTurn("Open configuration");
  await window.setUp();
  expect(await readFile(file, "utf8")).toBe("# mine\n");
  expect(fake.window.shown.at(-1)).toBe(join(window.path, ".ml-engineer/evaluation.json"));
  fake.window.chooseInTurn("Set up another function");
  await window.setUp();
  expect(window.dialogs().at(-1)?.detail).toContain("There already, and written over: evaluation.json, engine.py.");
  expect(await readFile(file, "utf8")).toContain("transcribe_file");
  expect(JSON.parse(await readFile(configurationFile, "utf8")).datasets).toHaveLength(2);
});

it("makes a test set from recordings with texts beside them", async () => {
  const window = await projectWindow({
    "calls.jsonl": "",
    "corpus/one.txt": "alpha bravo delta",
    "corpus/two.txt": "echo",
  });
  for (const name of ["one", "two"]) {
    await copyFile(join(window.path, "audio/c1.wav"), join(window.path, `corpus/${name}.wav`));
  }
  Object.assign(editorWindow, { showOpenDialog: async () => [Uri.file(join(window.path, "corpus"))] });
  fake.window.press("Set up");
  fake.window.chooseInTurn("Make a test set from a corpus", "folder of x.wav", "People listened");
  fake.window.write("en");
  await window.setUp();
  const manifest = await readFile(join(window.path, ".ml-engineer/test.jsonl"), "utf8");
  expect(
    manifest
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { id: "one", audio: "../corpus/one.wav", text: "alpha bravo delta", language: "en", referenceSource: "human" },
    { id: "two", audio: "../corpus/two.wav", text: "echo", language: "en", referenceSource: "human" },
  ]);
  expect(window.dialogs()[0]?.detail).toContain("measured with 2 clips");
});

it("reads no corpus outside of the folder", async () => {
  const window = await projectWindow({ "calls.jsonl": "" });
  Object.assign(editorWindow, { showOpenDialog: async () => [Uri.file("/usr/share")] });
  fake.window.chooseInTurn("Make a test set from a corpus", "folder of x.wav", "People listened");
  fake.window.write("en");
  await expect(window.setUp()).rejects.toThrow(/outside/);
});

it("says where no function can be measured", async () => {
  const window = await measuringWindow({ files: { "main.py": "print('hello')\n" } });
  await expect(window.setUp()).rejects.toThrow("No Python function was found");
});

async function calls(): Promise<string> {
  return String(tinyEvaluation({ clips: 4 })["calls.jsonl"]);
}

/** A project with recordings, whose virtual environment has a package `whisper` that hears the same in each of them. */
async function projectWindow(files: Readonly<Record<string, string>> = {}) {
  const packages = await mkdtemp(join(tmpdir(), "ml-engineer-packages-"));
  onTestFinished(() => rm(packages, { recursive: true, force: true }));
  await mkdir(join(packages, "whisper"));
  await writeFile(
    join(packages, "whisper/__init__.py"),
    `class Model:
    def transcribe(self, path, **options):
        return {"text": " alpha bravo delta", "segments": [], "language": "en"}


def load_model(name):
    return Model()
`,
  );
  const { ".ml-engineer/evaluation.json": _, "tiny.mjs": __, ...recordings } = tinyEvaluation({ clips: 4 });
  const python = `#!/bin/sh\nPYTHONPATH=${packages} PYTHONDONTWRITEBYTECODE=1 exec python3 "$@"\n`;
  const window = await measuringWindow({
    files: { ...recordings, "service.py": service, ".venv/bin/python": python, ...files },
  });
  await chmod(join(window.path, ".venv/bin/python"), 0o755);
  return window;
}
