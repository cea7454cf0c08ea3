import { expect, test } from "vitest";
import { mapOf, sectionsOf } from "./map-text";

test("steps around an engine", async () => {
  const map = await mapOf({
    "audio.py": `import subprocess
import boto3
import librosa
import soundfile as sf
import torchaudio
import webrtcvad
import whisper
from pydub import AudioSegment

FFMPEG = "/usr/bin/ffmpeg"
s3 = boto3.client("s3")

def prepare(key, path):
    s3.download_file("bucket", key, path)
    subprocess.run(["ffprobe", "-show_streams", path], check=True)
    subprocess.run([FFMPEG, "-i", path, "-ar", "16000", "out.wav"], check=True)
    subprocess.check_output(f"ffmpeg -i {path} -af silencedetect -f null -", shell=True)
    subprocess.run(["ls", path])
    samples, rate = librosa.load(path, sr=16000)
    sf.read(path)
    torchaudio.load(path)
    AudioSegment.from_file(path).set_frame_rate(16000).export("out.wav")
    webrtcvad.Vad(2).is_speech(samples, rate)
    return whisper.load_audio(path)

def run(key):
    return whisper.load_model("base").transcribe(prepare(key, "a.wav"))
`,
    "document.py": `from audio import run

class DocumentBuilder:
    def build(self, segments):
        self.compute_segment_lines(segments)
        self.compute_segment_lines(segments)

    def compute_segment_lines(self, segments):
        return segments

def write_srt(segments):
    pass

def main():
    result = run("key")
    DocumentBuilder().build(result["segments"])
    write_srt(result["segments"])
`,
    "tests/test_audio.py": "import whisper\n\nwhisper.load_audio('a.wav')\n",
  });
  expect(sectionsOf(map, "steps")).toMatchInlineSnapshot(`
    "Steps around the engines
    - download: s3.download_file at audio.py:14 in audio.prepare
    - probe: subprocess.run at audio.py:15 in audio.prepare
    - convert: subprocess.run at audio.py:16 in audio.prepare
    - decode: librosa.load at audio.py:19 in audio.prepare
    - decode: sf.read at audio.py:20 in audio.prepare
    - decode: torchaudio.load at audio.py:21 in audio.prepare
    - decode: AudioSegment.from_file at audio.py:22 in audio.prepare
    - convert: AudioSegment.from_file(path).set_frame_rate at audio.py:22 in audio.prepare
    - convert: AudioSegment.from_file(path).set_frame_rate(16000).export at audio.py:22 in audio.prepare
    - vad: webrtcvad.Vad(2).is_speech at audio.py:23 in audio.prepare
    - decode: whisper.load_audio at audio.py:24 in audio.prepare
    - transcript: self.compute_segment_lines at document.py:5 in document.DocumentBuilder.build
    - transcript: DocumentBuilder at document.py:16 in document.main
    - transcript: write_srt at document.py:17 in document.main"
  `);
});

test("steps of Node", async () => {
  const map = await mapOf({
    "run.ts": `import { execFile, spawn } from "node:child_process";
import ffmpeg from "fluent-ffmpeg";
import OpenAI from "openai";
import { GetObjectCommand } from "@aws-sdk/client-s3";

export async function run(path: string) {
  new GetObjectCommand({ Bucket: "speech", Key: path });
  execFile("ffprobe", [path]);
  spawn("ffmpeg", ["-i", path, "out.wav"]);
  ffmpeg(path);
  return new OpenAI().audio.transcriptions.create({ model: "whisper-1", file: path });
}
`,
  });
  expect(sectionsOf(map, "steps")).toMatchInlineSnapshot(`
    "Steps around the engines
    - download: GetObjectCommand at run.ts:7 in run.run
    - probe: execFile at run.ts:8 in run.run
    - convert: spawn at run.ts:9 in run.run
    - convert: ffmpeg at run.ts:10 in run.run"
  `);
});

