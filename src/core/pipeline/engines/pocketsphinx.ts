import { type Engine, of } from "./engine";

const decoder = ["pocketsphinx.Decoder()", "pocketsphinx.pocketsphinx.Decoder()", "pocketsphinx.Pocketsphinx()"];

export const pocketSphinx: Engine = {
  id: "pocketsphinx",
  label: "PocketSphinx",
  hosting: "self",
  hints: ["sphinx"],
  imports: ["pocketsphinx"],
  packages: ["pocketsphinx"],
  binaries: [
    { name: "pocketsphinx_continuous", model: ["-hmm"] },
    { name: "pocketsphinx_batch", model: ["-hmm"] },
    { name: "pocketsphinx", model: ["-hmm"] },
  ],
  calls: [
    {
      role: "load",
      paths: ["pocketsphinx.Decoder", "pocketsphinx.pocketsphinx.Decoder", "pocketsphinx.Pocketsphinx"],
      positional: ["config"],
      model: ["hmm"],
    },
    { role: "configure", paths: ["pocketsphinx.Config", "pocketsphinx.Decoder.default_config"], model: ["hmm"] },
    { role: "transcribe", paths: of(decoder, "process_raw", "decode"), positional: ["data"] },
    { role: "transcribe", paths: ["pocketsphinx.AudioFile", "pocketsphinx.LiveSpeech"], model: ["hmm"] },
  ],
};
