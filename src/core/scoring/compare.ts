import { unitCounts } from "./measures";
import type { ScoredUtterance, TextScore } from "./score";
import type { ErrorCounts, NormalizerIdentity, UnitCounts } from "./scoring";
import { type Mapsswe, mapsswe } from "./statistics/mapsswe";
import { type PairedDifference, pairedDifferenceSteps } from "./statistics/paired";
import { finish, type ResamplingOptions, type Steps } from "./statistics/resampling";
import { type Judgement, judge, type MetricComparison } from "./verdict";

export interface CompareOptions extends ResamplingOptions {
  /**
   * The smallest difference of a rate that matters, above zero, as a fraction. A hypothesis that is not worse by as much
   * with 95 % confidence is said to be so, and it says how many clips could show it.
   */
  readonly smallestDifference?: number;
}

/** One rate of both: `a` is the old one, `b` the new. */
export interface ComparedMetric extends Judgement {
  readonly difference: PairedDifference;
}

export interface Comparison {
  readonly normalizer: NormalizerIdentity;
  /** `wer` and `cer`; their p are adjusted together. */
  readonly metrics: readonly ComparedMetric[];
  readonly mapsswe: Mapsswe;
  /** Utterances of which `b` has fewer errors in words than `a`, as many, or more. */
  readonly utterances: { readonly better: number; readonly same: number; readonly worse: number };
}

/** Two scores that say nothing about each other. */
export class IncomparableError extends Error {
  override readonly name = "IncomparableError";
}

/**
 * Compares two hypotheses over one reference.
 * @throws IncomparableError when the normalisers, the utterances or their references differ.
 * @throws RangeError for an option that makes no sense.
 */
export function compareScores(a: TextScore, b: TextScore, options: CompareOptions = {}): Comparison {
  return finish(compareScoresSteps(a, b, options));
}

/** {@link compareScores} in steps of a few milliseconds. */
export function* compareScoresSteps(a: TextScore, b: TextScore, options: CompareOptions = {}): Steps<Comparison> {
  requireComparable(a, b);
  const { smallestDifference, ...resampling } = options;
  if (smallestDifference !== undefined && !(smallestDifference > 0)) {
    throw new RangeError(`The smallest difference that matters lies above 0, not at ${smallestDifference}.`);
  }
  const rates: RateToJudge[] = [];
  for (const metric of rateNames) {
    rates.push({
      metric,
      difference: yield* pairedDifferenceSteps(countsOf(a, metric), countsOf(b, metric), resampling),
      identical: a.utterances.every((utterance, index) => outputOf(utterance, metric) === outputAt(b, index, metric)),
      better: "lower",
      ...(smallestDifference !== undefined && { margin: smallestDifference }),
    });
  }
  const judgements = judge(rates);
  return {
    normalizer: a.normalizer,
    metrics: rates.flatMap(({ difference }, index) => {
      const judgement = judgements[index];
      return judgement ? [{ ...judgement, difference }] : [];
    }),
    mapsswe: mapsswe(
      a.utterances.map(({ words }) => words),
      b.utterances.map(({ words }) => words),
    ),
    utterances: countUtterances(a, b),
  };
}

type RateToJudge = MetricComparison & { readonly difference: PairedDifference };

const rateNames = ["wer", "cer"] as const;
type RateName = (typeof rateNames)[number];

function requireComparable(a: TextScore, b: TextScore): void {
  const [one, other] = [a.normalizer, b.normalizer];
  if (one.id !== other.id || one.version !== other.version || one.hash !== other.hash) {
    throw new IncomparableError(
      `One was scored with the normalizer ${nameOf(one)} and the other with ${nameOf(other)}: score both with the same.`,
    );
  }
  const differing = a.utterances.findIndex((utterance, index) => !haveOneReference(utterance, b.utterances[index]));
  if (a.utterances.length !== b.utterances.length || differing !== -1) {
    const id = a.utterances[differing]?.id;
    throw new IncomparableError(
      `The two were not scored over the same references${id === undefined ? "" : ` (utterance ${id})`}.`,
    );
  }
}

function haveOneReference(one: ScoredUtterance, other: ScoredUtterance | undefined): boolean {
  if (!other || one.id !== other.id || one.words.reference.length !== other.words.reference.length) return false;
  return one.words.reference.every((word, index) => word === other.words.reference[index]);
}

/** As it stands in reports. */
export function nameOf({ id, version, hash }: NormalizerIdentity): string {
  return `${id}@${version}#${hash}`;
}

function countsOf({ utterances }: TextScore, metric: RateName): readonly UnitCounts[] {
  return utterances.map(({ words, characters }) => unitCounts(metric === "wer" ? words : characters));
}

function outputOf({ words, spelling }: ScoredUtterance, metric: RateName): string {
  return metric === "wer" ? words.hypothesis.join("\n") : spelling;
}

function outputAt({ utterances }: TextScore, index: number, metric: RateName): string | undefined {
  const utterance = utterances[index];
  return utterance && outputOf(utterance, metric);
}

function countUtterances(a: TextScore, b: TextScore): Comparison["utterances"] {
  const counts = { better: 0, same: 0, worse: 0 };
  for (const [index, { words }] of a.utterances.entries()) {
    const [before, after] = [errorsOf(words), errorsOf(b.utterances[index]?.words ?? words)];
    counts[after < before ? "better" : after > before ? "worse" : "same"]++;
  }
  return counts;
}

function errorsOf(counts: ErrorCounts): number {
  return unitCounts(counts).errors;
}
