import { type Engine, exported, made, of } from "./engine";

const families = [
  "from_transducer",
  "from_whisper",
  "from_paraformer",
  "from_zipformer2_ctc",
  "from_zipformer_ctc",
  "from_nemo_ctc",
  "from_nemo_transducer",
  "from_sense_voice",
  "from_moonshine",
  "from_t_one_ctc",
];
const factories = of(["sherpa_onnx.OfflineRecognizer", "sherpa_onnx.OnlineRecognizer"], ...families);
const nodeClasses = [
  "sherpa-onnx-node.OfflineRecognizer",
  "sherpa-onnx-node.OnlineRecognizer",
  "sherpa-onnx-node.default.OfflineRecognizer",
  ...exported("sherpa-onnx", "createOfflineRecognizer"),
  ...exported("sherpa-onnx", "createOnlineRecognizer"),
];

export const sherpaOnnx: Engine = {
  id: "sherpa-onnx",
  label: "sherpa-onnx",
  hosting: "self",
  hints: ["sherpa"],
  imports: ["sherpa_onnx", "sherpa-onnx", "sherpa-onnx-node"],
  packages: ["sherpa-onnx", "sherpa-onnx-node"],
  binaries: [
    { name: "sherpa-onnx-offline", model: ["--whisper-encoder", "--encoder"] },
    { name: "sherpa-onnx", model: ["--encoder"] },
  ],
  calls: [
    { role: "load", paths: factories, model: ["encoder", "model", "paraformer", "preprocessor"] },
    { role: "load", paths: nodeClasses },
    {
      role: "transcribe",
      paths: of(made([...factories, ...nodeClasses]), "decode_stream", "decode_streams", "decode"),
      positional: ["stream"],
    },
  ],
};
