import { type AudioForm, audioParameter } from "./audio-parameter";
import { type EngineFunction, type FunctionParameter, givenParameters } from "./engine-function";

export interface CallArguments {
  /** As Python writes them between the parentheses, from the names `audio` (a path) and `language`. */
  readonly text: string;
  /** Parameters whose value nothing in the project says. */
  readonly guessed: readonly string[];
}

/** What a runner gives to a function: the recording, the language where it is asked for, and what has no default. */
export function argumentsOf(candidate: EngineFunction): CallArguments {
  const audio = audioParameter(candidate);
  const guessed: string[] = [];
  const parts: string[] = [];
  for (const parameter of givenParameters(candidate)) {
    const { name, defaultText } = parameter;
    let value: string | undefined;
    if (audio !== undefined && parameter.name === audio.parameter.name) value = recording(audio.form);
    else if (isLanguage(parameter)) value = "language";
    else if (defaultText === undefined) {
      const known = valueFor(parameter);
      if (known === undefined) guessed.push(name);
      value = known ?? "None";
    }
    // By name, so that it does not matter whether a parameter may be given by place.
    if (value !== undefined) parts.push(`${name}=${value}`);
  }
  return { text: parts.join(", "), guessed };
}

function isLanguage({ name, annotation = "" }: FunctionParameter): boolean {
  return /^(language|lang|language_code|src_lang)$/.test(name) && (annotation === "" || /\bstr\b/.test(annotation));
}

function recording(form: AudioForm): string {
  switch (form) {
    case "pathlib":
      return "Path(audio)";
    case "bytes":
      return "Path(audio).read_bytes()";
    case "stream":
      return 'open(audio, "rb")';
    case "samples":
      return "samples(audio)";
    default:
      return "audio";
  }
}

/** For a parameter without a default. */
function valueFor({ name, annotation = "" }: FunctionParameter): string | undefined {
  if (/\bOptional\b|\bNone\b/.test(annotation)) {
    if (name === "task") return '"transcribe"';
    return "None";
  }
  if (name === "task") return '"transcribe"';
  if (/^(model|model_size|model_name|whisper_model)$/.test(name) && !/Model\b/.test(annotation)) return '"base"';
  if (/^(output|format|output_format|response_format)$/.test(name)) return '"txt"';
  if (/^bool$/.test(annotation)) return "False";
  if (/^(dict|Dict\b.*|dict\[.*)$/.test(annotation)) return "{}";
  if (name === "device") return '"cpu"';
  return undefined;
}
