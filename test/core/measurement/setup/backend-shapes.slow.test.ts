import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { hasSphinx, outcome, type SetUpProject, setUpProject, sevenOfClubs } from "../../../support/set-up-project";

let project: SetUpProject | undefined;
afterEach(() => project?.fixture.dispose());

const pythonWith = (module: string) =>
  ["python3", "/usr/bin/python3"].find((python) => spawnSync(python, ["-c", `import ${module}`]).status === 0);
const flask = pythonWith("flask");
const fastapi = pythonWith("fastapi.testclient, multipart, numpy");

async function hear(files: Readonly<Record<string, string>>, changes: Parameters<typeof setUpProject>[1] = {}) {
  project = await setUpProject(files, { clip: sevenOfClubs, ...changes });
  return project;
}

const lines = ({ engineProgram }: SetUpProject, ...names: readonly string[]) =>
  engineProgram
    .split("\n")
    .filter((line) => names.some((name) => line.includes(name)))
    .map((line) => line.trim());

describe.runIf(hasSphinx)("Backends that nobody prepared answer without an edit", { timeout: 60_000 }, () => {
  test("a function that gives the dictionary of openai-whisper", async () => {
    const found = await hear({
      "speech.py": `import whisper

model = whisper.load_model("base")


def transcribe_file(path: str, language: str | None = None):
    print("libraries print what they like")
    return model.transcribe(path, language=language)
`,
    });
    expect(outcome(found)).toBe("heard: seven of clubs");
    expect(lines(found, "return", "as project")).toEqual([
      "import speech as project",
      "return project.transcribe_file(path=audio, language=language)",
      'return result["text"]',
      'return f"{package} {metadata.version(package)}"',
      'return f"{package} (version unknown)"',
    ]);
    expect(found.configuration).toMatchObject({
      engines: [{ name: "current", command: ["python3", ".ml-engineer/engine.py"] }],
      datasets: [{ name: "test", manifest: ".ml-engineer/test.jsonl" }],
    });
  });

  test("a function that gives segments of faster-whisper one by one, and what it learned of the language", async () => {
    const found = await hear({
      "app/__init__.py": "",
      "app/engine.py": `from faster_whisper import WhisperModel
from app.settings import MODEL

model = WhisperModel(MODEL)


def run(audio_path):
    return model.transcribe(audio_path)
`,
      "app/settings.py": 'MODEL = "small"\n',
    });
    expect(outcome(found)).toBe("heard: seven of clubs");
    expect(lines(found, "as project", "return project", "result[0]")).toEqual([
      "import app.engine as project",
      "return project.run(audio_path=audio)",
      'return " ".join(part.text.strip() for part in result[0])',
    ]);
  });

  test("a class whose method fills a file, behind a factory that other classes share", async () => {
    const found = await hear({
      "service/engines/base.py":
        "class Engine:\n    model = None\n\n    def load_model(self):\n        raise NotImplementedError\n",
      "service/engines/fast.py": `from io import StringIO
from typing import Union

from faster_whisper import WhisperModel
from service.engines.base import Engine


class FastEngine(Engine):
    def load_model(self):
        self.model = WhisperModel("base")

    def transcribe(self, audio, task: Union[str, None], language: Union[str, None], words: Union[bool, None], output):
        segments, info = self.model.transcribe(audio, language=language)
        file = StringIO()
        for segment in segments:
            file.write(segment.text.strip() + "\\n")
        file.seek(0)
        return file
`,
    });
    expect(outcome(found)).toBe("heard: seven of clubs");
    expect(lines(found, "engine = ", "engine.")).toEqual([
      "engine = project.FastEngine()",
      "engine.load_model()",
      'return engine.transcribe(audio=audio, task="transcribe", language=language, words=None, output="txt")',
    ]);
    expect(lines(found, "result.read")).toEqual(["return result.read()"]);
  });

  test("an async function in a folder that is no Python name, which reads settings", async () => {
    const files = {
      "speech-api/requirements.txt": "faster-whisper\n",
      "speech-api/transcribe.py": `import os

from backends.fast import FastBackend


async def transcribe_from_filename(filename: str, model_size: int, language=None):
    return FastBackend(model_size).transcribe(os.path.join(os.environ["UPLOAD_DIR"], filename), language)
`,
      "speech-api/backends/fast.py": `import os
from faster_whisper import WhisperModel


class FastBackend:
    def __init__(self, size):
        self.model = WhisperModel(os.path.join(os.environ["MODELS_DIR"], size))

    def transcribe(self, path, language=None):
        segments, info = self.model.transcribe(path, language=language)
        found = [{"text": segment.text, "start": segment.start} for segment in segments]
        return {"language": info.language, "segments": found}
`,
    };
    const found = await hear(files, { chosen: "speech-api.transcribe:transcribe_from_filename" });
    expect(outcome(found)).toBe(
      "The environment variables MODELS_DIR, UPLOAD_DIR are not set at speech-api/backends/fast.py:7: give --env MODELS_DIR=VALUE --env UPLOAD_DIR=VALUE, or $NAME as the value to take it from whoever runs this.",
    );
    await found.fixture.dispose();
    const second = await hear(files, {
      chosen: "speech-api.transcribe:transcribe_from_filename",
      environment: { UPLOAD_DIR: "/tmp", MODELS_DIR: "models" },
    });
    expect(outcome(second)).toBe("heard: seven of clubs");
    expect(second.configuration.engines[0]).toMatchObject({
      command: ["python3", "../.ml-engineer/engine.py"],
      workingDirectory: "speech-api",
    });
    expect(lines(second, "loop", '["segments"]')).toEqual([
      "loop = asyncio.new_event_loop()",
      'return loop.run_until_complete(project.transcribe_from_filename(filename=audio, model_size="base", language=language))',
      'return " ".join(part["text"].strip() for part in result["segments"])',
    ]);
  });

  test.runIf(flask)("a Flask route is sent the upload that it expects", async () => {
    const found = await hear(
      {
        "app.py": `import tempfile

import whisper
from flask import Flask, request

model = whisper.load_model("base")
app = Flask(__name__)


@app.route("/speech", methods=["POST"])
def handler():
    with tempfile.NamedTemporaryFile(suffix=".wav") as copy:
        request.files["recording"].save(copy)
        return {"results": [{"transcript": model.transcribe(copy.name)["text"]}]}
`,
      },
      { interpreter: [flask ?? ""] },
    );
    expect(outcome(found)).toBe("heard: seven of clubs");
    expect(lines(found, "client", '["results"]')).toEqual([
      "client = project.app.test_client()",
      'response = client.post("/speech", data={"recording": (file, os.path.basename(audio))})',
      'return " ".join(part["transcript"].strip() for part in result["results"])',
    ]);
  });

  test.runIf(fastapi)("a FastAPI route behind a prefix is found by its function's name", async () => {
    const found = await hear(
      {
        "server/__init__.py": "",
        "server/main.py":
          'from fastapi import FastAPI\nfrom server.routes import router\n\nservice = FastAPI()\nservice.include_router(router, prefix="/api")\n',
        "server/routes.py": `from fastapi import APIRouter, UploadFile
from faster_whisper import WhisperModel

router = APIRouter()
model = WhisperModel("base")


@router.post("/speech")
async def speech(audio_file: UploadFile):
    segments, _ = model.transcribe(audio_file.file)
    return {"text": "".join(segment.text for segment in segments)}
`,
      },
      { interpreter: [fastapi ?? ""] },
    );
    expect(outcome(found)).toBe("heard: seven of clubs");
    expect(lines(found, "as project", "client.post")).toEqual([
      "import server.main as project",
      'response = client.post(project.service.url_path_for("speech"), files={"audio_file": (os.path.basename(audio), file, "audio/wav")})',
    ]);
  });
});
