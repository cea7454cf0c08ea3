import type { TimedWord } from "../../dataset";
import { OutputError, type Transcript } from "../../engine";
import { excerpt, type Fields, finite, isFields, languageField, squeezed, timedWord, wordsField } from "../shape";

/**
 * whisper.cpp's `-oj` and `-ojf`. Texts are joined as they are: they carry their own spaces, and with `-ml 1` a segment may
 * be a part of a word. Words come from the tokens of `-ojf`.
 */
export function readWhisperCpp({ transcription, result }: Fields): Transcript {
  const segments = (Array.isArray(transcription) ? transcription : []).map((segment: unknown) => {
    if (isFields(segment) && typeof segment.text === "string") return { ...segment, text: segment.text };
    throw new OutputError(
      `A segment has no text: ${excerpt(segment)} Write whisper.cpp's JSON unchanged (-oj or -ojf).`,
    );
  });
  const words = segments.map(wordsOf);
  // Words of some segments only would look like words that were not recognised.
  const isComplete = words.every((found) => found !== undefined);
  return {
    text: squeezed(segments.map(({ text }) => text).join("")),
    ...(isComplete && wordsField(words.flatMap((found) => found ?? []))),
    ...languageField(isFields(result) ? result.language : undefined),
  };
}

interface Group {
  text: string;
  readonly start: number | undefined;
  end: number | undefined;
}

/**
 * Tokens that start with a space begin a word. Their texts may be cut inside of a letter, as Cyrillic ones are, so the
 * spelling is taken from the segment; when it has another number of words, the times belong to nothing.
 */
function wordsOf(segment: Fields & { readonly text: string }): readonly (TimedWord | undefined)[] | undefined {
  const spelled = segment.text.split(/\s+/u).filter((word) => word !== "");
  if (!Array.isArray(segment.tokens)) return spelled.length === 0 ? [] : undefined;
  const groups: Group[] = [];
  for (const token of segment.tokens) {
    if (!isFields(token) || typeof token.text !== "string" || /^\[_.*\]$|^<\|.*\|>$/u.test(token.text)) continue;
    const offsets = isFields(token.offsets) ? token.offsets : {};
    const [start, end] = [milliseconds(offsets.from), milliseconds(offsets.to)];
    const last = groups.at(-1);
    if (last && !/^\s/u.test(token.text)) {
      last.text += token.text;
      last.end = end;
    } else if (token.text !== "") groups.push({ text: token.text, start, end });
  }
  const written = groups.filter(({ text }) => text.trim() !== "");
  if (written.length !== spelled.length) return undefined;
  return written.map(({ start, end }, index) => timedWord(spelled[index], start, end));
}

function milliseconds(value: unknown): number | undefined {
  const time = finite(value);
  return time === undefined ? undefined : time / 1000;
}
