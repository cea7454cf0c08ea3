import { type Engine, of } from "./engine";

const loaders = ["stable_whisper.load_model", "stable_whisper.load_faster_whisper", "stable_whisper.load_hf_whisper"];
const model = loaders.map((loader) => `${loader}()`);

/** Whisper with times of words that were worked over; the work over is offered for the output of others as well. */
export const stableTs: Engine = {
  id: "stable-ts",
  label: "stable-ts",
  hosting: "self",
  hints: ["stable_whisper", "stable_ts"],
  imports: ["stable_whisper"],
  packages: ["stable-ts", "stable-ts-whisperless"],
  binaries: [{ name: "stable-ts", model: ["--model"] }],
  calls: [
    {
      role: "load",
      paths: loaders,
      positional: ["name", "device"],
      model: ["name", "model_size_or_path", "model_name"],
    },
    {
      role: "transcribe",
      paths: of(model, "transcribe", "transcribe_minimal", "transcribe_stable"),
      positional: ["audio"],
    },
    { role: "transcribe", paths: of(model, "align"), positional: ["audio", "text", "language"] },
    {
      role: "transcribe",
      paths: ["stable_whisper.transcribe_any", "stable_whisper.non_whisper.transcribe_any"],
      positional: ["inference_func", "audio"],
    },
  ],
};
