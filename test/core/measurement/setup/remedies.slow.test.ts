import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { outcome, type SetUpProject, setUpProject } from "../../../support/set-up-project";

let project: SetUpProject | undefined;
afterEach(() => project?.fixture.dispose());

const transcribe = "def transcribe(path: str):\n    return whisper.load_model('base').transcribe(path)['text']\n";

/** A module that imports whisper, with lines before and a body that comes first in the function. */
async function remedy(
  code: { readonly before?: string; readonly body?: string; readonly after?: string },
  changes: Parameters<typeof setUpProject>[1] & { readonly files?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { files, ...choices } = changes;
  const body = code.body === undefined ? transcribe : transcribe.replace("\n    ", `\n    ${code.body}\n    `);
  const speech = `import os\nimport whisper\n${code.before ?? ""}\n${body}${code.after ?? ""}`;
  project = await setUpProject({ "speech.py": speech, ...files }, choices);
  return outcome(project);
}

test("a package that is missing is named as it is installed, with the interpreter that lacks it", async () => {
  expect(await remedy({ before: "import flask_cors_of_nobody" })).toBe(
    "The module flask_cors_of_nobody is not installed for PYTHON: install it with python3 -m pip install flask-cors-of-nobody, or choose the project's own interpreter with --python.",
  );
  await project?.fixture.dispose();
  expect(await remedy({}, { environment: { PYTHONPATH: "" } })).toBe(
    "The module whisper is not installed for PYTHON: install it with python3 -m pip install openai-whisper, or choose the project's own interpreter with --python.",
  );
});

test("a module of the project that imports do not reach", async () => {
  const files = { "backend/libraries/helpers_of_ours.py": "", "backend/app.py": "" };
  expect(await remedy({ before: "import helpers_of_ours" }, { files })).toBe(
    "The module helpers_of_ours is part of this project (backend/libraries/helpers_of_ours.py), but imports do not start there: try --source-root backend/libraries.",
  );
});

test("a relative path that exists elsewhere, and a program that is not there", async () => {
  expect(await remedy({ before: 'open("config/service.yaml")' })).toBe(
    "The file config/service.yaml is not found at speech.py:3 from the working directory .: choose another one with --cwd FOLDER, or make the file.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ body: 'import subprocess; subprocess.run(["ffprobe-of-nobody", path])' })).toBe(
    "The program ffprobe-of-nobody is needed at speech.py:5 and is not installed or not on PATH: install it.",
  );
});

const python = ["python3", "/usr/bin/python3"].find(
  (name) =>
    spawnSync(name, ["-c", "from pydantic import BaseModel, ValidationError, __version__ as v; assert v[0] == '2'"])
      .status === 0,
);
test.runIf(python)("settings that a model of settings misses, with their prefix", async () => {
  const before = `from pydantic import BaseModel


class Settings(BaseModel):
    model_config = {"env_prefix": "SPEECH_"}
    bucket: str
    queue: str


Settings()`;
  expect(await remedy({ before }, { interpreter: [python ?? ""] })).toBe(
    "The settings SPEECH_BUCKET, SPEECH_QUEUE are missing or wrong at speech.py:12: give --env SPEECH_BUCKET=VALUE --env SPEECH_QUEUE=VALUE.",
  );
});

test("what the runner cannot know of a call", async () => {
  expect(await remedy({ after: "\n\ntranscribe = lambda: None\n" })).toBe(
    "speech:transcribe takes other arguments than engine.py gives (<lambda>() got an unexpected keyword argument 'path'): correct the call in .ml-engineer/engine.py and try again with --check.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ body: "return 42" })).toBe(
    "speech:transcribe gives builtins.int with as_integer_ratio, bit_count, bit_length, conjugate, denominator, from_bytes, imag, numerator, and no text was found in it: write in text_of() of .ml-engineer/engine.py where the text is.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ body: 'return {"segments": []}' })).toBe(
    "speech:transcribe heard nothing in this clip, so the shape of its answer is not known: try again with --clip FILE and a clip of speech.",
  );
});

test("services that do not answer, programs that end, and everything else", async () => {
  expect(await remedy({ before: 'import socket\nsocket.create_connection(("127.0.0.1", 9), timeout=1)' })).toBe(
    "It needs a service that does not answer at speech.py:4 ([Errno 111] Connection refused): start that, or choose a function that does without it, with --function MODULE:NAME.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ before: "raise SystemExit(3)" })).toBe(
    "Importing speech:transcribe ends the program at speech.py:3: choose a function in a module that can be imported, with --function MODULE:NAME.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ before: "os._exit(7)" })).toBe(
    "The program ended before it answered: look whether importing speech:transcribe starts something, such as a server.",
  );
  await project?.fixture.dispose();
  expect(await remedy({ body: 'raise RuntimeError("no model on this card\\nmore")' })).toBe(
    "speech:transcribe raises RuntimeError at speech.py:5: no model on this card; try again with --check when that is mended.",
  );
  await project?.fixture.dispose();
  expect(await remedy({}, { interpreter: ["python-of-nobody"] })).toBe(
    "There is no program `python-of-nobody`. Install it, give its absolute path, or write `./` before it when it lies in the working directory.",
  );
});
