import { type Engine, of } from "./engine";

const model = ["whisper.load_model()", "whisper.Whisper()", "whisper.model.Whisper()"];

export const openaiWhisper: Engine = {
  id: "openai-whisper",
  label: "openai-whisper",
  hosting: "self",
  hints: ["whisper"],
  imports: ["whisper"],
  packages: ["openai-whisper"],
  binaries: [{ name: "whisper", model: ["--model"] }],
  calls: [
    {
      role: "load",
      paths: ["whisper.load_model"],
      positional: ["name", "device", "download_root", "in_memory"],
      model: ["name"],
    },
    {
      role: "transcribe",
      paths: of(model, "transcribe"),
      positional: ["audio"],
    },
    {
      role: "transcribe",
      paths: ["whisper.transcribe", "whisper.transcribe.transcribe"],
      positional: ["model", "audio"],
    },
    { role: "transcribe", paths: of(model, "decode"), positional: ["mel", "options"] },
    { role: "transcribe", paths: ["whisper.decode"], positional: ["model", "mel", "options"] },
    { role: "configure", paths: ["whisper.DecodingOptions", "whisper.decoding.DecodingOptions"] },
    { role: "detect-language", paths: of(model, "detect_language"), positional: ["mel"] },
    { role: "detect-language", paths: ["whisper.detect_language"], positional: ["model", "mel"] },
  ],
};
