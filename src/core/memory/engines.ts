/** Speech engines as people write them, so that a question in either language finds what is known about the same one. */
interface EngineNames {
  readonly id: string;
  readonly label: string;
  /** Engines of one family share weights: what holds for one often holds for the other. */
  readonly family?: "whisper";
  /** In lower case; a space stands for nothing, a blank, a dot, a dash or an underscore. Cyrillic ones may be inflected. */
  readonly names: readonly string[];
}

const engines: readonly EngineNames[] = [
  {
    id: "faster-whisper",
    label: "faster-whisper",
    family: "whisper",
    names: ["faster whisper", "ctranslate 2", "ct 2", "фастер виспер", "фастер уиспер", "быстр виспер"],
  },
  { id: "whisperx", label: "WhisperX", family: "whisper", names: ["whisper x", "виспер икс", "виспер x"] },
  {
    id: "whisper-cpp",
    label: "whisper.cpp",
    family: "whisper",
    names: ["whisper cpp", "whisper c++", "виспер цпп", "виспер cpp"],
  },
  { id: "openai-whisper", label: "openai-whisper", family: "whisper", names: ["openai whisper", "local whisper"] },
  { id: "whisper", label: "Whisper", family: "whisper", names: ["whisper", "виспер", "уиспер", "вискер"] },
  { id: "distil-whisper", label: "Distil-Whisper", family: "whisper", names: ["distil whisper", "дистил виспер"] },
  {
    id: "google-speech",
    label: "Google Speech-to-Text",
    names: ["google", "google speech", "google speech cloud", "google cloud speech", "гугл", "гугол"],
  },
  {
    id: "aws-transcribe",
    label: "AWS Transcribe",
    names: ["aws transcribe", "amazon transcribe", "aws", "амазон", "авс"],
  },
  { id: "azure-speech", label: "Azure Speech", names: ["azure", "azure speech", "азур", "ажур", "эйжур", "эжур"] },
  { id: "deepgram", label: "Deepgram", names: ["deepgram", "дипграм", "дипграмм"] },
  { id: "assemblyai", label: "AssemblyAI", names: ["assembly ai", "ассембли", "асембли"] },
  {
    id: "openai-api",
    label: "OpenAI transcription API",
    names: ["openai api", "openai transcription api", "опенаи", "опен аи"],
  },
  { id: "nemo", label: "NeMo", names: ["nemo", "nemo toolkit", "parakeet", "canary", "немо", "паракит"] },
  { id: "transformers", label: "transformers", names: ["transformers", "hugging face", "трансформерс"] },
  { id: "openvino", label: "OpenVINO", names: ["openvino", "опенвино"] },
  { id: "vosk", label: "Vosk", names: ["vosk", "воск"] },
  { id: "sherpa-onnx", label: "sherpa-onnx", names: ["sherpa onnx", "sherpa", "шерпа"] },
  { id: "pocketsphinx", label: "PocketSphinx", names: ["pocket sphinx", "cmu sphinx", "покетсфинкс"] },
  { id: "speechkit", label: "Yandex SpeechKit", names: ["speechkit", "yandex speechkit", "спичкит", "яндекс"] },
  { id: "salute-speech", label: "SaluteSpeech", names: ["salutespeech", "gigaam", "гигаам", "салют спич"] },
  { id: "wav2vec2", label: "wav2vec2", names: ["wav 2 vec 2", "wav2vec2", "wav2vec"] },
  { id: "pyannote", label: "pyannote.audio", names: ["pyannote", "pyannote audio", "пианнот", "пайаннот"] },
];

const byId = new Map(engines.map((engine) => [engine.id, engine]));

/** Identifiers of the engines that a text names, in order of first mention. A longer name is never also a shorter one. */
export function enginesIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const match of text.toLowerCase().replaceAll("ё", "е").matchAll(anyName)) {
    const id = idOf(match[0]);
    if (id !== undefined) found.add(id);
  }
  return [...found];
}

export function engineLabel(id: string): string {
  return byId.get(id)?.label ?? id;
}

export function isSameFamily(one: string, other: string): boolean {
  const family = byId.get(one)?.family;
  return family !== undefined && family === byId.get(other)?.family;
}

/** Whether somebody who names the one can mean the other: "whisper" is what people say for every engine of the family. */
export function mayBeSame(one: string, other: string): boolean {
  return one === other || (isSameFamily(one, other) && (one === "whisper" || other === "whisper"));
}

/**
 * Names of checkpoints in a text. Sizes such as `small` are everyday words: they count in an Engine/Model line, in
 * backticks, and beside the words model or Whisper.
 */
export function modelsIn(text: string, { isModelLine = false } = {}): readonly string[] {
  const folded = text.toLowerCase();
  const found = new Set((folded.match(distinctModels) ?? []).map((model) => model.replaceAll("_", "-")));
  for (const match of folded.matchAll(isModelLine ? bareSizes : markedSizes)) {
    const size = match.slice(1).find((group) => group !== undefined);
    if (size !== undefined) found.add(size);
  }
  return [...found];
}

const distinctModels =
  /(?<![\p{L}\p{N}])(?:(?:distil-)?large-v\d(?:-turbo)?|distil-[a-z]+(?:\.en)?|nova-\d(?:-[a-z]+)?|chirp(?:[_-]\d)?|latest_(?:long|short)|(?:parakeet|canary)-[a-z0-9.-]+|(?:tiny|base|small|medium)\.en|whisper-1|gpt-4o(?:-mini)?-transcribe|gigaam(?:-v\d)?)(?![\p{L}\p{N}])/gu;
const size = "(tiny|base|small|medium|large|turbo)";
const bareSizes = new RegExp(`(?<![\\p{L}\\p{N}.])${size}(?![\\p{L}\\p{N}.-])`, "gu");
const markedSizes = new RegExp(
  `[\`"'«]${size}[\`"'»]|(?:whisper|виспер|model|модел[а-я]{1,3})[ :/-]{1,2}${size}(?![\\p{L}\\p{N}-])|(?<![\\p{L}\\p{N}.-])${size} (?:model|модел|checkpoint)`,
  "gu",
);

const separators = "[\\s._-]?";
const patternOf = (name: string) =>
  name
    .split(" ")
    .map((part) => part.replace(/[+]/g, "\\+"))
    .join(separators) + (/[а-я]$/.test(name) ? "[а-я]{0,3}" : "");
const names = engines
  .flatMap(({ id, names: spelled }) => spelled.map((name) => ({ id, name })))
  .sort((one, other) => other.name.length - one.name.length);
const anyName = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${names.map(({ name }) => patternOf(name)).join("|")})(?![\\p{L}\\p{N}])`,
  "gu",
);
const exactNames = names.map(({ id, name }) => ({ id, pattern: new RegExp(`^${patternOf(name)}$`, "u") }));
const known = new Map<string, string | undefined>();

/** The spellings of a match are few, so they are looked up once each. */
function idOf(spelling: string): string | undefined {
  if (!known.has(spelling)) {
    if (known.size > 5_000) known.clear();
    known.set(spelling, exactNames.find(({ pattern }) => pattern.test(spelling))?.id);
  }
  return known.get(spelling);
}
