import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lenses, repositoryOf } from "./repository";

const service = {
  "pyproject.toml": '[project]\ndependencies = ["faster-whisper", "fastapi"]\n',
  "app/settings.py": "BEAM_SIZE = 5\nTITLE = 'Speech'\n",
  "app/engine.py": `"""Speech to text."""
import logging

from faster_whisper import WhisperModel

from app import settings
from app.audio import to_mono
from app.text import join_words

logger = logging.getLogger(__name__)
WINDOW = 30


class Recogniser:
    def __init__(self, size: str = "base") -> None:
        self.model = WhisperModel(size)

    def transcribe(self, path):
        samples = to_mono(path)[: WINDOW * 16000]

        def clean(text):
            return text.strip()

        segments, _ = self.model.transcribe(samples, beam_size=settings.BEAM_SIZE)
        logger.info("done %s", path)
        return join_words([clean(segment.text) for segment in segments])

    def describe(self):
        return f"{self.model}"
`,
  "app/audio.py":
    "def to_mono(path):\n    return widen(path)\n\n\ndef widen(path):\n    return [path]\n\n\ndef unused(path):\n    return path\n",
  "app/text.py": "def join_words(words):\n    return ' '.join(words)\n",
  "app/main.py": `from fastapi import FastAPI

from app.engine import Recogniser
from app.store import save

app = FastAPI()


@app.post("/transcripts")
def create(path: str, user: str):
    owner = user.lower()
    text = Recogniser("small").transcribe(path)
    save(owner, text)
    return {"text": text, "owner": owner}
`,
  "app/store.py":
    "import sqlite3\n\n\ndef save(owner, text):\n    sqlite3.connect('a.db').execute('insert', (owner, text))\n",
  "tests/test_engine.py":
    "from app.engine import Recogniser\n\n\ndef test_it():\n    assert Recogniser().transcribe('a.wav')\n",
};

type Path = keyof typeof service;

const engine = "app.engine.Recogniser";

/** What differs, where, from what to what, and what stands over the code then. */
const cases: readonly (readonly [what: string, path: Path, from: string, to: string, expected: readonly string[]])[] = [
  [
    "an engine call",
    "app/engine.py",
    "beam_size=settings",
    "best_of=2, beam_size=settings",
    [`modified ${engine}.transcribe app/engine.py:18-26`],
  ],
  [
    "a value decided in another file",
    "app/settings.py",
    "= 5",
    "= 8",
    [`value ${engine}.transcribe app/engine.py:18-26`],
  ],
  ["another constant of that file", "app/settings.py", "Speech", "Speech!", []],
  [
    "a constant of the engine's own file",
    "app/engine.py",
    "WINDOW = 30",
    "WINDOW = 20",
    ["modified app.engine app/engine.py:11-11"],
  ],
  ["a default", "app/engine.py", '"base"', '"tiny"', [`modified ${engine}.__init__ app/engine.py:15-16`]],
  [
    "the innermost function",
    "app/engine.py",
    "text.strip()",
    "text.lower()",
    [`modified ${engine}.transcribe.clean app/engine.py:21-22`],
  ],
  [
    "what prepares audio, two calls away",
    "app/audio.py",
    "[path]",
    "[path, path]",
    ["modified app.audio.widen app/audio.py:5-6"],
  ],
  ["what joins the output", "app/text.py", "' '", "''", ["modified app.text.join_words app/text.py:1-2"]],
  ["what nobody calls", "app/audio.py", "return path\n", "return None\n", []],
  [
    "what the route hands to the engine",
    "app/main.py",
    '"small"',
    '"large"',
    ["modified app.main.create app/main.py:9-14"],
  ],
  ["what the route does besides", "app/main.py", "user.lower()", "user.upper()", []],
  ["the database", "app/store.py", "'insert'", "'replace'", []],
  ["a test", "tests/test_engine.py", "'a.wav'", "'b.wav'", []],
  ["a line for the log", "app/engine.py", '"done %s", path', '"ready %s", path', []],
  [
    "a comment and a docstring",
    "app/engine.py",
    "    def describe(self):\n",
    "    # Shown.\n    def describe(self):\n        '''Says it.'''\n",
    [],
  ],
  ["annotations and layout", "app/engine.py", 'size: str = "base") -> None:', "size='base',\n    ):", []],
  ["a rename within a file", "app/engine.py", "def describe", "def explain", []],
];

test("a lens stands over what can change a transcript, its time or its cost, and over nothing else", async () => {
  const repository = await repositoryOf(service);
  const found: [string, readonly string[]][] = [];
  for (const [what, path, from, to] of cases) {
    expect(service[path]).toContain(from);
    await repository.write(path, service[path].replace(from, to));
    found.push([what, lenses(await repository.change())]);
    await repository.write(path, service[path]);
  }
  expect(found).toEqual(cases.map(([what, , , , expected]) => [what, expected]));
}, 60_000);

test("a deleted function shows in its caller, a new one by itself", async () => {
  const repository = await repositoryOf(service);
  await repository.write(
    "app/audio.py",
    "def to_mono(path):\n    return level(path)\n\n\ndef level(path):\n    return [0]\n",
  );
  expect(lenses(await repository.change())).toEqual([
    "modified app.audio.to_mono app/audio.py:1-2",
    "added app.audio.level app/audio.py:5-6",
  ]);
});

test("moving a file or a function changes nothing that runs", async () => {
  const repository = await repositoryOf(service);
  await rename(join(repository.path, "app/text.py"), join(repository.path, "app/words.py"));
  await repository.write("app/engine.py", service["app/engine.py"].replace("app.text", "app.words"));
  const [to, ...rest] = service["app/audio.py"].split("\n\n\n");
  await repository.write("app/audio.py", `from app.wide import widen\n\n\n${to}\n`);
  await repository.write("app/wide.py", `${rest.join("\n\n\n")}`);
  const change = await repository.change();
  expect(change.files.map(({ state, path }) => `${state} ${path}`)).toEqual([
    "modified app/audio.py",
    "modified app/engine.py",
    "added app/wide.py",
    "renamed app/words.py",
  ]);
  expect(lenses(change)).toEqual([]);
});

test("files that the person names count as a whole", async () => {
  const repository = await repositoryOf({ ...service, "tools/clean.py": "def clean(text):\n    return text\n" });
  await repository.write("tools/clean.py", "def clean(text):\n    return text.strip()\n");
  expect(lenses(await repository.change())).toEqual([]);
  expect(lenses(await repository.change(undefined, ["tools/*.py"]))).toEqual([
    "modified tools.clean.clean tools/clean.py:1-2",
  ]);
});
