import { compareScoresSteps } from "../../scoring/compare";
import { pairedDifferenceSteps } from "../../scoring/statistics/paired";
import type { Steps } from "../../scoring/statistics/resampling";
import { judge, type MetricComparison } from "../../scoring/verdict";
import type { EvaluationConfiguration } from "../configuration";
import type { EngineConfiguration } from "../engine";
import type { EngineRun, RunChange, RunRecord } from "../run";
import { blocksOf, type ScoredLanguage, scoreClips } from "./accuracy";
import { compareRepeats, type Repeats } from "./repeats";
import { clipKey } from "./rows";
import type { RateComparison, RepeatedComparison, RowComparison } from "./summary";
import type { ClipTiming } from "./timing";

/** What is compared of a row. */
export interface ComparedRow {
  readonly engine: EngineRun;
  readonly configured?: EngineConfiguration;
  readonly languages: readonly ScoredLanguage[];
  readonly timings: readonly ClipTiming[];
}

/** Interleaved repeats of the first row and a later one. */
export interface RowRepeats {
  readonly speed?: Repeats;
  readonly memory?: Repeats;
}

export type Comparing = Pick<EvaluationConfiguration, "seed" | "smallestDifference" | "margin">;

/** Each later row against the first. The p of all rows, languages and metrics are adjusted together. */
export function* compareRows(
  [first, ...others]: readonly ComparedRow[],
  state: RunRecord["state"],
  options: Comparing,
  repeats: ReadonlyMap<number, RowRepeats>,
  change?: RunChange,
): Steps<readonly RowComparison[]> {
  if (!first) return [];
  const found: { other: ComparedRow; unmeasured: string | undefined; differences: readonly Difference[] }[] = [];
  for (const other of others) {
    const unmeasured = whyNot(first.engine, other.engine, state, change);
    found.push({
      other,
      unmeasured,
      differences: unmeasured === undefined ? yield* differencesOf(first, other, options) : [],
    });
    yield;
  }
  const judgements = judge(
    found.flatMap(({ differences }) => differences.map(({ comparison }) => comparison)),
  ).values();
  return found.map(({ other, unmeasured, differences }, index) => {
    const judged = differences.map((difference) => ({ ...difference, judgement: judgements.next().value }));
    const { speed, memory } = repeats.get(index + 1) ?? {};
    const speedComparison = unmeasured === undefined ? compareRepeats(speed) : compareRepeats(undefined);
    const timing = judged.find(({ metric }) => metric === "timing");
    return {
      row: index + 1,
      ...(unmeasured !== undefined && { unmeasured }),
      rates: judged.flatMap(rateOf),
      ...(timing?.comparison.difference &&
        timing.judgement && {
          timing: {
            verdict: timing.judgement.verdict,
            difference: timing.comparison.difference.difference,
            ...(timing.comparison.difference.interval && { interval: timing.comparison.difference.interval }),
          },
        }),
      speed: speedComparison,
      memory: unmeasured === undefined ? compareRepeats(memory) : compareRepeats(undefined),
      cost: compareCost(first, other, speedComparison),
    };
  });
}

/** A run that did not end has no verdict, and code that is compared with itself differs by chance only. */
function whyNot(
  a: EngineRun,
  b: EngineRun,
  state: RunRecord["state"],
  change: RunChange | undefined,
): string | undefined {
  if (state === "cancelled") return "The run was cancelled.";
  if (state === "partial") return "The run is partial.";
  // Of a change it was looked which code ran; what an engine says of itself may be the same on both sides.
  if (change?.ran?.verdict === "own") return undefined;
  if (change?.ran) return change.ran.verdict === "same" ? "The same code ran." : "Which code ran is not known.";
  const codeOf = ({ command, parameters, sources, version }: EngineRun) =>
    JSON.stringify([command, Object.entries(parameters).sort(), sources.map(({ hash }) => hash).sort(), version]);
  return codeOf(a) === codeOf(b) && a.command.length > 0 ? "Both ran the same code with the same settings." : undefined;
}

interface Difference {
  readonly metric: "wer" | "cer" | "timing";
  readonly language: string;
  readonly clips: number;
  readonly comparison: MetricComparison;
}

