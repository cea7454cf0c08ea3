import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { cli } from "../support/run-cli";
import { hasSphinx, sevenOfClubs } from "../support/set-up-project";
import { type TemporaryWorkspace, temporaryWorkspace } from "../support/temporary-workspace";

let fixture: TemporaryWorkspace | undefined;
afterEach(() => fixture?.dispose());

const packages = `PYTHONPATH=${resolve("test/support/speech-packages")}`;
const speech = `import whisper


def transcribe(path: str, language: str = "en"):
    return whisper.load_model("base").transcribe(path, language=language)


def transcribe_upload(content: bytes):
    return transcribe("/dev/null")
`;

async function project(files: Readonly<Record<string, string>> = { "speech.py": speech }): Promise<string> {
  fixture = await temporaryWorkspace(files);
  return fixture.path;
}

const file = (name: string) => readFile(join(fixture?.path ?? "", ".ml-engineer", name), "utf8");

test("init lists what can be measured and writes nothing", async () => {
  const folder = await project();
  expect(await cli(["init", folder, "--list"])).toEqual({
    code: 0,
    stdout: `Functions that can be measured, the likeliest first:
* speech:transcribe  (speech.py:4; function; openai-whisper)
  speech:transcribe_upload  (speech.py:8; function; openai-whisper)
`,
    stderr: "",
  });
  await expect(file("evaluation.json")).rejects.toThrow("ENOENT");
});

test.runIf(hasSphinx)("init writes, tries and measures one clip", { timeout: 60_000 }, async () => {
  const folder = await project();
  const { code, stdout, stderr } = await cli(["init", folder, "--env", packages, "--clip", sevenOfClubs]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(
    stdout
      .replace(/[\d.]+ s/g, "N s")
      .split("\n")
      .slice(3),
  ).toEqual([
    "Wrote .ml-engineer/evaluation.json and .ml-engineer/engine.py round speech:transcribe.",
    "Interpreter: python3 (no virtual environment was found in the project).",
    "It is called with (path=audio, language=language): look whether that is what production does.",
    "Loading it and trying one clip …",
    "Heard: seven of clubs",
    "Measured: N s to load, N s for the clip.",
    "Next: write a test set (ml-engineer dataset --help), name it in .ml-engineer/evaluation.json, then ml-engineer evaluate.",
    "",
  ]);
});

test("nothing is written over without --force, and what the configuration holds beside the engine stays", async () => {
  const folder = await project();
  expect((await cli(["init", folder, "--no-run"])).code).toBe(0);
  const written = JSON.parse(await file("evaluation.json"));
  const other = { name: "other", command: ["other"] };
  const changed = {
    ...written,
    datasets: [{ name: "mine", manifest: "mine.jsonl" }],
    engines: [...written.engines, other],
  };
  await writeFile(join(folder, ".ml-engineer/evaluation.json"), JSON.stringify(changed));
  expect(await cli(["init", folder, "--no-run"])).toMatchObject({
    code: 1,
    stderr:
      "There is a .ml-engineer/evaluation.json already. Keep it and try it with --check, or write over it with --force.\n",
  });
  const upload = ["--function", "transcribe_upload", "--force", "--no-run"];
  expect((await cli(["init", folder, ...upload])).code).toBe(0);
  expect(JSON.parse(await file("evaluation.json"))).toEqual(changed);
  expect(await file("engine.py")).toContain("project.transcribe_upload(content=Path(audio).read_bytes())");
});

test("what is missing is a sentence, and the files stay to be mended and checked", async () => {
  const folder = await project();
  const first = await cli(["init", folder]);
  expect(first.code).toBe(1);
  expect(first.stderr).toMatch(
    /^The module whisper is not installed for \S+ \(Python [\d.]+\): install it with python3 -m pip install openai-whisper, or choose the project's own interpreter with --python\.\nBoth files stay: --check tries them again, --force writes them anew\.\n$/,
  );
  await writeFile(join(folder, "whisper.py"), "raise RuntimeError('half installed')\n");
  const second = await cli(["init", folder, "--check"]);
  expect(second.stderr).toContain("raises RuntimeError at whisper.py:1: half installed");
});

test("wrong usage says what can be chosen", async () => {
  const folder = await project();
  expect(await cli(["init", folder, "--function", "listen"])).toMatchObject({
    code: 2,
    stderr: "There is no listen. Choose one of: speech:transcribe, speech:transcribe_upload.\n",
  });
  expect(await cli(["init", folder, "--env", "KEY"])).toMatchObject({
    code: 2,
    stderr: 'Write --env NAME=VALUE instead of "KEY".\n',
  });
  expect(await cli(["init", folder, "--cwd", "../elsewhere"])).toMatchObject({
    code: 2,
    stderr: "../elsewhere is not a folder of the project.\n",
  });
  await fixture?.dispose();
  expect(await cli(["init", await project({ "README.md": "" })])).toMatchObject({
    code: 1,
    stderr:
      "No Python function was found that takes a recording and reaches a known speech engine. Write .ml-engineer/evaluation.json with a command of your own: it answers one JSON line a clip.\n",
  });
});
