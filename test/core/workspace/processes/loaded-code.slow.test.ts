import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { observeLoadedCode } from "../../../../src/core/workspace/processes/loaded-code";
import { startProcess } from "../../../../src/core/workspace/processes/start-process";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

const python = "/usr/bin/python3";
let fixture: TemporaryWorkspace;
let storage: string;

/** Two states of one project, and what lies beside both. */
beforeEach(async () => {
  const project = (side: string) => ({
    [`${side}/speech/__init__.py`]: "",
    [`${side}/speech/engine.py`]: "def transcribe():\n    from . import decoder\n",
    [`${side}/speech/decoder.py`]: "",
    [`${side}/main.py`]: "from speech.engine import transcribe\ntranscribe()\n",
    [`${side}/lib/decoder.cjs`]: "module.exports = () => 1;\n",
    [`${side}/lib/engine.mjs`]:
      'import { createRequire } from "node:module";\ncreateRequire(import.meta.url)("./decoder.cjs");\n',
    [`${side}/main.mjs`]: 'await import("./lib/engine.mjs");\n',
  });
  fixture = await temporaryWorkspace({ ...project("before"), ...project("after") }, { roots: ["before", "after"] });
  storage = join(fixture.path, "storage");
  await mkdir(storage);
});
afterEach(() => fixture.dispose());

interface Start {
  readonly command: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A line that it writes; then it is stopped. Default: it ends by itself. */
  readonly until?: string;
}

/** What is seen of both states, relative to what holds them, and the notes. */
async function observe({ command, folder = "before", environment = {}, until }: Start): Promise<readonly string[]> {
  const observation = await observeLoadedCode(storage, environment);
  const { signal } = new AbortController();
  const order = { command, workingFolder: folder, environment: observation.environment, signal };
  const running = await startProcess(order, fixture.workspace);
  for await (const line of running.lines) if (line.text === until) await running.stop();
  const { code } = await running.exited;
  if (until === undefined) expect(code, running.errorTail()).toBe(0);
  const files = await observation.seen([join(fixture.path, "before"), join(fixture.path, "after")]);
  await observation.end();
  expect(readdirSync(storage)).toEqual([]);
  return [...files.map((file) => relative(fixture.path, file)), ...observation.notes()];
}

const modules = (side: string) => ["decoder", "engine"].map((name) => `${side}/speech/${name}.py`);

/** A virtual environment in the working tree, with what an editable install leaves in it. */
async function install(files: Readonly<Record<string, string>>): Promise<string> {
  execFileSync(python, ["-m", "venv", "--without-pip", join(fixture.path, "after/.venv")]);
  const [version = ""] = readdirSync(join(fixture.path, "after/.venv/lib"));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(fixture.path, "after/.venv/lib", version, "site-packages", name), text);
  }
  await symlink(join(fixture.path, "after/.venv"), join(fixture.path, "before/.venv"));
  return join(fixture.path, "before/.venv/bin/python");
}

test("a program that loads its own tree", async () => {
  const own = ["before/main.py", "before/speech/__init__.py", ...modules("before")].sort();
  expect(await observe({ command: [python, "main.py"] })).toEqual(own);
  expect(await observe({ command: [python, "-u", "-W", "ignore", "./main.py"] })).toEqual(own);
  const environment = { PYTHONDONTWRITEBYTECODE: "1" };
  expect(await observe({ command: [python, "main.py"], environment })).toEqual(own);
  expect(await observe({ command: [python, "-OO", "-m", "main"] })).toEqual(own);
  const engine = await observe({ command: [python, "-m", "speech.engine"] });
  expect(engine).toEqual(["before/speech/__init__.py", "before/speech/engine.py"]);
  // Nothing of the watching is left where the sources are.
  expect(existsSync(join(fixture.path, "before/speech/__pycache__"))).toBe(false);
});

test("an editable install by path: the other tree is loaded", async () => {
  await writeFile(
    join(fixture.path, "before/runner.py"),
    "import json, sys\nsys.path.pop(0)\nimport speech.engine as engine\nengine.transcribe()\n",
  );
  const program = await install({ "__editable__.speech.pth": `${join(fixture.path, "after")}\n` });
  const seen = await observe({ command: [program, "runner.py"] });
  expect(seen).toEqual(["after/speech/__init__.py", ...modules("after"), "before/runner.py"]);
});

