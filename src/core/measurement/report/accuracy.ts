import { Aligner } from "../../scoring/alignment";
import { normalizerOf } from "../../scoring/normalizers";
import { scoreTextSteps, type TextScore } from "../../scoring/score";
import type { Normalizer } from "../../scoring/scoring";
import type { Estimate } from "../../scoring/statistics/interval";
import type { ResamplingOptions, Steps } from "../../scoring/statistics/resampling";
import type { EvaluationConfiguration } from "../configuration";
import { normalizerFor, primaryLanguage } from "../configuration/choices";
import type { ClipRecord } from "../run";
import { clipKey, isEvaluated, languagesIn } from "./rows";
import type { Figure, LanguageSummary } from "./summary";

/** A summary with the scores that comparisons read. */
export interface ScoredLanguage {
  readonly summary: LanguageSummary;
  readonly normalizer: Normalizer;
  /** Answered clips with a reference that a person wrote or corrected. */
  readonly clips: readonly (ClipRecord & { readonly hypothesis: string })[];
}

export type Scoring = Pick<EvaluationConfiguration, "normalizers" | "seed">;

/** Accuracy of one row, language by language. */
export function* scoreLanguages(clips: readonly ClipRecord[], scoring: Scoring): Steps<readonly ScoredLanguage[]> {
  const scored: ScoredLanguage[] = [];
  for (const language of languagesIn(clips)) {
    const own = clips.filter((clip) => primaryLanguage(clip.language) === language);
    scored.push(yield* scoreLanguage(language, own, scoring));
  }
  return scored;
}

function* scoreLanguage(language: string, clips: readonly ClipRecord[], scoring: Scoring): Steps<ScoredLanguage> {
  const normalizer = normalizerWith(normalizerFor(scoring, clips[0]?.language ?? language));
  const answered = clips.filter(isEvaluated);
  const judged = answered.filter(isByPerson);
  const failed = clips.filter((clip) => !isEvaluated(clip) && isByPerson(clip));
  const { id, version, hash } = normalizer;
  const summary = {
    language,
    attempted: clips.length,
    evaluated: answered.length,
    normalizer: { id, version, hash },
    corrected: correctedOf(judged),
    ...agreementOf(answered, normalizer),
  };
  if (judged.length === 0) return { summary, normalizer, clips: judged };
  const { seed } = scoring;
  const score = yield* scoreClips(judged, normalizer, { seed });
  const raw = yield* scoreClips(judged, normalizerWith("raw"), { seed });
  const lost = failed.reduce((words, { reference }) => words + normalizer.words(reference).length, 0);
  const { substitutions, deletions, insertions, referenceWords } = score.measures;
  const errors = substitutions + deletions + insertions;
  return {
    normalizer,
    clips: judged,
    summary: {
      ...summary,
      wer: figureOf(score.wer),
      cer: figureOf(score.cer),
      rawWer: figureOf(raw.wer),
      rawCer: figureOf(raw.cer),
      ...(failed.length > 0 && { werWithFailures: (errors + lost) / Math.max(1, referenceWords + lost) }),
    },
  };
}

export function scoreClips(
  clips: readonly (ClipRecord & { readonly hypothesis: string })[],
  normalizer: Normalizer,
  options: Pick<ResamplingOptions, "seed" | "replicates">,
): Steps<TextScore> {
  const pairs = clips.map(({ reference, hypothesis, ...clip }) => ({ id: clipKey(clip), reference, hypothesis }));
  return scoreTextSteps(pairs, normalizer, { ...options, ...blocksOf(clips) });
}

/**
 * Speakers where every clip names one, else sessions: clips of one are alike. A clip without a session is one of its own,
 * so that windows of a recording stay one block beside clips that are whole files.
 */
export function blocksOf(clips: readonly ClipRecord[]): Pick<ResamplingOptions, "blocks" | "blockName"> {
  const speakers = clips.flatMap(({ speaker }) => speaker ?? []);
  if (speakers.length === clips.length) return { blocks: speakers, blockName: "speaker" };
  if (clips.every(({ session }) => session === undefined)) return {};
  return { blocks: clips.map((clip) => clip.session ?? clipKey(clip)), blockName: "session" };
}

export function figureOf({ point, interval, utterances, caveat }: Estimate): Figure {
  return { point, utterances, ...(interval && { interval }), ...(caveat !== undefined && { caveat }) };
}

/** A machine's transcript is no truth: it never enters an error rate. */
export function isByPerson({ referenceSource }: Pick<ClipRecord, "referenceSource">): boolean {
  return referenceSource.kind !== "machine";
}

function correctedOf(clips: readonly ClipRecord[]): LanguageSummary["corrected"] {
  const counts = new Map<string, number>();
  for (const { referenceSource } of clips) {
    if (referenceSource.kind !== "corrected") continue;
    counts.set(referenceSource.engine, (counts.get(referenceSource.engine) ?? 0) + 1);
  }
  return [...counts].sort().map(([engine, clips]) => ({ engine, clips }));
}

function agreementOf(
  answered: readonly (ClipRecord & { readonly hypothesis: string })[],
  normalizer: Normalizer,
): Pick<LanguageSummary, "agreement"> {
  const machine = answered.filter((clip) => !isByPerson(clip));
  if (machine.length === 0) return {};
  const aligner = new Aligner();
  const sums = { hits: 0, words: 0 };
  for (const { reference, hypothesis } of machine) {
    const { hits, substitutions, deletions } = aligner.align(normalizer.words(reference), normalizer.words(hypothesis));
    sums.hits += hits;
    sums.words += hits + substitutions + deletions;
  }
  return sums.words === 0 ? {} : { agreement: { clips: machine.length, share: sums.hits / sums.words } };
}

function normalizerWith(id: string): Normalizer {
  const normalizer = normalizerOf(id);
  if (!normalizer) throw new RangeError(`There is no normaliser ${id}.`);
  return normalizer;
}
