import { expect, test } from "vitest";
import { memoryWorkspace } from "../../support/memory-workspace";
import { mapOf, mapPipeline, sectionsOf } from "./map-text";

const good = "import whisper\n\ndef run(path):\n    return whisper.load_model('base').transcribe(path)\n";

test("files that cannot be read whole are named, and the rest is mapped", async () => {
  const map = await mapOf({
    "good.py": good,
    "broken.py": `import whisper

def run(path:
    return )

model = whisper.load_model("tiny")
`,
    "huge.py": `import whisper\n${"#".repeat(1024 * 1024)}\n`,
    "deep.py": `import whisper\nx = ${"(".repeat(100_000)}${")".repeat(100_000)}\nwhisper.load_model("base")\n`,
  });
  expect(sectionsOf(map, "engines", "problems")).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: whisper.load_model at broken.py:6 at module level
        name = tiny (literal: broken.py:6)
    - load: whisper.load_model at deep.py:3 at module level
        name = base (literal: deep.py:3)
    - load: whisper.load_model at good.py:4 in good.run
        name = base (literal: good.py:4)
    - transcribe: whisper.load_model('base').transcribe at good.py:4 in good.run
        audio = ? (unknown: good.py:4 → good.py:3)

    What limits this map
    - broken.py:3: Syntax that the grammar cannot read; the rest of the file is mapped.
    - deep.py:2: Code nested deeper than 300 levels is left out.
    - huge.py: Not parsed: \`huge.py\` is larger than 1048576 bytes."
  `);
});

test("generated tables, long chains and long lists end in time", async () => {
  const started = performance.now();
  const map = await mapOf({
    "good.py": good,
    "table.py": `import whisper\ntable = [${"1, ".repeat(150_000)}]\n`,
    "chain.py": `import whisper\nx = y${".a()".repeat(20_000)}\n`,
    "sum.py": `import whisper\nx = ${"'a' + ".repeat(20_000)}'b'\n`,
    "names.py": `import whisper\n${Array.from({ length: 5_000 }, (_, index) => `x${index + 1} = x${index}`).join("\n")}\nwhisper.load_model(x5000)\n`,
    "calls.py": `import whisper\n${Array.from({ length: 800 }, (_, index) => `def f${index}(n):\n    return f${(index * 7 + 1) % 800}(n) or f${(index * 3 + 2) % 800}(n)\n`).join("")}whisper.load_model(f0("a"))\n`,
  });
  expect(map.engines.filter((use) => use.place.path === "good.py")).toHaveLength(2);
  expect(performance.now() - started).toBeLessThan(15_000);
});

test("names that JavaScript objects have by themselves", async () => {
  const map = await mapOf({
    "good.py": good,
    "a.py":
      "import whisper\nfrom __proto__ import constructor, toString\n\nclass hasOwnProperty(constructor):\n    __proto__ = toString\n\nwhisper.load_model(hasOwnProperty().__proto__)\n",
    "b.js":
      'import { Whisper } from "smart-whisper";\nconst __proto__ = { constructor: 1 };\nnew Whisper(__proto__.constructor, ...[]);\n',
  });
  expect(map.engines.map((use) => `${use.place.path}:${use.place.line}`)).toEqual([
    "a.py:7",
    "b.js:3",
    "good.py:4",
    "good.py:4",
  ]);
});

test("more connected files than are parsed", async () => {
  const files: Record<string, string> = { "engine.py": good };
  for (let index = 0; index < 450; index++) files[`users/user${index}.py`] = "from engine import run\n\nrun('a')\n";
  const map = await mapOf(files);
  expect(map.parsedFiles).toBe(400);
  expect(map.engines).toHaveLength(2);
  expect(map.problems).toEqual([
    { path: ".", message: "Only the 400 files nearest to the engines of 451 connected ones were parsed." },
  ]);
});

test("a stop is obeyed, and the next call works", async () => {
  const workspace = memoryWorkspace({ "good.py": good });
  await expect(mapPipeline(workspace, AbortSignal.abort())).rejects.toThrow();
  expect((await mapPipeline(workspace, new AbortController().signal)).engines).toHaveLength(2);
});

test("unchanged files are read once, and a change is seen", async () => {
  const workspace = memoryWorkspace({ "good.py": good, "requirements.txt": "openai-whisper\n" });
  const { signal } = new AbortController();
  const first = await mapPipeline(workspace, signal);
  const { count } = workspace.reads;
  expect(await mapPipeline(workspace, signal)).toBe(first);
  expect(workspace.reads.count).toBe(count);
  workspace.write("good.py", good.replace("base", "tiny"));
  const second = await mapPipeline(workspace, signal);
  expect(second.engines[0]?.model?.text).toBe("tiny");
  workspace.write("requirements.txt", "openai-whisper==20250625\n");
  expect((await mapPipeline(workspace, signal)).dependencies[0]?.requirement).toBe("==20250625");
});

test("the same map every time, whatever the order of the files", async () => {
  const files = { "a.py": good, "b.py": good.replace("base", "small"), "c/d.py": good };
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  expect(await mapOf(reversed)).toEqual(await mapOf(files));
});

test("a repository of 2,000 files", async () => {
  const files: Record<string, string> = {
    "speech/engine.py": good,
    "speech/task.py": "from speech.engine import run\n\nrun('a')\n",
  };
  const body = Array.from(
    { length: 30 },
    (_, index) => `def function_${index}(value):\n    return value + ${index}\n`,
  ).join("\n");
  for (let index = 0; index < 2_000; index++) {
    files[`app/part${index % 50}/module${index}.py`] =
      `import os\nfrom app.part${(index + 1) % 50} import module${index + 1}\n\n${body}`;
  }
  const started = performance.now();
  const map = await mapOf(files);
  expect(map.parsedFiles).toBe(2);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("modules that import a name from each other bind it nowhere, and the rest is mapped", async () => {
  const map = await mapOf({
    "good.py": good,
    "app/__init__.py": "import whisper\nfrom app import service\nservice.run()\n",
    "one.py": "import whisper\nfrom two import engine\nengine.transcribe('a.wav')\n",
    "two.py": "from one import engine\n",
  });
  expect(map.engines.some(({ call, place }) => call === "whisper.load_model" && place.path === "good.py")).toBe(true);
});
