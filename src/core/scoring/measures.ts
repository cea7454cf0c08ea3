import type { ErrorCounts, UnitCounts } from "./scoring";

/**
 * Rates over a set of utterances, as fractions. Counts are summed first and divided once, so every reference word weighs
 * the same. An utterance with an empty reference adds its insertions to the errors and nothing to the words.
 */
export interface Measures extends ErrorCounts {
  /** Word error rate, (S + D + I) / (H + S + D). Above 1 is possible. */
  readonly wer: number;
  /** Match error rate, (S + D + I) / (H + S + D + I): the share of word matches that are wrong, at most 1. */
  readonly mer: number;
  /** Word information lost, 1 − wip. */
  readonly wil: number;
  /** Word information preserved, (H / reference words) · (H / hypothesis words). */
  readonly wip: number;
  readonly referenceWords: number;
  readonly hypothesisWords: number;
  readonly utterances: number;
  /** Utterances whose reference has no words; a hypothesis with words there is invented. */
  readonly emptyReferences: number;
  /**
   * Each utterance's own rate, averaged, so short utterances weigh as much as long ones; it is no substitute for `wer`.
   * Only utterances with reference words enter: those without have no rate. NaN when there is none.
   */
  readonly meanUtteranceWer: number;
}

/**
 * Measures of aligned words, one alignment (or its counts) an utterance. WER, MER, WIL and WIP as in A. Morris, V. Maier, P. Green, "From WER and RIL to MER and
 * WIL: improved evaluation measures for connected speech recognition" (Interspeech 2004).
 *
 * Without any reference word the denominators follow jiwer 4: `wer` is the number of insertions (a denominator of 1, so
 * '' against 'a b' gives 2), `mer` and `wil` are 1 if there are insertions and 0 otherwise.
 */
export function measure(utteranceCounts: Iterable<ErrorCounts>): Measures {
  let utterances = 0;
  let emptyReferences = 0;
  let rates = 0;
  const sum = { hits: 0, substitutions: 0, deletions: 0, insertions: 0 };
  for (const counts of utteranceCounts) {
    utterances++;
    addTo(sum, counts);
    const { errors, units } = unitCounts(counts);
    if (units === 0) emptyReferences++;
    else rates += errors / units;
  }
  const referenceWords = sum.hits + sum.substitutions + sum.deletions;
  const hypothesisWords = sum.hits + sum.substitutions + sum.insertions;
  const wip = informationPreserved(sum.hits, referenceWords, hypothesisWords);
  const errors = sum.substitutions + sum.deletions + sum.insertions;
  return {
    wer: errorRate(sum),
    mer: errors === 0 ? 0 : errors / (errors + sum.hits),
    wil: 1 - wip,
    wip,
    ...sum,
    referenceWords,
    hypothesisWords,
    utterances,
    emptyReferences,
    meanUtteranceWer: rates / (utterances - emptyReferences),
  };
}

/** (S + D + I) / (H + S + D); over alignments of characters this is the character error rate. Denominator at least 1. */
export function errorRate({ hits, substitutions, deletions, insertions }: ErrorCounts): number {
  return (substitutions + deletions + insertions) / Math.max(1, hits + substitutions + deletions);
}

/** What one utterance contributes to a rate. */
export function unitCounts({ hits, substitutions, deletions, insertions }: ErrorCounts): UnitCounts {
  return { errors: substitutions + deletions + insertions, units: hits + substitutions + deletions };
}

/** Counts over several alignments. */
export function sumCounts(parts: Iterable<ErrorCounts>): ErrorCounts {
  const sum = { hits: 0, substitutions: 0, deletions: 0, insertions: 0 };
  for (const part of parts) addTo(sum, part);
  return sum;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function addTo(sum: Mutable<ErrorCounts>, part: ErrorCounts): void {
  sum.hits += part.hits;
  sum.substitutions += part.substitutions;
  sum.deletions += part.deletions;
  sum.insertions += part.insertions;
}

/** Silence recognised as silence preserves everything. */
function informationPreserved(hits: number, referenceWords: number, hypothesisWords: number): number {
  if (referenceWords === 0 && hypothesisWords === 0) return 1;
  if (referenceWords === 0 || hypothesisWords === 0) return 0;
  return (hits / referenceWords) * (hits / hypothesisWords);
}
