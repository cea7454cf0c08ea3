import { type Engine, exported, made, of } from "./engine";

const clientClass = [
  "deepgram.DeepgramClient",
  "deepgram.AsyncDeepgramClient",
  "deepgram.Deepgram",
  ...exported("@deepgram/sdk", "createClient"),
  "@deepgram/sdk.DeepgramClient",
];
const client = made(clientClass);
const versions = [
  "listen.prerecorded.v()",
  "listen.asyncprerecorded.v()",
  "listen.rest.v()",
  "listen.asyncrest.v()",
  "listen.v1.media",
  "listen.prerecorded",
];

export const deepgram: Engine = {
  id: "deepgram",
  label: "Deepgram",
  hosting: "cloud",
  hints: ["deepgram"],
  imports: ["deepgram", "@deepgram/sdk"],
  packages: ["deepgram-sdk", "@deepgram/sdk"],
  calls: [
    { role: "load", paths: clientClass, positional: ["api_key"] },
    {
      role: "configure",
      paths: of(["deepgram"], "PrerecordedOptions", "LiveOptions", "ListenRESTOptions"),
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(of(client, ...versions), "transcribe_file", "transcribe_url", "transcribeFile", "transcribeUrl"),
      positional: ["source", "options"],
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(client, "transcription.prerecorded"),
      positional: ["source", "options"],
      model: ["model"],
    },
    {
      role: "transcribe",
      paths: of(
        client,
        "listen.live",
        "listen.live.v",
        "listen.websocket.v",
        "listen.asyncwebsocket.v",
        "listen.v1.connect",
        "transcription.live",
      ),
      positional: ["options"],
      model: ["model"],
    },
  ],
};
