import { type Engine, exported, made, of } from "./engine";

const clientClass = [
  ...exported("openai", "OpenAI"),
  "openai.AsyncOpenAI",
  "openai.AzureOpenAI",
  "openai.AsyncAzureOpenAI",
  ...exported("groq-sdk", "Groq"),
  "groq.Groq",
  "groq.AsyncGroq",
];
const client = [...made(clientClass), "openai"];

export const openaiApi: Engine = {
  id: "openai-api",
  label: "OpenAI transcription API",
  hosting: "cloud",
  hints: ["openai_api", "via_api", "openai"],
  imports: ["openai", "groq", "groq-sdk"],
  telltale: "audio\\.(transcriptions|translations)|Audio\\.a?transcribe|createTranscription",
  packages: ["openai", "groq", "groq-sdk"],
  calls: [
    {
      role: "transcribe",
      paths: [
        ...of(
          client,
          "audio.transcriptions.create",
          "audio.transcriptions.with_raw_response.create",
          "audio.transcriptions.with_streaming_response.create",
          "audio.translations.create",
          "createTranscription",
        ),
        "openai.Audio.transcribe",
        "openai.Audio.atranscribe",
      ],
      positional: ["model", "file"],
      model: ["model"],
    },
  ],
};
