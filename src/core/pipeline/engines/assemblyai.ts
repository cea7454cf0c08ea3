import { type Engine, exported, made, of } from "./engine";

const client = made(exported("assemblyai", "AssemblyAI"));

export const assemblyAi: Engine = {
  id: "assemblyai",
  label: "AssemblyAI",
  hosting: "cloud",
  hints: ["assembly"],
  imports: ["assemblyai"],
  packages: ["assemblyai"],
  calls: [
    { role: "load", paths: exported("assemblyai", "AssemblyAI") },
    { role: "load", paths: ["assemblyai.Transcriber", "assemblyai.RealtimeTranscriber"] },
    { role: "configure", paths: ["assemblyai.TranscriptionConfig"], model: ["speech_model", "speech_models"] },
    {
      role: "transcribe",
      paths: of(["assemblyai.Transcriber()"], "transcribe", "transcribe_async", "submit", "transcribe_group"),
      positional: ["data", "config"],
    },
    {
      role: "transcribe",
      paths: of(
        client,
        "transcripts.transcribe",
        "transcripts.submit",
        "realtime.transcriber",
        "streaming.transcriber",
      ),
      model: ["speech_model", "speech_models"],
    },
  ],
};
