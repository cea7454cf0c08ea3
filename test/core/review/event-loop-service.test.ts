import { expect, it } from "vitest";
import { parseReview } from "../../../src/core/review/parse";
import { renderReview } from "../../../src/core/review/render";
import { type Review, reviewPipeline } from "../../../src/core/review/review";
import { mapOf } from "../pipeline/map-text";

const engines = `import whisper
from faster_whisper import WhisperModel

class Whisper:
    def __init__(self):
        self.model = whisper.load_model("base")

    def transcribe(self, path):
        return self.model.transcribe(path)

class Faster:
    def __init__(self):
        self.model = WhisperModel("base")

    def transcribe(self, path):
        segments, _ = self.model.transcribe(path)
        return list(segments)

def create(name):
    return Whisper() if name == "whisper" else Faster()
`;

/** A service whose route is declared by `signature` and gets its transcript by `call`. */
async function review(signature: string, call: string): Promise<Review> {
  const app = `import anyio
from fastapi import FastAPI, UploadFile
from engines import create

app = FastAPI()
engine = create("whisper")

@app.post("/asr")
${signature} asr(file: UploadFile):
    return ${call}
`;
  return reviewPipeline(await mapOf({ "engines.py": engines, "app.py": app }));
}

function said({ findings, inOrder }: Review): readonly string[] {
  return [
    ...findings.filter(({ rule }) => rule === 7 || rule === 10).map(({ rule, title }) => `${rule}: ${title}`),
    ...inOrder.filter(({ rule }) => rule === 7).map(({ text }) => `in order: ${text}`),
  ];
}

const unlimited = "10: No time limit on inference behind `POST /asr` (openai-whisper, faster-whisper)";

it("puts the blocked event loop of a web service first, and reads it back without loss", async () => {
  const found = await review("async def", "engine.transcribe(file.filename)");
  expect(said(found)).toEqual([
    "7: Inference blocks the event loop behind `POST /asr` (openai-whisper, faster-whisper)",
    unlimited,
  ]);
  expect(found.findings[0]?.chain.map(({ place }) => `${place.path}:${place.line}`)).toEqual([
    "app.py:8",
    "app.py:10",
    "engines.py:9",
    "engines.py:16",
  ]);
  expect(parseReview(renderReview(found))).toEqual(found);
});

it("leaves the same service alone when a thread does the work", async () => {
  expect(said(await review("async def", "await anyio.to_thread.run_sync(engine.transcribe, file.filename)"))).toEqual([
    unlimited,
    "in order: `asr` leaves `transcribe` to `anyio.to_thread.run_sync`, so the event loop stays free.",
  ]);
  expect(said(await review("def", "engine.transcribe(file.filename)"))).toEqual([
    unlimited,
    "in order: `POST /asr` is a plain `def`: fastapi runs it, and `self.model.transcribe` with it, in a thread pool. It must not become `async` as it is.",
  ]);
});
