import { type Engine, made, of } from "./engine";

const modelClass = ["faster_whisper.WhisperModel", "faster_whisper.transcribe.WhisperModel"];
const model = made(modelClass);
const batchedClass = ["faster_whisper.BatchedInferencePipeline", "faster_whisper.transcribe.BatchedInferencePipeline"];

export const fasterWhisper: Engine = {
  id: "faster-whisper",
  label: "faster-whisper",
  hosting: "self",
  hints: ["faster_whisper", "fasterwhisper"],
  imports: ["faster_whisper", "ctranslate2.models"],
  packages: ["faster-whisper"],
  calls: [
    {
      role: "load",
      paths: modelClass,
      positional: ["model_size_or_path", "device", "device_index", "compute_type", "cpu_threads", "num_workers"],
      model: ["model_size_or_path"],
    },
    {
      role: "load",
      paths: ["ctranslate2.models.Whisper"],
      positional: ["model_path", "device"],
      model: ["model_path"],
    },
    { role: "configure", paths: batchedClass, positional: ["model"] },
    {
      role: "configure",
      paths: ["faster_whisper.transcribe.TranscriptionOptions", "faster_whisper.vad.VadOptions"],
    },
    {
      role: "transcribe",
      paths: of([...model, ...made(batchedClass)], "transcribe"),
      positional: ["audio", "language", "task"],
    },
    {
      role: "transcribe",
      paths: of(model, "generate_with_fallback", "generate_segments", "model.generate"),
    },
    { role: "transcribe", paths: ["ctranslate2.models.Whisper().generate"], positional: ["features", "prompts"] },
    {
      role: "detect-language",
      paths: of(model, "detect_language", "detect_language_multi_segment", "model.detect_language"),
      positional: ["audio"],
    },
  ],
};
