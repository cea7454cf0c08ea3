import type { TimedWord } from "../../dataset";
import { OutputError } from "../../engine";
import { excerpt, finite, isFields, timedWord } from "../shape";

export interface Word {
  readonly text: string;
  /** Absent where an aligner found no place for it. */
  readonly timed: TimedWord | undefined;
}

/** Words under `word` (or `text`, as whisper-timestamped writes), or as tuples of start, end, word and probability. */
export function wordsOf(words: unknown): readonly Word[] {
  if (words === undefined || words === null) return [];
  if (!Array.isArray(words))
    throw new OutputError(`“words” is no list: ${excerpt(words)} Write a list of words, or none.`);
  return words.map((word): Word => {
    const fields = Array.isArray(word) ? { start: word[0], end: word[1], word: word[2] } : word;
    const text = isFields(fields) ? (fields.word ?? fields.text) : undefined;
    if (!isFields(fields) || typeof text !== "string") {
      throw new OutputError(`A word has no text: ${excerpt(word)} Write each word as an object with word, start, end.`);
    }
    return { text, timed: timedWord(text, finite(fields.start), finite(fields.end)) };
  });
}
