import { type Engine, exported, made, of } from "./engine";

const module = "azure.cognitiveservices.speech";
const npm = "microsoft-cognitiveservices-speech-sdk";
const namespaces = [module, npm, `${npm}.default`];
const recognizers = [
  "SpeechRecognizer",
  "transcription.ConversationTranscriber",
  "ConversationTranscriber",
  "AutoDetectSourceLanguageConfig",
];
const recognizerClass = of(namespaces, ...recognizers.slice(0, 3));

export const azureSpeech: Engine = {
  id: "azure-speech",
  label: "Azure Speech",
  hosting: "cloud",
  hints: ["azure"],
  imports: [module, npm],
  packages: ["azure-cognitiveservices-speech", npm],
  calls: [
    {
      role: "configure",
      paths: [
        ...of(namespaces, "SpeechConfig", "SpeechConfig.fromSubscription", "SpeechConfig.fromEndpoint"),
        ...exported(npm, "AutoDetectSourceLanguageConfig").slice(0, 1),
        `${module}.languageconfig.AutoDetectSourceLanguageConfig`,
      ],
      positional: ["subscription", "region"],
      model: ["endpoint_id"],
    },
    { role: "load", paths: recognizerClass, positional: ["speech_config", "audio_config"] },
    {
      role: "transcribe",
      paths: of(
        made(recognizerClass),
        "recognize_once",
        "recognize_once_async",
        "start_continuous_recognition",
        "start_continuous_recognition_async",
        "start_transcribing_async",
        "recognizeOnceAsync",
        "startContinuousRecognitionAsync",
        "startTranscribingAsync",
      ),
    },
  ],
};