test("an editable install by an import hook, in a subprocess", async () => {
  const finder = [
    "import sys, importlib.util",
    "class Finder:",
    "    @classmethod",
    "    def find_spec(cls, name, path=None, target=None):",
    "        if name != 'speech': return None",
    `        folder = ${JSON.stringify(join(fixture.path, "after/speech"))}`,
    "        return importlib.util.spec_from_file_location(name, folder + '/__init__.py', submodule_search_locations=[folder])",
    "def install(): sys.meta_path.insert(0, Finder)",
  ];
  const program = await install({
    "__editable___speech_finder.py": finder.join("\n"),
    "__editable__.speech.pth": "import __editable___speech_finder; __editable___speech_finder.install()\n",
  });
  await writeFile(
    join(fixture.path, "before/runner.py"),
    "import subprocess, sys\nsubprocess.run([sys.executable, 'main.py'], check=True)\n",
  );
  const seen = await observe({ command: [program, "runner.py"] });
  expect(seen.filter((file) => file.endsWith("engine.py"))).toEqual(["after/speech/engine.py"]);
  expect(seen).toContain("before/main.py");
  // What the finder was loaded from is in the tree that the environment is linked from.
  expect(seen.filter((file) => file.includes("finder"))).toHaveLength(1);
});

test("a wrapper that goes to another folder", async () => {
  const wrapper = `#!/bin/sh\ncd "${join(fixture.path, "after")}" && exec ${python} main.py\n`;
  await writeFile(join(fixture.path, "before/run.sh"), wrapper, { mode: 0o755 });
  const seen = await observe({ command: ["./run.sh"] });
  expect(seen.filter((file) => !file.endsWith("run.sh"))).toEqual(
    ["after/main.py", "after/speech/__init__.py", ...modules("after")].sort(),
  );
});

test.each(["before", "after"])("an engine that runs a program in the tree `%s`", async (side) => {
  const script = `import os, subprocess, sys\nos.chdir(${JSON.stringify(join(fixture.path, side))})\nsubprocess.run([sys.executable, 'main.py'], check=True)\n`;
  await writeFile(join(fixture.path, "before/runner.py"), script);
  const seen = await observe({ command: [python, "runner.py"] });
  const own = [`${side}/main.py`, `${side}/speech/__init__.py`, ...modules(side), "before/runner.py"];
  expect(seen).toEqual(own.sort());
});

test("Node: both kinds of modules, whether the program ends or is ended", async () => {
  const own = ["before/lib/decoder.cjs", "before/lib/engine.mjs", "before/main.mjs"];
  expect(await observe({ command: [process.execPath, "main.mjs"] })).toEqual(own);
  const server = 'import "./lib/engine.mjs";\nsetInterval(() => {}, 1000);\nconsole.log("ready");\n';
  await writeFile(join(fixture.path, "before/server.mjs"), server);
  const served = ["before/lib/decoder.cjs", "before/lib/engine.mjs", "before/server.mjs"];
  expect(await observe({ command: [process.execPath, "server.mjs"], until: "ready" })).toEqual(served);
  await symlink(join(fixture.path, "after/lib"), join(fixture.path, "before/linked"));
  await writeFile(join(fixture.path, "before/other.mjs"), 'import "./linked/engine.mjs";\n');
  const environment = { NODE_OPTIONS: "--no-warnings" };
  const through = ["after/lib/decoder.cjs", "after/lib/engine.mjs", "before/other.mjs"];
  expect(await observe({ command: [process.execPath, "other.mjs"], environment })).toEqual(through);
});

test("what cannot be seen is not guessed", async () => {
  const note = "Python was started with -B, -E or -I, which keeps its modules from being seen.";
  for (const option of ["-B", "-I", "-sE"]) {
    const seen = await observe({
      command: [python, option, "-c", "import sys; sys.path.insert(0, ''); import speech.engine"],
    });
    expect(seen).toEqual([note]);
  }
  expect(await observe({ command: ["/usr/bin/env", "-i", python, "main.py"] })).toEqual([]);
});

test("what was started is known without being seen, and what a killed watcher left goes", async () => {
  const folder = join(fixture.path, "before");
  await mkdir(join(storage, "loaded-code-00000000-0-1-1-00000000"));
  const started = { command: [python, "main.py"], workingFolder: folder };
  const observation = await observeLoadedCode(storage, {}, started);
  expect(await observation.seen([folder])).toEqual([join(folder, "main.py")]);
  expect(await observation.seen([join(fixture.path, "after")])).toEqual([]);
  expect(observation.notes()).toEqual([]);
  await observation.end();
  const container = await observeLoadedCode(
    storage,
    {},
    { command: ["docker", "run", "speech"], workingFolder: folder },
  );
  expect(container.notes()).toEqual(["`docker` runs programs elsewhere, whose files cannot be seen."]);
  await container.end();
  // It ran on another machine.
  expect(readdirSync(storage)).toEqual(["loaded-code-00000000-0-1-1-00000000"]);
});
