import { type Engine, of } from "./engine";

const classNames = [
  "ASRModel",
  "EncDecCTCModel",
  "EncDecCTCModelBPE",
  "EncDecRNNTModel",
  "EncDecRNNTBPEModel",
  "EncDecHybridRNNTCTCBPEModel",
  "EncDecMultiTaskModel",
];
const classes = classNames.flatMap((name) => [
  `nemo.collections.asr.models.${name}`,
  `nemo.collections.asr.models.asr_model.${name}`,
]);
const loaded = of(classes, "from_pretrained()", "restore_from()");

export const nemo: Engine = {
  id: "nemo",
  label: "NeMo",
  hosting: "self",
  hints: ["nemo", "parakeet"],
  imports: ["nemo"],
  telltale: "nemo\\.collections(\\.asr|\\s+import\\s+(.*\\W)?asr)",
  packages: ["nemo-toolkit", "nemo_toolkit"],
  calls: [
    { role: "load", paths: of(classes, "from_pretrained"), positional: ["model_name"], model: ["model_name"] },
    { role: "load", paths: of(classes, "restore_from"), positional: ["restore_path"], model: ["restore_path"] },
    { role: "configure", paths: of(loaded, "change_decoding_strategy"), positional: ["decoding_cfg"] },
    { role: "transcribe", paths: of(loaded, "transcribe"), positional: ["audio", "batch_size"] },
  ],
};
