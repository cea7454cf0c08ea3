import { type Engine, made, of } from "./engine";

const pipelineClass = ["openvino_genai.WhisperPipeline", "openvino_genai.py_openvino_genai.WhisperPipeline"];
const modelClass = ["optimum.intel.OVModelForSpeechSeq2Seq", "optimum.intel.openvino.OVModelForSpeechSeq2Seq"];
const loaded = modelClass.map((one) => `${one}.from_pretrained()`);

export const openVino: Engine = {
  id: "openvino",
  label: "OpenVINO",
  hosting: "self",
  hints: ["openvino"],
  imports: ["openvino_genai", "optimum"],
  telltale: "openvino_genai|OVModelForSpeechSeq2Seq",
  packages: ["openvino-genai", "optimum-intel"],
  calls: [
    { role: "load", paths: pipelineClass, positional: ["models_path", "device"], model: ["models_path"] },
    {
      role: "load",
      paths: of(modelClass, "from_pretrained"),
      positional: ["model_id"],
      model: ["model_id"],
    },
    { role: "transcribe", paths: of(made(pipelineClass), "generate"), positional: ["raw_speech_input"] },
    { role: "transcribe", paths: made(pipelineClass), positional: ["raw_speech_input"] },
    { role: "transcribe", paths: of(loaded, "generate"), positional: ["input_features"] },
  ],
};
