import type { TimedWord } from "../dataset";
import { type OutputAdapter, OutputError } from "../engine";
import { excerpt, type Fields, isFields, joined, jsonOf, languageField, timedWord, wordsField } from "./shape";

const shape = "Google's response with its “results”, as the client library serialises it";

/**
 * Responses of Google Speech-to-Text V1 and V2: Recognize, LongRunningRecognize and BatchRecognize (of one file), bare or
 * inside of their operation, with camelCase or snake_case names. Of each result the first alternative, the most probable.
 */
export const googleSpeech = {
  id: "google-speech",
  title: "Google Speech-to-Text (V1, V2)",
  read(output) {
    const value = jsonOf(output, shape);
    const results = resultsOf(value).map((result) => {
      const [best] = listIn(result, "alternatives");
      return { result, transcript: textIn(best, "transcript"), words: best ? wordsOf(best) : [] };
    });
    const spoken = results.filter(({ transcript }) => transcript.trim() !== "");
    // With speakers on, a last result without transcript repeats all words with their speakers.
    const timed = spoken.some(({ words }) => words.length > 0) ? spoken : results;
    const [language] = results.map(({ result }) => field(result, "languageCode")).filter((code) => code !== undefined);
    const text = spoken.length > 0 ? joined(spoken.map(({ transcript }) => transcript)) : allWords(results);
    return { text, ...wordsField(timed.flatMap(({ words }) => words)), ...languageField(language) };
  },
} as const satisfies OutputAdapter;

/** What a response without any recognised speech still has. */
const knownBeside = new Set([
  "totalBilledTime",
  "requestId",
  "metadata",
  "speechAdaptationInfo",
  "outputError",
  "usingLegacyModels",
]);

function resultsOf(value: unknown): readonly Fields[] {
  if (!isFields(value))
    throw new OutputError(`The output is no object: ${excerpt(value)} Let the engine write ${shape}.`);
  const error = value.error;
  if (isFields(error) && (error.message !== undefined || error.code !== undefined)) {
    throw new OutputError(
      `Google answered with an error: ${excerpt(String(error.message ?? error.code))} See its code in Google's documentation.`,
    );
  }
  if (value.done === false) {
    throw new OutputError("The operation was not finished. Wait for its result before answering.");
  }
  const inner = [
    value.response,
    field(value, "inlineResult"),
    isFields(value.transcript) ? value.transcript : undefined,
  ];
  for (const wrapped of inner) if (isFields(wrapped)) return resultsOf(wrapped);
  if (Array.isArray(value.results)) {
    const [first] = value.results;
    if (value.results.length === 1 && isFields(first) && field(first, "inlineResult") !== undefined)
      return resultsOf(first);
    if (value.results.every(isFields)) return value.results;
  }
  if (isFields(value.results)) return resultsOf(onlyFile(value.results));
  if (
    value.results === undefined &&
    Object.keys(value).every((key) => knownBeside.has(camelCase(key)) || key === "@type")
  )
    return [];
  throw new OutputError(`The output has no “results”: ${excerpt(value)} Let the engine write ${shape}.`);
}

function onlyFile(files: Fields): unknown {
  const names = Object.keys(files);
  if (names.length === 1) return Object.values(files)[0];
  throw new OutputError(`The batch holds ${names.length} files. Write one output a clip.`);
}

function wordsOf(alternative: Fields): readonly (TimedWord & { readonly text: string })[] {
  return listIn(alternative, "words").flatMap((word) => {
    const [start, end] = [
      field(word, "startTime") ?? field(word, "startOffset"),
      field(word, "endTime") ?? field(word, "endOffset"),
    ];
    // Protocol buffers leave a time of zero out.
    const timed = timedWord(word.word, start === undefined && end !== undefined ? 0 : seconds(start), seconds(end));
    return timed ? [timed] : [];
  });
}

function allWords(results: readonly { readonly words: readonly TimedWord[] }[]): string {
  return joined(results.flatMap(({ words }) => words.map(({ text }) => text)));
}

/** Seconds of `"1.200s"`, `{seconds: "1", nanos: 200000000}` or a number. */
function seconds(duration: unknown): number | undefined {
  if (typeof duration === "number") return Number.isFinite(duration) ? duration : undefined;
  if (typeof duration === "string") {
    const [, figure] = /^(\d+(?:\.\d+)?)s$/.exec(duration) ?? [];
    return figure === undefined ? undefined : Number(figure);
  }
  if (!isFields(duration)) return undefined;
  const [whole, nanos] = [Number(duration.seconds ?? 0), Number(duration.nanos ?? 0)];
  return Number.isFinite(whole) && Number.isFinite(nanos) ? whole + nanos / 1e9 : undefined;
}

function listIn(fields: Fields, name: string): readonly Fields[] {
  const list = field(fields, name) ?? [];
  if (Array.isArray(list) && list.every(isFields)) return list;
  throw new OutputError(`“${name}” is no list of objects: ${excerpt(list)} Let the engine write ${shape}.`);
}

function textIn(fields: Fields | undefined, name: string): string {
  const text = fields?.[name] ?? "";
  if (typeof text === "string") return text;
  throw new OutputError(`“${name}” is no text: ${excerpt(text)} Let the engine write ${shape}.`);
}

/** The field under its name in JSON or in Python. */
function field(fields: Fields, name: string): unknown {
  return fields[name] ?? fields[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
