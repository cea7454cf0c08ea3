import { type Engine, exported, made, of } from "./engine";

const recognizerClass = ["vosk.KaldiRecognizer", "vosk.BatchRecognizer", ...exported("vosk", "Recognizer")];
const recognizer = made(recognizerClass);

export const vosk: Engine = {
  id: "vosk",
  label: "Vosk",
  hosting: "self",
  hints: ["vosk"],
  imports: ["vosk"],
  packages: ["vosk"],
  calls: [
    {
      role: "load",
      paths: ["vosk.Model", "vosk.default.Model", "vosk.BatchModel"],
      positional: ["model_path", "model_name", "lang"],
      model: ["model_name", "model_path", "lang"],
    },
    {
      role: "configure",
      paths: recognizerClass.filter((path) => path !== "vosk"),
      positional: ["model", "sample_rate", "grammar"],
    },
    {
      role: "transcribe",
      paths: of(recognizer, "AcceptWaveform", "acceptWaveform", "acceptWaveformAsync"),
      positional: ["data"],
    },
  ],
};
