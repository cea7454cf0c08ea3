import { type ComparedMetric, type Comparison, nameOf } from "../../core/scoring/compare";
import { visible } from "../../core/workspace/visible-text";
import { decimalsFor, number, percent, pointRange, points, probability, table } from "./figures";
import { counted } from "./score-report";

/** Rates are fractions, `difference` is b − a; null where there is no figure. */
export function comparisonJson({ normalizer, metrics, mapsswe, utterances }: Comparison): object {
  return { normalizer, metrics: metrics.map(metricJson), mapsswe, utterances };
}

function metricJson({ metric, verdict, difference, adjustedP, detectable, clipsNeeded }: ComparedMetric): object {
  const { a, b, interval, p, caveat } = difference;
  return {
    metric,
    a,
    b,
    difference: difference.difference,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    p,
    adjustedP: adjustedP ?? null,
    verdict,
    ...(detectable !== undefined && { detectable }),
    ...(clipsNeeded !== undefined && { clipsNeeded }),
    ...(caveat !== undefined && { caveat }),
  };
}

export function renderComparison(comparison: Comparison, { a, b }: { readonly a: string; readonly b: string }): string {
  const { metrics, mapsswe, utterances, normalizer } = comparison;
  const clips = utterances.better + utterances.same + utterances.worse;
  const head = [
    `a: ${visible(a)}`,
    `b: ${visible(b)}`,
    `${counted(clips, "utterance")}, normalizer ${nameOf(normalizer)}`,
  ];
  const rows = [["", "a", "b", "b − a, points", "95 % interval", "p", "verdict"], ...metrics.map(metricRow)];
  return [
    ...head.map((line) => `${line}\n`),
    `\n${table(rows)}\n`,
    ...metrics.map(detectableLine),
    `Utterances with fewer errors in b: ${utterances.better}, as many: ${utterances.same}, more: ${utterances.worse}.\n`,
    `Matched pairs (MAPSSWE): z = ${number(mapsswe.z, 2)}, p = ${probability(mapsswe.p)} over ${counted(mapsswe.segments, "segment")}.\n`,
  ].join("");
}

function metricRow({ metric, difference, adjustedP, verdict }: ComparedMetric): readonly string[] {
  const { a, b, interval, p } = difference;
  const decimals = decimalsFor(interval);
  return [
    metric.toUpperCase(),
    percent(a, decimals),
    percent(b, decimals),
    points(difference.difference, decimals),
    interval ? pointRange(interval, decimals) : "none",
    probability(adjustedP ?? p),
    verdict,
  ];
}

function detectableLine({ metric, difference, detectable, clipsNeeded }: ComparedMetric): string {
  if (detectable === undefined) return "";
  const size = number(100 * detectable, decimalsFor(difference.interval));
  const needed =
    clipsNeeded === undefined ? "" : `; the smallest that matters takes about ${counted(clipsNeeded, "clip")}`;
  return `${metric.toUpperCase()}: these clips show a difference of ${size} points in four of five comparisons${needed}.\n`;
}
