import { expect, test } from "vitest";
import { engineText } from "./map-text";

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