function* differencesOf(a: ComparedRow, b: ComparedRow, options: Comparing): Steps<readonly Difference[]> {
  const { seed, smallestDifference } = options;
  const margin = options.margin ?? smallestDifference;
  const rates: Difference[] = [];
  for (const { summary, normalizer, clips } of a.languages) {
    const { language } = summary;
    const others = b.languages.find((other) => other.summary.language === language)?.clips ?? [];
    const [both, otherBoth] = shared(clips, others, clipKey);
    if (both.length === 0) continue;
    // Only alignments are read of these; the intervals are those of the difference.
    const scoreA = yield* scoreClips(both, normalizer, { seed, replicates: 1 });
    const scoreB = yield* scoreClips(otherBoth, normalizer, { seed, replicates: 1 });
    const compared = yield* compareScoresSteps(scoreA, scoreB, { seed, ...blocksOf(both) });
    for (const { metric, verdict, difference } of compared.metrics) {
      const identical = verdict === "identical";
      const limits = metric === "wer" ? { margin, smallestDifference } : {};
      const comparison = { metric, difference, identical, better: "lower" as const, ...limits };
      rates.push({ metric: metric === "wer" ? "wer" : "cer", language, clips: both.length, comparison });
    }
  }
  const [timed, otherTimed] = shared(a.timings, b.timings, ({ clip }) => clipKey(clip));
  if (timed.length === 0) return rates;
  const blocks = blocksOf(timed.map(({ clip }) => clip));
  const difference = yield* pairedDifferenceSteps(timed, otherTimed, { seed, ...blocks });
  const identical = timed.every(({ clip }, index) => {
    const other = otherTimed[index]?.clip;
    return JSON.stringify(clip.hypothesisWords) === JSON.stringify(other?.hypothesisWords);
  });
  const comparison = { metric: "timing", difference, identical, better: "lower" as const };
  return [...rates, { metric: "timing", language: "", clips: timed.length, comparison }];
}

/** What both have, in one order. */
function shared<Item>(
  a: readonly Item[],
  b: readonly Item[],
  keyOf: (item: Item) => string,
): readonly [readonly Item[], readonly Item[]] {
  const others = new Map(b.map((item) => [keyOf(item), item]));
  const pairs = a.flatMap((item) => {
    const other = others.get(keyOf(item));
    return other === undefined ? [] : [[item, other] as const];
  });
  return [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
}

function rateOf({
  metric,
  language,
  clips,
  comparison: { difference },
  judgement,
}: Difference & { readonly judgement: ReturnType<typeof judge>[number] | undefined }): readonly RateComparison[] {
  if (metric === "timing" || !difference || !judgement) return [];
  const { verdict, detectable, clipsNeeded } = judgement;
  return [
    {
      metric,
      language,
      verdict,
      difference: difference.difference,
      ...(difference.interval && { interval: difference.interval }),
      clips,
      ...(detectable !== undefined && { detectable }),
      ...(clipsNeeded !== undefined && { clipsNeeded }),
    },
  ];
}

/** Prices per minute are exact; a price per hour is as sure as the speed it is paid for. */
function compareCost(a: ComparedRow, b: ComparedRow, speed: RepeatedComparison): RepeatedComparison {
  const [one, other] = [a.configured?.price, b.configured?.price];
  if (!one || !other) return { verdict: "not compared" };
  if ("perMinute" in one && "perMinute" in other) {
    const difference = other.perMinute / one.perMinute - 1;
    if (!Number.isFinite(difference)) return { verdict: "not compared" };
    const verdict = difference === 0 ? "no difference shown" : difference < 0 ? "better" : "worse";
    return { verdict, difference, noise: 0 };
  }
  if (!("perHour" in one && "perHour" in other) || speed.difference === undefined || speed.noise === undefined) {
    return { verdict: "not compared" };
  }
  const difference = ((1 + speed.difference) * other.perHour) / one.perHour - 1;
  if (!Number.isFinite(difference)) return { verdict: "not compared" };
  const isShown = Math.abs(difference) > speed.noise;
  return {
    verdict: isShown ? (difference < 0 ? "better" : "worse") : "no difference shown",
    difference,
    noise: speed.noise,
  };
}
