import { Aligner } from "./alignment";
import { errorRate, type Measures, measure, sumCounts, unitCounts } from "./measures";
import type { Alignment, ErrorCounts, Normalizer, NormalizerIdentity } from "./scoring";
import { type Estimate, rateIntervalSteps } from "./statistics/interval";
import { finish, type ResamplingOptions, type Steps } from "./statistics/resampling";

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
 * division), their intervals by `rateInterval`.
 * @throws RangeError for an option that makes no sense.
 */
export function scoreText(
  pairs: readonly UtterancePair[],
  normalizer: Normalizer,
  options: ResamplingOptions = {},
): TextScore {
  return finish(scoreTextSteps(pairs, normalizer, options));
}

/** Utterances that are aligned between two pauses. */
const utterancesPerStep = 20;

/** {@link scoreText} in steps of a few milliseconds. */
export function* scoreTextSteps(
  pairs: readonly UtterancePair[],
  normalizer: Normalizer,
  options: ResamplingOptions = {},
): Steps<TextScore> {
  const [words, characters] = [new Aligner(), new Aligner()];
  const utterances: ScoredUtterance[] = [];
  for (const { id, reference, hypothesis } of pairs) {
    const letters = normalizer.characters(hypothesis);
    const { hits, substitutions, deletions, insertions } = characters.align(normalizer.characters(reference), letters);
    utterances.push({
      id,
      words: words.align(normalizer.words(reference), normalizer.words(hypothesis)),
      characters: { hits, substitutions, deletions, insertions },
      spelling: letters.join(""),
    });
    if (utterances.length % utterancesPerStep === 0) yield;
  }
  const { id, version, hash } = normalizer;
  return {
    normalizer: { id, version, hash },
    measures: measure(utterances.map((utterance) => utterance.words)),
    wer: yield* rateIntervalSteps(
      utterances.map((utterance) => unitCounts(utterance.words)),
      options,
    ),
    cer: yield* rateIntervalSteps(
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
