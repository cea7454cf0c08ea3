import { Aligner } from "./alignment";
import { errorRate, type Measures, measure, sumCounts, unitCounts } from "./measures";
import type { Alignment, ErrorCounts, Normalizer, NormalizerIdentity } from "./scoring";
import { type Estimate, rateInterval } from "./statistics/interval";
import type { ResamplingOptions } from "./statistics/resampling";

/** What was said and what was recognised, as it was written. */
export interface UtterancePair {
  readonly id: string;
  readonly reference: string;
  readonly hypothesis: string;
}

export interface ScoredUtterance {
  readonly id: string;
  readonly words: Alignment;
  /** Of the alignment of characters. */
  readonly characters: ErrorCounts;
  /** The hypothesis as the character error rate reads it. */
  readonly spelling: string;
}

/** All of one hypothesis against one reference, with what it was normalised by. Rates are fractions. */
export interface TextScore {
  readonly normalizer: NormalizerIdentity;
  readonly measures: Measures;
  readonly wer: Estimate;
  readonly cer: Estimate;
  readonly utterances: readonly ScoredUtterance[];
}

/**
 * Normalises and aligns every utterance once and reads all measures from that. Rates are of the corpus (sums, then one
 * division), their intervals by {@link rateInterval}.
 * @throws RangeError for an option that makes no sense.
 */
export function scoreText(
  pairs: readonly UtterancePair[],
  normalizer: Normalizer,
  options: ResamplingOptions = {},
): TextScore {
  const [words, characters] = [new Aligner(), new Aligner()];
  const utterances = pairs.map(({ id, reference, hypothesis }): ScoredUtterance => {
    const letters = normalizer.characters(hypothesis);
    const { hits, substitutions, deletions, insertions } = characters.align(normalizer.characters(reference), letters);
    return {
      id,
      words: words.align(normalizer.words(reference), normalizer.words(hypothesis)),
      characters: { hits, substitutions, deletions, insertions },
      spelling: letters.join(""),
    };
  });
  const { id, version, hash } = normalizer;
  return {
    normalizer: { id, version, hash },
    measures: measure(utterances.map((utterance) => utterance.words)),
    wer: rateInterval(
      utterances.map((utterance) => unitCounts(utterance.words)),
      options,
    ),
    cer: rateInterval(
      utterances.map((utterance) => unitCounts(utterance.characters)),
      options,
    ),
    utterances,
  };
}

/** The word error rate of one utterance; without reference words, the number of words that were invented. */
export function utteranceWer({ words }: Pick<ScoredUtterance, "words">): number {
  return errorRate(words);
}

/** Sums over the characters of all utterances. */
export function characterCounts({ utterances }: Pick<TextScore, "utterances">): ErrorCounts {
  return sumCounts(utterances.map(({ characters }) => characters));
}
