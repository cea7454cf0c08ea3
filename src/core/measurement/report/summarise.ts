import { finish, type Steps } from "../../scoring/statistics/resampling";
import type { EvaluationConfiguration } from "../configuration";
import { primaryLanguage } from "../configuration/choices";
import type { ClipFailure, ClipRecord, RunRecord } from "../run";
import { figureOf, isByPerson, type ScoredLanguage, scoreClips, scoreLanguages } from "./accuracy";
import { checksOf } from "./checks";
import { type ComparedRow, compareRows, type RowRepeats } from "./comparison";
import { clipKey, isEvaluated, languagesIn, type Row, rowsOf } from "./rows";
import type { RowSummary, RunSummary, TestSetSummary } from "./summary";
import { summariseTimes } from "./times";
import { clipTimings, summariseTiming } from "./timing";

/** What the record does not hold. */
export interface SummaryInput {
  /** Which comparison on a test set this is, counted from 1, by its name. */
  readonly comparisonNumbers?: Readonly<Record<string, number>>;
  /** Interleaved repeats by row (from 1; row 0 is what they are compared with). Without them speed is not compared. */
  readonly repeats?: ReadonlyMap<number, RowRepeats>;
}

/** Computes every figure of a report from a run's record; the order of `clips` does not matter. */
export function summarise(...parameters: Parameters<typeof summariseSteps>): RunSummary {
  return finish(summariseSteps(...parameters));
}

/**
 * {@link summarise} with pauses every few milliseconds, for who must not hold up an event loop. Thousands of clips still
 * belong into a worker: what is done once for all of them has no pause.
 */
export function* summariseSteps(
  run: RunRecord,
  clips: readonly ClipRecord[],
  configuration: EvaluationConfiguration,
  input: SummaryInput = {},
): Steps<RunSummary> {
  const requested = run.datasets.reduce((sum, dataset) => sum + dataset.requested, 0);
  const scored: { readonly summary: RowSummary; readonly compared: ComparedRow }[] = [];
  for (const row of rowsOf(run, clips)) {
    const configured = configuration.engines.find(
      ({ name }) => name === row.engine.name || name === run.change?.engine,
    );
    const languages = yield* scoreLanguages(row.clips, configuration);
    const normalizers = new Map(languages.map(({ summary, normalizer }) => [summary.language, normalizer]));
    const timings = clipTimings(row.clips, ({ language }) => normalizers.get(primaryLanguage(language)));
    const timing = summariseTiming(timings, configuration.seed);
    const summary: RowSummary = {
      label: row.label,
      engine: row.engine.name,
      parameters: row.engine.parameters,
      command: row.engine.command,
      ...(row.engine.version !== undefined && { version: row.engine.version }),
      hosting: configured?.hosting ?? "self",
      requested,
      evaluated: row.clips.filter(isEvaluated).length,
      failures: failuresOf(row),
      languages: languages.map((language) => language.summary),
      ...(run.datasets.length > 1 && { byTestSet: yield* byTestSet(languages, configuration.seed) }),
      ...(timing && { timing }),
      times: summariseTimes(row, configured?.price, configuration.seed, reusedOf(run, row)),
    };
    scored.push({ summary, compared: { engine: row.engine, ...(configured && { configured }), languages, timings } });
    yield;
  }
  const rows = scored.map(({ summary }) => summary);
  const { id, created, state, seed, shard } = run;
  const comparisons = yield* compareRows(
    scored.map(({ compared }) => compared),
    state,
    configuration,
    input.repeats ?? new Map(),
    run.change,
  );
  return {
    run: { id, created, state, seed, ...(shard && { shard }) },
    provenance: run.provenance,
    testSets: run.datasets.map((dataset) => testSetOf(dataset, clips, configuration, input)),
    rows,
    comparisons,
    checks: checksOf({ rows, comparisons }, configuration, run),
    smallestDifference: configuration.smallestDifference,
    margin: configuration.margin ?? configuration.smallestDifference,
    ...(run.change && { change: run.change }),
  };
}

/** Transcripts of the row that were not made in this run. */
function reusedOf({ change }: RunRecord, { engine }: Row): number {
  return engine.tree ? (change?.reused[engine.tree.side] ?? 0) : 0;
}

function failuresOf({ clips }: Row): RowSummary["failures"] {
  const found = new Map<ClipFailure, RowSummary["failures"][number]>();
  for (const clip of clips) {
    if (isEvaluated(clip)) continue;
    // An answer without text is none, whatever else the record says.
    const kind = clip.failure?.kind ?? "missing-output";
    const first = { utterance: clip.utterance, message: clip.failure?.message ?? "The answer has no text." };
    found.set(kind, { kind, first, ...found.get(kind), count: (found.get(kind)?.count ?? 0) + 1 });
  }
  return [...found.values()].sort((one, other) => (one.kind < other.kind ? -1 : 1));
}

function* byTestSet(languages: readonly ScoredLanguage[], seed: number): Steps<NonNullable<RowSummary["byTestSet"]>> {
  const found: NonNullable<RowSummary["byTestSet"]>[number][] = [];
  for (const { summary, normalizer, clips } of languages) {
    for (const testSet of new Set(clips.map(({ dataset }) => dataset))) {
      const own = clips.filter(({ dataset }) => dataset === testSet);
      const { wer } = yield* scoreClips(own, normalizer, { seed });
      found.push({ testSet, language: summary.language, wer: figureOf(wer) });
    }
  }
  return found;
}

function testSetOf(
  { name, hash, requested, evaluated, problems }: RunRecord["datasets"][number],
  clips: readonly ClipRecord[],
  { datasets }: Pick<EvaluationConfiguration, "datasets">,
  { comparisonNumbers = {} }: SummaryInput,
): TestSetSummary {
  const byKey = new Map(clips.filter(({ dataset }) => dataset === name).map((clip) => [clipKey(clip), clip]));
  // Sums of seconds would otherwise differ in their last digit with the order of clips.
  const own = [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, clip]) => clip);
  const comparisonNumber = Object.hasOwn(comparisonNumbers, name) ? comparisonNumbers[name] : undefined;
  const languages = languagesIn(own);
  return {
    name,
    hash,
    locked: datasets.find((dataset) => dataset.name === name)?.locked ?? false,
    requested,
    evaluated,
    problems,
    ...(comparisonNumber !== undefined && { comparisonNumber }),
    languages: languages.map((language) =>
      languageOf(
        language,
        own.filter((clip) => primaryLanguage(clip.language) === language),
      ),
    ),
  };
}

function languageOf(language: string, clips: readonly ClipRecord[]): TestSetSummary["languages"][number] {
  const speakers = clips.flatMap(({ speaker }) => speaker ?? []);
  const corrected = clips.filter(({ referenceSource }) => referenceSource.kind === "corrected").length;
  const machine = clips.filter((clip) => !isByPerson(clip)).length;
  return {
    language,
    clips: clips.length,
    seconds: clips.reduce((sum, { duration }) => sum + duration, 0),
    ...(speakers.length === clips.length && { speakers: new Set(speakers).size }),
    conditions: [...new Set(clips.flatMap(({ conditions }) => conditions))].sort(),
    references: { human: clips.length - corrected - machine, corrected, machine },
  };
}
