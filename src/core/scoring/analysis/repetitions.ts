import type { Alignment } from "../scoring";

/** A word or phrase that the hypothesis says several times in a row, more often than the reference does anywhere. */
export interface Repetition {
  readonly phrase: readonly string[];
  readonly hypothesisStart: number;
  /** Whole repeats in a row; at least 2. */
  readonly repeats: number;
  /** The most repeats in a row of the same phrase in the reference; 0 if it is not there. */
  readonly referenceRepeats: number;
}

export interface RepetitionOptions {
  /** Words that a repetition has beyond what the reference repeats, at least. Default: 2, so a doubled word is none. */
  readonly minimumExtraWords?: number;
  /** Longest phrase looked for, in words. Default: 40. */
  readonly longestPhrase?: number;
}

/** Loops of a decoder: runs of repeated words or phrases in the hypothesis that the reference does not have, in order. */
export function findRepetitions(
  { reference, hypothesis }: Alignment,
  { minimumExtraWords = 2, longestPhrase = 40 }: RepetitionOptions = {},
): readonly Repetition[] {
  const isCovered = new Uint8Array(hypothesis.length);
  const found: Repetition[] = [];
  for (let length = 1; length <= Math.min(longestPhrase, hypothesis.length >> 1); length++) {
    for (let start = 0; start + 2 * length <= hypothesis.length; ) {
      const end = endOfRun(hypothesis, start, length);
      const repeats = Math.floor((end - start) / length);
      // A loop of a short phrase is one of every multiple of it, too.
      if (repeats < 2 || isCovered.subarray(start, end).some((covered) => covered === 1)) {
        start = Math.max(start + 1, end - length + 1);
        continue;
      }
      const phrase = hypothesis.slice(start, start + length);
      const referenceRepeats = mostRepeats(reference, phrase);
      const extraWords = (repeats - Math.max(1, referenceRepeats)) * length;
      if (extraWords >= minimumExtraWords) {
        found.push({ phrase, hypothesisStart: start, repeats, referenceRepeats });
        isCovered.fill(1, start, end);
      }
      start = end - length + 1;
    }
  }
  return found.sort((one, other) => one.hypothesisStart - other.hypothesisStart);
}

/** A passage that nobody said. */
export interface InventedPassage {
  readonly hypothesisStart: number;
  readonly hypothesisEnd: number;
  readonly words: readonly string[];
  /** Whether the whole reference is empty: speech made up over silence, music or noise. */
  readonly overEmptyReference: boolean;
}

/**
 * Runs of at least so many insertions (default: 4), and every text over an empty reference. A chance match within an invented
 * passage cuts it in two.
 */
export function findInventedPassages(
  { reference, hypothesis, chunks }: Alignment,
  minimumWords = 4,
): readonly InventedPassage[] {
  const overEmptyReference = reference.length === 0;
  return chunks
    .filter(
      ({ operation, hypothesisStart, hypothesisEnd }) =>
        operation === "insert" && (overEmptyReference || hypothesisEnd - hypothesisStart >= minimumWords),
    )
    .map(({ hypothesisStart, hypothesisEnd }) => ({
      hypothesisStart,
      hypothesisEnd,
      words: hypothesis.slice(hypothesisStart, hypothesisEnd),
      overEmptyReference,
    }));
}

/** Where the stretch from `start` stops that repeats its first `length` words. */
function endOfRun(words: readonly string[], start: number, length: number): number {
  let end = start + length;
  while (end < words.length && words[end] === words[end - length]) end++;
  return end;
}

function mostRepeats(words: readonly string[], phrase: readonly string[]): number {
  let most = 0;
  for (let start = 0; start + phrase.length <= words.length; start++) {
    if (!phrase.every((word, offset) => word === words[start + offset])) continue;
    most = Math.max(most, Math.floor((endOfRun(words, start, phrase.length) - start) / phrase.length));
  }
  return most;
}
