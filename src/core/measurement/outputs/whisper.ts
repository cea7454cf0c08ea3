import { type OutputAdapter, OutputError, type Transcript } from "../engine";
import { excerpt, type Fields, isFields, joined, jsonOf, languageField, squeezed, wordsField } from "./shape";
import { readWhisperCpp } from "./whisper/cpp";
import { segmentsOf } from "./whisper/segments";
import { wordsOf } from "./whisper/words";

const shape = "Whisper's result: an object with text and segments, or the list of segments";

/**
 * JSON of the Whisper family: openai-whisper and its command line, OpenAI's API (`json`, `verbose_json`), faster-whisper
 * (a list of segments, or segments and info, as objects or as the tuples of older versions), WhisperX after alignment,
 * whisper-timestamped, and whisper.cpp (`-oj`, `-ojf`, its server).
 */
export const whisper = {
  id: "whisper",
  title: "Whisper JSON (openai-whisper, faster-whisper, WhisperX, whisper.cpp)",
  read(output) {
    const value = jsonOf(output, shape);
    if (isFields(value) && Array.isArray(value.transcription)) return readWhisperCpp(value);
    if (isFields(value)) return readObject(value);
    if (Array.isArray(value)) return readList(value);
    throw new OutputError(`The output is no Whisper result: ${excerpt(value)} Let the engine write ${shape}.`);
  },
} as const satisfies OutputAdapter;

function readObject(value: Fields): Transcript {
  const { text, segments, word_segments, words, error, info } = value;
  if (typeof text !== "string" && segments === undefined && word_segments === undefined && words === undefined) {
    if (error !== undefined) {
      const said = isFields(error) ? (error.message ?? error) : error;
      throw new OutputError(`The engine answered with an error: ${excerpt(said)} Let it fail instead of answering.`);
    }
    throw new OutputError(`The output has neither text nor segments: ${excerpt(value)} Let the engine write ${shape}.`);
  }
  const read = segmentsOf(segments ?? []);
  const inSegments = read.flatMap((segment) => wordsOf(segment.words));
  const flat = wordsOf(word_segments ?? words);
  const timed = inSegments.length > 0 ? inSegments : flat;
  const spoken = read.length > 0 ? read.map((segment) => segment.text) : flat.map((word) => word.text);
  return {
    text: typeof text === "string" ? squeezed(text) : joined(spoken),
    ...wordsField(timed.map(({ timed }) => timed)),
    ...languageField(value.language ?? (isFields(info) ? info.language : undefined)),
  };
}

/** A list of segments; faster-whisper's `segments, info`; or a list of words, which have no text of their own. */
function readList(value: readonly unknown[]): Transcript {
  const [first, second] = value;
  if (value.length === 2 && Array.isArray(first) && isFields(second) && !("text" in second)) {
    return readObject({ segments: first, info: second });
  }
  // The info of older versions is a tuple too, and begins with the language; a segment begins with a number.
  if (value.length === 2 && Array.isArray(first) && Array.isArray(second) && typeof second[0] === "string") {
    return readObject({ segments: first, language: second[0] });
  }
  const isWords = value.length > 0 && value.every((item) => isFields(item) && "word" in item);
  return readObject(isWords ? { words: value } : { segments: value });
}
