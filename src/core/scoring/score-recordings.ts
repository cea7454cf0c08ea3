import { Aligner } from "./alignment";
import type { TimedRecording } from "./formats/recordings";
import type { UtterancePair } from "./score";
import type { Normalizer } from "./scoring";
import { measureTiming, type TimingMeasures, timedTokens } from "./timing";

/** The texts of recordings, each as one utterance. */
export function textsOf(recordings: readonly TimedRecording[]): readonly UtterancePair[] {
  return recordings.map(({ id, reference, hypothesis }) => ({
    id,
    reference: reference.map(({ text }) => text).join(" "),
    hypothesis: hypothesis.map(({ text }) => text).join(" "),
  }));
}

/**
 * Times of the words that both sides have. Words are normalised one by one here, since a time belongs to one written word;
 * a normaliser that joins words ("twenty one") aligns fewer of them than {@link textsOf} does.
 */
export function scoreTiming(recordings: readonly TimedRecording[], normalizer: Normalizer): TimingMeasures {
  const aligner = new Aligner();
  return measureTiming(
    recordings.map((recording) => {
      const reference = timedTokens(recording.reference, normalizer);
      const hypothesis = timedTokens(recording.hypothesis, normalizer);
      return { alignment: aligner.align(reference.tokens, hypothesis.tokens), reference, hypothesis };
    }),
  );
}
