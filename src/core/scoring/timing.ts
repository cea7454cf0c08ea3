import type { Alignment, Normalizer } from "./scoring";

/** A word and its place in the audio, in seconds. */
export interface TimedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens of timed words. A word of several tokens gives the first its start and the last its end; inner ends are unknown. */
export interface TimedTokens {
  readonly tokens: readonly string[];
  /** Seconds, one for each token; NaN where unknown. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Words as the normaliser sees them; a word of which nothing is left (punctuation) has no token. */
export function timedTokens(words: Iterable<TimedWord>, normalizer: Pick<Normalizer, "words">): TimedTokens {
  const tokens: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { text, start, end } of words) {
    const parts = normalizer.words(text);
    parts.forEach((token, index) => {
      tokens.push(token);
      starts.push(index === 0 ? start : Number.NaN);
      ends.push(index === parts.length - 1 ? end : Number.NaN);
    });
  }
  return { tokens, starts, ends };
}

/** One utterance: `alignment` is that of the two token lists. */
export interface TimedPair {
  readonly alignment: Alignment;
  readonly reference: TimedTokens;
  readonly hypothesis: TimedTokens;
}

/**
 * How far word boundaries lie from the reference's, in milliseconds, over words that both have (hits). Words that were not
 * recognised have no error here; `coverage` says how many that leaves out. Every figure but the counts is NaN if none matched.
 */
export interface TimingMeasures {
  /** Mean absolute error of starts, of ends, and of both together. */
  readonly startMae: number;
  readonly endMae: number;
  readonly mae: number;
  /** Mean of hypothesis − reference: above 0 is late. */
  readonly startBias: number;
  readonly endBias: number;
  readonly bias: number;
  /** Of the absolute errors of starts and ends together, interpolated between ranks (type 7, as numpy's). */
  readonly median: number;
  readonly p95: number;
  readonly matchedWords: number;
  readonly referenceWords: number;
  /** matchedWords / referenceWords. */
  readonly coverage: number;
}

export function measureTiming(pairs: Iterable<TimedPair>): TimingMeasures {
  const starts: number[] = [];
  const ends: number[] = [];
  let matchedWords = 0;
  let referenceWords = 0;
  for (const { alignment, reference, hypothesis } of pairs) {
    referenceWords += alignment.reference.length;
    for (const { operation, referenceStart, referenceEnd, hypothesisStart } of alignment.chunks) {
      if (operation !== "equal") continue;
      for (let row = referenceStart; row < referenceEnd; row++) {
        const column = hypothesisStart + row - referenceStart;
        matchedWords++;
        pushDifference(starts, reference.starts[row], hypothesis.starts[column]);
        pushDifference(ends, reference.ends[row], hypothesis.ends[column]);
      }
    }
  }
  const both = starts.concat(ends);
  const absolute = Float64Array.from(both, Math.abs).sort();
  return {
    startMae: mean(starts.map(Math.abs)),
    endMae: mean(ends.map(Math.abs)),
    mae: mean(absolute),
    startBias: mean(starts),
    endBias: mean(ends),
    bias: mean(both),
    median: quantile(absolute, 0.5),
    p95: quantile(absolute, 0.95),
    matchedWords,
    referenceWords,
    coverage: matchedWords / referenceWords,
  };
}

function pushDifference(differences: number[], reference = Number.NaN, hypothesis = Number.NaN): void {
  const milliseconds = (hypothesis - reference) * 1000;
  if (!Number.isNaN(milliseconds)) differences.push(milliseconds);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return sum / values.length;
}

function quantile(sorted: Float64Array, fraction: number): number {
  const rank = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? Number.NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}
