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

interface ComparedFiles {
  readonly a: string;
  readonly b: string;
  readonly smallestDifference: number | undefined;
}

export function renderComparison(comparison: Comparison, { a, b, smallestDifference }: ComparedFiles): string {
  const { metrics, mapsswe, utterances, normalizer } = comparison;
  const clips = utterances.better + utterances.same + utterances.worse;
  const head = [
    `a: ${visible(a)}`,
    `b: ${visible(b)}`,
    `${counted(clips, "utterance")}, normalizer ${nameOf(normalizer)}`,
  ];
  const rows = [["", "a", "b", "b − a, points", "95 % interval", "p (Holm)", "verdict"], ...metrics.map(metricRow)];
  return [
    ...head.map((line) => `${line}\n`),
    `\n${table(rows, { lastFromLeft: true })}\n`,
    ...metrics.map((metric) => detectableLine(metric, smallestDifference)),
    smallestDifference === undefined ? "" : `Margin: ${pointsOf(smallestDifference)}.\n`,
    `Utterances with fewer errors in b: ${utterances.better}, as many: ${utterances.same}, more: ${utterances.worse}.\n`,
    `Matched pairs (MAPSSWE): z = ${number(mapsswe.z, 2)}, p ${mapsswe.p < 0.001 ? "" : "= "}${probability(mapsswe.p)} over ${counted(mapsswe.segments, "segment")}.\n`,
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

function detectableLine(metric: ComparedMetric, smallestDifference: number | undefined): string {
  const { difference, detectable, clipsNeeded } = metric;
  if (detectable === undefined) return "";
  const size = number(100 * detectable, decimalsFor(difference.interval));
  const needed =
    clipsNeeded === undefined || smallestDifference === undefined
      ? ""
      : `; ${pointsOf(smallestDifference)} take about ${Number(clipsNeeded.toPrecision(2)).toLocaleString("en")} clips`;
  return `${metric.metric.toUpperCase()}: these clips show a difference of ${size} points in four of five comparisons${needed}.\n`;
}

/** As the person gave it. */
function pointsOf(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(6))} points`;
}
