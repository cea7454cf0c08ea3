import { type EngineFunction, type FunctionParameter, givenParameters } from "./engine-function";

/** How a function takes a recording. */
export type AudioForm = "path" | "pathlib" | "bytes" | "stream" | "samples" | "upload";

export interface AudioParameter {
  readonly parameter: FunctionParameter;
  readonly form: AudioForm;
  /** Higher is surer: its type or its name says it. */
  readonly certainty: number;
}

/** The parameter that takes the recording, or undefined. */
export function audioParameter(candidate: EngineFunction): AudioParameter | undefined {
  const found = givenParameters(candidate).flatMap((parameter) => formOf(parameter) ?? []);
  return found.sort((one, other) => other.certainty - one.certainty)[0];
}

function formOf(parameter: FunctionParameter): AudioParameter | undefined {
  const { name, annotation = "", defaultText = "" } = parameter;
  const is = (form: AudioForm, certainty: number): AudioParameter => ({ parameter, form, certainty });
  if (/\b(UploadFile|FileStorage)\b/.test(annotation) || /^File\(/.test(defaultText)) return is("upload", 5);
  if (notAudio.test(name)) return undefined;
  if (/\bbytes\b/.test(annotation) && bytes.test(name)) return is("bytes", 4);
  const named = audioPath.test(name) ? 5 : audio.test(name) ? 3 : 0;
  if (named === 0) return undefined;
  if (/\bndarray\b|\bTensor\b|\bNDArray\b/.test(annotation)) return is("samples", 2);
  if (/\b(BytesIO|BinaryIO|IO)\b/.test(annotation)) return is("stream", 3);
  if (/\bPath\b/.test(annotation)) return is("pathlib", 6);
  if (/\bbytes\b/.test(annotation) || bytes.test(name)) return is("bytes", 4);
  if (/\bstr\b|PathLike/.test(annotation)) return is("path", named + 1);
  return annotation === "" ? is("path", named) : undefined;
}

const audioPath =
  /(^|_)(path|file|filename|filepath|file_name)s?$|^(audio|wav|media|video|input|source|src)_?(path|file|name)/i;
const audio =
  /audio|^wav|^speech$|^recording$|^sound|^media$|^video$|^input$|^clip$|^data$|^source$|^waveform$|^samples$/i;
const bytes = /(^|_)(bytes|content|contents|buffer|body|blob)$/i;
const notAudio =
  /^(output|out|dest|destination|target|log|model|config|srt|result|save)|_(id|url|key|format|type|rate|duration|length)$/i;
