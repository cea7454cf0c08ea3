import { afterEach, expect, test } from "vitest";
import { argumentsOf } from "../../../../src/core/measurement/setup/call-arguments";
import { findCandidates } from "../../../support/set-up-project";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let fixture: TemporaryWorkspace | undefined;
afterEach(() => fixture?.dispose());

/** Each candidate with what it would be called with. */
async function candidates(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  fixture = await temporaryWorkspace(files);
  return (await findCandidates(fixture)).map((one) => {
    const { text, guessed } = argumentsOf(one);
    return one.route
      ? `${one.id} ${one.route.address}`
      : `${one.id}(${text})${guessed.length > 0 ? ` ?${guessed}` : ""}`;
  });
}

const model = "import whisper\nmodel = whisper.load_model('base')\n";

test("a function that takes a path goes before samples, and the cloud comes last", async () => {
  expect(
    await candidates({
      "engine.py": `import numpy as np
from pathlib import Path
from google.cloud import speech
${model}

def of_samples(audio: np.ndarray):
    return model.transcribe(audio)["text"]


def of_path(path: Path, language: str = "en", verbose: bool = False):
    return of_samples(whisper.load_audio(str(path)))


def of_bytes(content: bytes, tenant, *, quota):
    return model.transcribe(content)


def in_the_cloud(path: str):
    return speech.SpeechClient().recognize(config={}, audio=path)
`,
      "tests/test_engine.py": `${model}

def helper(path: str):
    return model.transcribe(path)
`,
    }),
  ).toEqual([
    "engine:of_path(path=Path(audio), language=language)",
    "engine:of_bytes(content=Path(audio).read_bytes(), tenant=None, quota=None) ?tenant,quota",
    "engine:of_samples(audio=samples(audio))",
    "engine:in_the_cloud(path=audio)",
  ]);
});

test("tasks of a queue can be called, and their bound self is not given", async () => {
  expect(
    await candidates({
      "tasks.py": `from celery import shared_task
${model}

@shared_task(bind=True)
def transcribe_media(self, file_path: str, task="transcribe"):
    return model.transcribe(file_path, task=task)


@shared_task
def by_identifier(media_id: int):
    return model.transcribe(Media.objects.get(id=media_id).file.path)
`,
    }),
  ).toEqual(["tasks:transcribe_media(file_path=audio)"]);
});

test("the runner of an earlier set-up is no function of the project", async () => {
  expect(
    await candidates({
      ".ml-engineer/engine.py": `${model}\ndef transcribe(audio, language):\n    return model.transcribe(audio)\n`,
      "empty.py": "",
    }),
  ).toEqual([]);
});
