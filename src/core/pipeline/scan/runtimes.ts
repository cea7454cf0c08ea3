import { type FunctionUnit, type ModuleUnit, moduleOf } from "../lower/unit";

/** What runs models. In a project with a speech engine, functions that name it are part of one. Adding one is a line here. */
const runtimes =
  /^(?:torch|torchaudio|ctranslate2|onnxruntime|tensorrt(?:_llm)?|transformers|mlx|mlx_whisper|openvino|openvino_genai|librosa|silero_vad|webrtcvad|pyannote|nemo|tflite_runtime|whisper_cpp|pywhispercpp)(?:\.|$)/;

/** Giving memory back and naming types is not working on a model. */
const incidental = /\b\w+\.(?:cuda\.empty_cache|device\b(?!\()|__version__|Tensor)\b/g;

export function importsRuntime(module: ModuleUnit): boolean {
  return runtimeNames(module) !== undefined;
}

export function worksOnModels(unit: FunctionUnit): boolean {
  const names = runtimeNames(moduleOf(unit));
  if (names === undefined) return false;
  const body = moduleOf(unit).lines.slice(unit.line, unit.endLine).join("\n");
  return names.test(body.replace(/#.*$/gm, "").replace(incidental, ""));
}

const known = new WeakMap<ModuleUnit, RegExp | null>();

/** A pattern of the names under which a module knows runtimes. */
function runtimeNames(module: ModuleUnit): RegExp | undefined {
  const found = known.get(module);
  if (found !== undefined) return found ?? undefined;
  const names = [...module.bindings].flatMap(([name, bindings]) =>
    bindings.some((binding) => binding.kind === "import" && runtimes.test(binding.from))
      ? [name.split(".")[0] ?? name]
      : [],
  );
  const pattern = names.length === 0 ? null : new RegExp(`\\b(?:${names.map(escaped).join("|")})\\b(?!\\s*=)`);
  known.set(module, pattern);
  return pattern ?? undefined;
}

function escaped(name: string): string {
  return name.replace(/[$]/g, "\\$&");
}
