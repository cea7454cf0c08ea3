import { Aligner } from "../../scoring/alignment";
import type { Normalizer } from "../../scoring/scoring";
import { rateInterval } from "../../scoring/statistics/interval";
import { type TimedTokens, timedTokens } from "../../scoring/timing";
import type { ClipRecord } from "../run";
import { blocksOf, figureOf, isByPerson } from "./accuracy";
import { isEvaluated } from "./rows";
import type { TimingSummary } from "./summary";

/** Boundaries of one clip's matched words: the sum of absolute errors in ms, and how many were compared. */
export interface ClipTiming {
  readonly clip: ClipRecord;
  readonly errors: number;
  readonly units: number;
  readonly matchedWords: number;
  readonly referenceWords: number;
}

/** Clips with word times on both sides. Nothing is said of words that were not recognised; coverage shows how many. */
export function clipTimings(
  clips: readonly ClipRecord[],
  normalizerOf: (clip: ClipRecord) => Normalizer | undefined,
): readonly ClipTiming[] {
  const aligner = new Aligner();
  return clips.flatMap((clip) => {
    const normalizer = normalizerOf(clip);
    const { referenceWords, hypothesisWords } = clip;
    if (!normalizer || !referenceWords || !hypothesisWords || !isEvaluated(clip) || !isByPerson(clip)) return [];
    const reference = timedTokens(referenceWords, normalizer);
    const hypothesis = timedTokens(hypothesisWords, normalizer);
    const { chunks } = aligner.align(reference.tokens, hypothesis.tokens);
    const errors: number[] = [];
    let matchedWords = 0;
    for (const { operation, referenceStart, referenceEnd, hypothesisStart } of chunks) {
      if (operation !== "equal") continue;
      for (let row = referenceStart; row < referenceEnd; row++) {
        matchedWords++;
        errors.push(...boundaryErrors(reference, row, hypothesis, hypothesisStart + row - referenceStart));
      }
    }
    const sum = errors.reduce((total, error) => total + error, 0);
    return [{ clip, errors: sum, units: errors.length, matchedWords, referenceWords: reference.tokens.length }];
  });
}

export function summariseTiming(timings: readonly ClipTiming[], seed: number): TimingSummary | undefined {
  const count = (field: "units" | "matchedWords" | "referenceWords") =>
    timings.reduce((sum, timing) => sum + timing[field], 0);
  if (count("units") === 0) return undefined;
  const mae = figureOf(rateInterval(timings, { seed, ...blocksOf(timings.map(({ clip }) => clip)) }));
  const isExact = timings.every(({ errors }) => errors === 0);
  const { interval: _, caveat: __, ...point } = mae;
  return {
    // Without any error the interval of a rate is a bound on shares, which milliseconds are not.
    mae: isExact ? point : mae,
    matchedWords: count("matchedWords"),
    referenceWords: count("referenceWords"),
  };
}

function boundaryErrors(reference: TimedTokens, row: number, hypothesis: TimedTokens, column: number): number[] {
  const differences = [
    (hypothesis.starts[column] ?? Number.NaN) - (reference.starts[row] ?? Number.NaN),
    (hypothesis.ends[column] ?? Number.NaN) - (reference.ends[row] ?? Number.NaN),
  ];
  return differences.filter((difference) => !Number.isNaN(difference)).map((difference) => Math.abs(difference) * 1000);
}
