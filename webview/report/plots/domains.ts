import type { ReportMetric } from "../../../src/protocol/report";
import { isRelative } from "../format";

export type Domain = readonly [low: number, high: number];

/** One scale for all rows of a metric, from 0. */
export function figureDomain({ figures }: ReportMetric): Domain {
  const ends = figures.flatMap((figure) => (figure ? [figure.point, figure.high ?? figure.point] : []));
  const most = Math.max(0, ...ends);
  return [0, most === 0 ? 1 : most * 1.05];
}

/** 0 in the middle. Differences of rates share one scale over all languages, so that they can be compared by eye. */
export function differenceDomain(metric: ReportMetric, all: readonly ReportMetric[]): Domain {
  const alike = all.filter((other) =>
    isRelative(metric.metric) ? isRelative(other.metric) : other.metric === metric.metric,
  );
  const ends = alike.flatMap(({ differences }) =>
    differences.flatMap((found) => [found?.difference ?? 0, found?.low ?? 0, found?.high ?? 0, found?.noise ?? 0]),
  );
  const most = Math.max(...ends.map(Math.abs)) * 1.1;
  return most > 0 ? [-most, most] : [-1, 1];
}

/** Of the clips in a plot of times; the slowest would push all others to the left edge. */
export const shownPercent = 99;
