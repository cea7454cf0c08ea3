import { type Engine, made, of } from "./engine";

const boto = [
  "boto3.client",
  "boto3.session.Session().client",
  "boto3.Session().client",
  "aioboto3.Session().client",
  "aiobotocore.session.get_session().create_client",
];
const transcribeClients = boto.map((factory) => `${factory}(transcribe)`);
const streaming = [
  "amazon_transcribe.client.TranscribeStreamingClient",
  "@aws-sdk/client-transcribe-streaming.TranscribeStreamingClient",
];
const nodeClients = ["@aws-sdk/client-transcribe.TranscribeClient", "@aws-sdk/client-transcribe.Transcribe"];

export const awsTranscribe: Engine = {
  id: "aws-transcribe",
  label: "AWS Transcribe",
  hosting: "cloud",
  hints: ["aws"],
  imports: [
    "boto3",
    "aioboto3",
    "aiobotocore",
    "amazon_transcribe",
    "@aws-sdk/client-transcribe",
    "@aws-sdk/client-transcribe-streaming",
  ],
  telltale: "[\"']transcribe[\"']|amazon_transcribe|@aws-sdk/client-transcribe",
  packages: ["amazon-transcribe", "@aws-sdk/client-transcribe", "@aws-sdk/client-transcribe-streaming"],
  factories: Object.fromEntries(boto.map((factory) => [factory, "service_name"])),
  calls: [
    { role: "load", makes: transcribeClients, positional: ["service_name"] },
    { role: "load", paths: [...streaming, ...nodeClients] },
    {
      role: "transcribe",
      paths: of([...transcribeClients, ...made(nodeClients)], "start_transcription_job", "startTranscriptionJob"),
      model: ["ModelName", "LanguageModelName"],
    },
    {
      role: "transcribe",
      paths: [
        "@aws-sdk/client-transcribe.StartTranscriptionJobCommand",
        "@aws-sdk/client-transcribe-streaming.StartStreamTranscriptionCommand",
      ],
      model: ["ModelName", "LanguageModelName"],
    },
    { role: "transcribe", paths: of(made(streaming), "start_stream_transcription") },
  ],
};
