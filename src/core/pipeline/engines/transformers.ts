import { type Engine, of } from "./engine";

const task = "automatic-speech-recognition";
const factories = [
  "transformers.pipeline",
  "transformers.pipelines.pipeline",
  "@huggingface/transformers.pipeline",
  "@xenova/transformers.pipeline",
];
const speechPipelines = factories.map((factory) => `${factory}(${task})`);
const classes = [
  "transformers.WhisperForConditionalGeneration",
  "transformers.AutoModelForSpeechSeq2Seq",
  "transformers.AutoModelForCTC",
  "transformers.Wav2Vec2ForCTC",
  "transformers.Speech2TextForConditionalGeneration",
  "@huggingface/transformers.WhisperForConditionalGeneration",
  "@xenova/transformers.WhisperForConditionalGeneration",
];
const loaded = classes.map((one) => `${one}.from_pretrained()`);

export const transformersSpeech: Engine = {
  id: "transformers",
  label: "transformers",
  hosting: "self",
  hints: ["transformers", "hugging_face", "huggingface"],
  imports: ["transformers", "@huggingface/transformers", "@xenova/transformers"],
  telltale:
    "automatic-speech-recognition|WhisperFor|SpeechSeq2Seq|Speech2Text|ForCTC|WhisperProcessor|SpeechRecognitionPipeline",
  packages: ["transformers", "@huggingface/transformers", "@xenova/transformers"],
  factories: Object.fromEntries(factories.map((factory) => [factory, "task"])),
  calls: [
    { role: "load", makes: speechPipelines, positional: ["task", "model"], model: ["model"] },
    {
      role: "load",
      paths: ["transformers.AutomaticSpeechRecognitionPipeline"],
      positional: ["model"],
      model: ["model"],
    },
    {
      role: "load",
      paths: of(classes, "from_pretrained"),
      positional: ["pretrained_model_name_or_path"],
      model: ["pretrained_model_name_or_path"],
    },
    {
      role: "configure",
      paths: of(["transformers.WhisperProcessor", "transformers.Wav2Vec2Processor"], "from_pretrained"),
      positional: ["pretrained_model_name_or_path"],
    },
    {
      role: "transcribe",
      paths: [...speechPipelines, "transformers.AutomaticSpeechRecognitionPipeline()"],
      positional: ["inputs"],
    },
    { role: "transcribe", paths: of(loaded, "generate"), positional: ["input_features"] },
    { role: "transcribe", paths: loaded, positional: ["input_values"] },
    { role: "detect-language", paths: of(loaded, "detect_language"), positional: ["input_features"] },
  ],
};