test("declared packages, with their lines", async () => {
  const map = await mapOf({
    "pyproject.toml": `[project]
name = "whisperx"
dependencies = ["openai-whisper==20250625", "requests"]
optional = [
    "faster-whisper[gpu] (>=1.1.1)",
    "Dramatiq[redis]>=1.17,<2 ; python_version > '3.9'", # queue
    "torch @ https://example.org/torch.whl",
]
[tool.poetry.dependencies]
python = "^3.12"
vosk = "^0.3"
pydub = { version = "0.25.1", optional = true }
[tool.uv.sources]
torch = [{ index = "cpu" }]
`,
    "requirements.txt": `# engines
-r base.txt
git+https://github.com/openai/whisper.git@v20240930
nemo_toolkit[asr]
ctranslate2~=4.5  # pinned for CUDA
unrelated==1.0
`,
    "setup.py": `from setuptools import setup
setup(name="speech", install_requires=["jiwer>=3", 'librosa'])
`,
    "package.json": `{
  "name": "assemblyai",
  "dependencies": {
    "@deepgram/sdk": "^3.1.0",
    "left-pad": "1.0.0"
  }
}
`,
  });
  expect(sectionsOf(map, "dependencies")).toMatchInlineSnapshot(`
    "Declared packages
    - @deepgram/sdk ^3.1.0 at package.json:4
    - openai-whisper ==20250625 at pyproject.toml:3
    - faster-whisper >=1.1.1 at pyproject.toml:5
    - dramatiq >=1.17,<2 at pyproject.toml:6
    - torch @ https://example.org/torch.whl at pyproject.toml:7
    - vosk ^0.3 at pyproject.toml:11
    - pydub 0.25.1 at pyproject.toml:12
    - openai-whisper git+https://github.com/openai/whisper.git@v20240930 at requirements.txt:3
    - nemo-toolkit at requirements.txt:4
    - ctranslate2 ~=4.5 at requirements.txt:5
    - jiwer >=3 at setup.py:2
    - librosa at setup.py:2"
  `);
});

test("functions on the way, and what they call", async () => {
  const map = await mapOf({
    "engine.py": `import whisper

class Engine:
    def __init__(self, name):
        self.model = whisper.load_model(name)

    def transcribe(self, path):
        try:
            return self.model.transcribe(path)
        except RuntimeError:
            return None
`,
    "service.py": `import anyio
import logging
from engine import Engine

async def handle(path):
    logging.info("start")
    engine = Engine("base")
    return await anyio.to_thread.run_sync(engine.transcribe, path)

def unrelated():
    pass

if __name__ == "__main__":
    anyio.run(handle, "a.wav")
`,
  });
  expect(sectionsOf(map, "functions")).toMatchInlineSnapshot(`
    "Functions on the way
    - engine.Engine.__init__ at engine.py:4
    - engine.Engine.transcribe at engine.py:7
    - service at service.py:1 → service.handle (line 14)
    - async service.handle at service.py:5 → engine.Engine.__init__ (line 7), engine.Engine.transcribe (line 8)"
  `);
  const handle = map.functions.find((one) => one.name === "service.handle");
  expect(handle?.isAsync).toBe(true);
  expect(handle?.calls.map((call) => [call.text, call.targets, call.guarded])).toEqual([
    ["logging.info", [], false],
    ["Engine", ["engine.Engine.__init__"], false],
    ["anyio.to_thread.run_sync", ["engine.Engine.transcribe"], false],
  ]);
  const transcribe = map.functions.find((one) => one.name === "engine.Engine.transcribe");
  expect(transcribe?.calls.map((call) => [call.text, call.guarded])).toEqual([["self.model.transcribe", true]]);
  expect(transcribe?.place).toEqual({ path: "engine.py", line: 7, endLine: 11 });
});

test("functions that share a name are told apart", async () => {
  const map = await mapOf({
    "a.py": `import whisper

if whisper:
    def run(path):
        return whisper.load_model("base").transcribe(path)
else:
    def run(path):
        return whisper.load_model("tiny").transcribe(path)

pair = [lambda: run("a"), lambda: run("b")]
`,
  });
  expect(map.functions.map((one) => one.name)).toEqual(["a.run", "a.run#2", "a.anonymous@10", "a.anonymous@10#2"]);
  expect(map.engines.map((use) => use.functionName)).toEqual(["a.run", "a.run", "a.run#2", "a.run#2"]);
});
