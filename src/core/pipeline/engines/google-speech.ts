import { type Engine, made, of } from "./engine";

const modules = [
  "google.cloud.speech",
  "google.cloud.speech_v1",
  "google.cloud.speech_v1p1beta1",
  "google.cloud.speech_v2",
];
const node = [
  "@google-cloud/speech",
  "@google-cloud/speech.default",
  "@google-cloud/speech.v1",
  "@google-cloud/speech.v2",
];
const clientClass = [...of(modules, "SpeechClient", "SpeechAsyncClient"), ...of(node, "SpeechClient")];
const client = [
  ...made(clientClass),
  ...of(
    of(modules, "SpeechClient", "SpeechAsyncClient"),
    "from_service_account_file()",
    "from_service_account_json()",
    "from_service_account_info()",
  ),
];
const types = [...modules, ...of(modules, "types", "types.cloud_speech")];

export const googleSpeech: Engine = {
  id: "google-speech",
  label: "Google Speech-to-Text",
  hosting: "cloud",
  hints: ["google"],
  imports: ["google.cloud", "@google-cloud/speech"],
  telltale: "google\\.cloud(\\.|\\s+import\\s+(.*\\W)?)speech|@google-cloud/speech",
  packages: ["google-cloud-speech", "@google-cloud/speech"],
  calls: [
    {
      role: "load",
      paths: [
        ...clientClass,
        ...of(
          of(modules, "SpeechClient", "SpeechAsyncClient"),
          "from_service_account_file",
          "from_service_account_json",
          "from_service_account_info",
        ),
      ],
    },
    {
      role: "configure",
      paths: of(types, "RecognitionConfig", "StreamingRecognitionConfig", "RecognitionFeatures"),
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(client, "recognize", "batch_recognize", "batchRecognize"),
      positional: ["request"],
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(client, "long_running_recognize", "longRunningRecognize"),
      positional: ["request"],
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(client, "streaming_recognize", "streamingRecognize"),
      positional: ["config", "requests"],
      model: ["model"],
    },
  ],
};
