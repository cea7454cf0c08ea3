import { expect, test } from "vitest";
import { engineText } from "./map-text";

test("transformers.js", async () => {
  expect(
    await engineText({
      "app.mjs": `import { pipeline as makePipeline } from "@huggingface/transformers";

let transcriber;
export async function transcribe(audio) {
  transcriber ??= await makePipeline("automatic-speech-recognition", "onnx-community/whisper-base", { dtype: "q8" });
  return await transcriber(audio, { language: "russian" });
}
`,
      "lazy.js": `const { pipeline } = require("@huggingface/transformers");

class Engine {
  static async get() {
    this.instance = await pipeline("automatic-speech-recognition", "Xenova/whisper-tiny");
    return this.instance;
  }
  async run(audio) {
    const transcribe = await Engine.get();
    return transcribe(audio);
  }
}
`,
    }),
  ).toMatchInlineSnapshot(`
    "transformers (self-hosted)
    - load: makePipeline at app.mjs:5 in app.transcribe
        task = automatic-speech-recognition (literal: app.mjs:5)
        model = onnx-community/whisper-base (literal: app.mjs:5)
        dtype = q8 (literal: app.mjs:5)
    - transcribe: transcriber at app.mjs:6 in app.transcribe
        inputs = ? (unknown: app.mjs:6 → app.mjs:4)
        language = russian (literal: app.mjs:6)
    - load: pipeline at lazy.js:5 in lazy.Engine.get
        task = automatic-speech-recognition (literal: lazy.js:5)
        model = Xenova/whisper-tiny (literal: lazy.js:5)
    - transcribe: transcribe at lazy.js:10 in lazy.Engine.run
        inputs = ? (unknown: lazy.js:10 → lazy.js:8)"
  `);
});

test("whisper.cpp through its Node bindings", async () => {
  expect(
    await engineText({
      "smart.ts": `import { Whisper } from "smart-whisper";
const whisper = new Whisper("models/ggml-base.bin", { gpu: true });
export const run = (pcm: Float32Array) => whisper.transcribe(pcm, { language: "auto" });
`,
      "node.js": `import { nodewhisper } from "nodejs-whisper";
await nodewhisper("a.wav", { modelName: "base.en", autoDownloadModelName: "base.en" });
`,
      "old.js": `const whisper = require("whisper-node").whisper;
export async function run(path) {
  return whisper(path, { modelName: "tiny" });
}
`,
      "mobile.ts": `import { initWhisper } from "@fugood/whisper.node";
export async function run(file: string) {
  const context = await initWhisper({ filePath: "ggml-small.bin", useGpu: true });
  const { promise } = context.transcribeFile(file, { language: "ru", temperature: 0 });
  return promise;
}
`,
    }),
  ).toMatchInlineSnapshot(`
    "whisper.cpp (self-hosted)
    - load: initWhisper at mobile.ts:3 in mobile.run
        filePath = ggml-small.bin (literal: mobile.ts:3)
        useGpu = true (literal: mobile.ts:3)
    - transcribe: context.transcribeFile at mobile.ts:4 in mobile.run
        filePath = ? (unknown: mobile.ts:4 → mobile.ts:2)
        language = ru (literal: mobile.ts:4)
        temperature = 0 (literal: mobile.ts:4)
    - transcribe: nodewhisper at node.js:2 at module level
        filePath = a.wav (literal: node.js:2)
        modelName = base.en (literal: node.js:2)
        autoDownloadModelName = base.en (literal: node.js:2)
    - transcribe: whisper at old.js:3 in old.run
        filePath = ? (unknown: old.js:3 → old.js:2)
        modelName = tiny (literal: old.js:3)
    - load: Whisper at smart.ts:2 at module level
        file = models/ggml-base.bin (literal: smart.ts:2)
        gpu = true (literal: smart.ts:2)
    - transcribe: whisper.transcribe at smart.ts:3 in smart.run
        pcm = ? (unknown: smart.ts:3)
        language = auto (literal: smart.ts:3)"
  `);
});

test("Vosk and sherpa-onnx", async () => {
  expect(
    await engineText({
      "vosk.js": `const vosk = require("vosk");
const model = new vosk.Model("model-ru");
const recogniser = new vosk.Recognizer({ model, sampleRate: 16000 });
recogniser.acceptWaveform(data);
`,
      "sherpa.js": `const sherpa = require("sherpa-onnx-node");
const recogniser = new sherpa.OfflineRecognizer({ featConfig: { sampleRate: 16000 } });
recogniser.decode(stream);
`,
    }),
  ).toMatchInlineSnapshot(`
    "sherpa-onnx (self-hosted)
    - load: sherpa.OfflineRecognizer at sherpa.js:2 at module level
        sampleRate = 16000 (literal: sherpa.js:2)
    - transcribe: recogniser.decode at sherpa.js:3 at module level
        stream = ? (unknown: sherpa.js:3)

    Vosk (self-hosted)
    - load: vosk.Model at vosk.js:2 at module level
        model_path = model-ru (literal: vosk.js:2)
    - configure: vosk.Recognizer at vosk.js:3 at module level
        model = ? (unknown: vosk.js:3 → vosk.js:2)
        sampleRate = 16000 (literal: vosk.js:3)
    - transcribe: recogniser.acceptWaveform at vosk.js:4 at module level
        data = ? (unknown: vosk.js:4)"
  `);
});

test("programs that Node starts", async () => {
  expect(
    await engineText({
      "run.ts": `import { execFile, spawn } from "node:child_process";
import path from "node:path";

const cli = path.join("build", "bin", "whisper-cli");
export function run(file: string, model = process.env.WHISPER_MODEL ?? "ggml-base.bin") {
  spawn(cli, ["-m", model, "-f", file]);
  execFile("ffmpeg", ["-i", file, "out.wav"]);
}
`,
    }),
  ).toMatchInlineSnapshot(`
    "whisper.cpp (self-hosted)
    - transcribe: spawn whisper-cli at run.ts:6 in run.run
        -m = ggml-base.bin (environment: run.ts:6 → run.ts:5)
        -f = ? (unknown: run.ts:6 → run.ts:5)"
  `);
});
