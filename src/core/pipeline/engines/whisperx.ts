import { type Engine, of } from "./engine";

const model = ["whisperx.load_model()", "whisperx.asr.load_model()", "whisperx.asr.FasterWhisperPipeline()"];

export const whisperX: Engine = {
  id: "whisperx",
  label: "WhisperX",
  hosting: "self",
  hints: ["whisperx", "whisper_x"],
  imports: ["whisperx"],
  packages: ["whisperx"],
  binaries: [{ name: "whisperx", model: ["--model"] }],
  calls: [
    {
      role: "load",
      paths: ["whisperx.load_model", "whisperx.asr.load_model"],
      positional: ["whisper_arch", "device", "device_index", "compute_type"],
      model: ["whisper_arch"],
    },
    {
      role: "configure",
      paths: ["whisperx.load_align_model", "whisperx.alignment.load_align_model"],
      positional: ["language_code", "device", "model_name"],
    },
    {
      role: "configure",
      paths: ["whisperx.DiarizationPipeline", "whisperx.diarize.DiarizationPipeline"],
      positional: ["model_name"],
    },
    { role: "transcribe", paths: of(model, "transcribe"), positional: ["audio", "batch_size"] },
    { role: "detect-language", paths: of(model, "detect_language"), positional: ["audio"] },
  ],
};
