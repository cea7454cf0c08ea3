import { expect, test } from "vitest";
import { engineText } from "./map-text";

test("a model behind a cached getter, a module-level cache and a container", async () => {
  expect(
    await engineText({
      "getter.py": `from functools import lru_cache
import whisper

@lru_cache
def get_model():
    return whisper.load_model("base")

def run(path):
    return get_model().transcribe(path)
`,
      "lazy.py": `import whisper

_model = None

def load():
    global _model
    if _model is None:
        _model = whisper.load_model("tiny")
    return _model

def run(path):
    return load().transcribe(path)
`,
      "container.py": `import whisper

_models = {}

def get(name):
    if name not in _models:
        _models[name] = whisper.load_model(name)
    return _models[name]

class Engine:
    def __init__(self):
        self.model = get("small")

    def run(self, path):
        return self.model.transcribe(path)
`,
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: whisper.load_model at container.py:7 in container.get
        name = small (literal: container.py:7 → container.py:5 → container.py:12)
    - transcribe: self.model.transcribe at container.py:15 in container.Engine.run
        audio = ? (unknown: container.py:15 → container.py:14)
    - load: whisper.load_model at getter.py:6 in getter.get_model
        name = base (literal: getter.py:6)
    - transcribe: get_model().transcribe at getter.py:9 in getter.run
        audio = ? (unknown: getter.py:9 → getter.py:8)
    - load: whisper.load_model at lazy.py:8 in lazy.load
        name = tiny (literal: lazy.py:8)
    - transcribe: load().transcribe at lazy.py:12 in lazy.run
        audio = ? (unknown: lazy.py:12 → lazy.py:11)"
  `);
});

test("types, subclasses, properties, context managers and tuples", async () => {
  expect(
    await engineText({
      "typed.py": `from typing import Optional
from faster_whisper import WhisperModel

def run(model: Optional[WhisperModel], path):
    return model.transcribe(path)
`,
      "sub.py": `import faster_whisper

class Model(faster_whisper.WhisperModel):
    def careful(self, path):
        return self.transcribe(path, temperature=0)

Model("base").careful("a.wav")
`,
      "lazy.py": `from functools import cached_property
import whisper

class Base:
    model = None

class Engine(Base):
    @cached_property
    def model(self):
        return whisper.load_model("base")

    def run(self, path):
        return self.model.transcribe(path)
`,
      "pair.py": `import contextlib
import whisper

def load():
    return whisper.load_model("tiny"), "cpu"

@contextlib.contextmanager
def borrowed():
    model, device = load()
    yield model

def run(path):
    with borrowed() as model:
        return model.transcribe(path)
`,
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: whisper.load_model at lazy.py:10 in lazy.Engine.model
        name = base (literal: lazy.py:10)
    - transcribe: self.model.transcribe at lazy.py:13 in lazy.Engine.run
        audio = ? (unknown: lazy.py:13 → lazy.py:12)
    - load: whisper.load_model at pair.py:5 in pair.load
        name = tiny (literal: pair.py:5)
    - transcribe: model.transcribe at pair.py:14 in pair.run
        audio = ? (unknown: pair.py:14 → pair.py:12)

    faster-whisper (self-hosted)
    - transcribe: self.transcribe at sub.py:5 in sub.Model.careful
        audio = a.wav (literal: sub.py:5 → sub.py:4 → sub.py:7)
        temperature = 0 (literal: sub.py:5)
    - load: Model at sub.py:7 at module level
        model_size_or_path = base (literal: sub.py:7)
    - transcribe: model.transcribe at typed.py:5 in typed.run
        audio = ? (unknown: typed.py:5 → typed.py:4)"
  `);
});

test("wrappers that run a call elsewhere", async () => {
  expect(
    await engineText({
      "app.py": `import asyncio
import threading
from functools import partial
import anyio
import whisper

model = whisper.load_model("base")

async def one(path):
    return await anyio.to_thread.run_sync(model.transcribe, path)

async def two(path):
    return await asyncio.to_thread(model.transcribe, path, language="ru")

async def three(path):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, partial(model.transcribe, path, beam_size=5))

async def four(path):
    call = partial(model.transcribe, temperature=0)
    return await anyio.to_thread.run_sync(call, path)

async def five(path):
    return await anyio.to_thread.run_sync(lambda: model.transcribe(path))

def six(path):
    threading.Thread(target=model.transcribe, args=(path,)).start()
`,
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: whisper.load_model at app.py:7 at module level
        name = base (literal: app.py:7)
    - transcribe: model.transcribe at app.py:10 in app.one, run by anyio.to_thread.run_sync
        audio = ? (unknown: app.py:10 → app.py:9)
    - transcribe: model.transcribe at app.py:13 in app.two, run by asyncio.to_thread
        audio = ? (unknown: app.py:13 → app.py:12)
        language = ru (literal: app.py:13)
    - transcribe: model.transcribe at app.py:17 in app.three, run by loop.run_in_executor
        audio = ? (unknown: app.py:17 → app.py:15)
        beam_size = 5 (literal: app.py:17)
    - transcribe: model.transcribe at app.py:21 in app.four, run by anyio.to_thread.run_sync
        temperature = 0 (literal: app.py:20)
        audio = ? (unknown: app.py:21 → app.py:19)
    - transcribe: model.transcribe at app.py:24 in app.five.anonymous@24
        audio = ? (unknown: app.py:24 → app.py:23)
    - transcribe: model.transcribe at app.py:27 in app.six, run by threading.Thread
        audio = ? (unknown: app.py:27 → app.py:26)"
  `);
});

test("a package of the project is not taken for an engine of the same name", async () => {
  expect(
    await engineText({
      "whisper/__init__.py": "",
      "whisper/audio.py": "def transcribe(path):\n    return path\n",
      "app.py": "import whisper\nfrom whisper.audio import transcribe\n\ntranscribe('a')\n",
    }),
  ).toBe("");
  expect(
    await engineText({
      "modules/whisper/__init__.py": "",
      "modules/whisper/run.py": "import whisper\n\nwhisper.load_model('base')\n",
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: whisper.load_model at modules/whisper/run.py:3 at module level
        name = base (literal: modules/whisper/run.py:3)"
  `);
});

test("of several possible engines the one that the function is named for", async () => {
  expect(
    await engineText({
      "app.py": `import faster_whisper
import whisper

def load(kind):
    if kind == "fast":
        return faster_whisper.WhisperModel("base")
    return whisper.load_model("base")

def transcribe_faster_whisper(kind, path):
    return load(kind).transcribe(path)

def transcribe_whisper(kind, path):
    return load(kind).transcribe(path)
`,
    }),
  ).toMatchInlineSnapshot(`
    "faster-whisper (self-hosted)
    - load: faster_whisper.WhisperModel at app.py:6 in app.load
        model_size_or_path = base (literal: app.py:6)
    - transcribe: load(kind).transcribe at app.py:10 in app.transcribe_faster_whisper
        audio = ? (unknown: app.py:10 → app.py:9)

    openai-whisper (self-hosted)
    - load: whisper.load_model at app.py:7 in app.load
        name = base (literal: app.py:7)
    - transcribe: load(kind).transcribe at app.py:13 in app.transcribe_whisper
        audio = ? (unknown: app.py:13 → app.py:12)"
  `);
});

test("a receiver that cannot be followed, in a file with one engine", async () => {
  expect(
    await engineText({
      "app.py": `import whisper

def run(registry, path):
    return registry.fetch("model").transcribe(path)
`,
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - transcribe: registry.fetch("model").transcribe at app.py:4 in app.run
        audio = ? (unknown: app.py:4 → app.py:3)"
  `);
});

test("factories decided by a field of a subclass or by options that are spread", async () => {
  expect(
    await engineText({
      "worker.js": `import { pipeline } from "@xenova/transformers";

class Factory {
  static task = null;
  static instance = null;
  static async get() {
    if (this.instance === null) this.instance = pipeline(this.task, "Xenova/whisper-tiny");
    return this.instance;
  }
}

class SpeechFactory extends Factory {
  static task = "automatic-speech-recognition";
}

async function run(audio) {
  const factory = SpeechFactory;
  const transcribe = await factory.get();
  return await transcribe(audio, { chunk_length_s: 30 });
}
`,
      "spread.py": `from transformers import pipeline

options = {"task": "automatic-speech-recognition", "model": "openai/whisper-base"}
recognise = pipeline(**options)
recognise("a.wav")
`,
    }),
  ).toMatchInlineSnapshot(`
    "transformers (self-hosted)
    - load: pipeline at spread.py:4 at module level
        task = automatic-speech-recognition (literal: spread.py:4 → spread.py:3)
        model = openai/whisper-base (literal: spread.py:4 → spread.py:3)
    - transcribe: recognise at spread.py:5 at module level
        inputs = a.wav (literal: spread.py:5)
    - load: pipeline at worker.js:7 in worker.Factory.get
        task = automatic-speech-recognition (constant: worker.js:7 → worker.js:13)
        model = Xenova/whisper-tiny (literal: worker.js:7)
    - transcribe: transcribe at worker.js:19 in worker.run
        inputs = ? (unknown: worker.js:19 → worker.js:16)
        chunk_length_s = 30 (literal: worker.js:19)"
  `);
});
