import type { EvaluationConfiguration } from "../../../core/measurement/configuration";
import { primaryLanguage } from "../../../core/measurement/configuration/choices";
import { notesOf } from "../../../core/measurement/report/notes";
import { isEvaluated, rowsOf } from "../../../core/measurement/report/rows";
import type {
  Check,
  Figure,
  RateComparison,
  RepeatedComparison,
  RunSummary,
} from "../../../core/measurement/report/summary";
import type { ClipRecord, RunRecord } from "../../../core/measurement/run";
import type {
  ReportCheck,
  ReportDifference,
  ReportFigure,
  ReportFigures,
  ReportLatency,
  ReportMetric,
} from "../../../protocol/report";

/** What the view shows of a summary, as JSON can carry it: an open end of an interval is left out. */
export function figuresOf(summary: RunSummary, record: RunRecord, clips: readonly ClipRecord[]): ReportFigures {
  return {
    metrics: metricsOf(summary),
    checks: summary.checks.map(checkOf),
    latency: rowsOf(record, clips).map((row) => latencyOf(row.clips)),
    unmeasured: summary.rows.map(
      (_, row) => summary.comparisons.find((comparison) => comparison.row === row)?.unmeasured ?? null,
    ),
    notes: notesOf(summary).map(withoutEscapes),
    clips: clips.length,
  };
}

/** The configuration as it concerns a recorded run: it was normalised as it says, whatever is configured now. */
export function configurationOf(
  { provenance, seed }: RunRecord,
  configuration: EvaluationConfiguration = withoutConfiguration,
): EvaluationConfiguration {
  const recorded = Object.entries(provenance.normalizers).map(([key, { id }]) => [primaryLanguage(key), id]);
  return {
    ...configuration,
    seed,
    normalizers: { ...configuration.normalizers, ...Object.fromEntries(recorded) },
  };
}

/** A run can be read where its configuration is gone; then nothing is known of prices and budgets. */
const withoutConfiguration: EvaluationConfiguration = {
  schema: 1,
  datasets: [],
  engines: [],
  smallestDifference: 0.01,
  normalizers: {},
  seed: 1,
  repeats: 1,
  budgets: [],
  costCap: 0,
};

function checkOf(check: Check): ReportCheck {
  const { row, origin, metric, language, verdict } = check;
  const common = { row, origin, metric, verdict, ...(language !== undefined && { language }) };
  if ("atMost" in check) {
    return { ...common, atMost: check.atMost, ...(check.figure && { figure: plainFigure(check.figure) }) };
  }
  const { noRegressionAgainst, difference, interval } = check;
  return {
    ...common,
    noRegressionAgainst,
    ...(difference !== undefined && { difference: { verdict, difference, ...ends(interval) } }),
  };
}

function metricsOf({ rows, comparisons }: RunSummary): readonly ReportMetric[] {
  const languages = [...new Set(rows.flatMap((row) => row.languages.map(({ language }) => language)))];
  const compared = rows.map((_, row) => comparisons.find((comparison) => comparison.row === row));
  const rates = languages.flatMap((language) =>
    (["wer", "cer"] as const).map(
      (metric): ReportMetric => ({
        metric,
        language,
        figures: rows.map((row) => orNull(row.languages.find((found) => found.language === language)?.[metric])),
        differences: compared.map((comparison) =>
          rateDifference(comparison?.rates.find((rate) => rate.metric === metric && rate.language === language)),
        ),
      }),
    ),
  );
  const others: readonly ReportMetric[] = [
    {
      metric: "rtfP50",
      figures: rows.map(({ times }) => orNull(times.wallP50)),
      differences: compared.map((comparison) => repeatedDifference(comparison?.speed)),
    },
    {
      metric: "rtfP95",
      figures: rows.map(({ times }) => orNull(times.wallP95)),
      differences: compared.map(() => null),
    },
    {
      metric: "memory",
      figures: rows.map(({ times: { memory } }) =>
        memory ? { point: memory.median, high: memory.highest, low: memory.median, count: memory.processes } : null,
      ),
      differences: compared.map((comparison) => repeatedDifference(comparison?.memory)),
    },
    {
      metric: "cost",
      figures: rows.map(({ times }) => orNull(times.costPerHour)),
      differences: compared.map((comparison) => repeatedDifference(comparison?.cost)),
    },
    {
      metric: "timing",
      figures: rows.map(({ timing }) => orNull(timing?.mae)),
      differences: compared.map((comparison) =>
        comparison?.timing ? { ...comparison.timing, ...ends(comparison.timing.interval) } : null,
      ),
    },
  ];
  return [...rates, ...others].filter(({ figures }) => figures.some((figure) => figure !== null)).map(withoutIntervals);
}

/** The ends stand beside the point already. */
function withoutIntervals(metric: ReportMetric): ReportMetric {
  const differences = metric.differences.map((difference) => {
    if (!difference) return null;
    const { interval: _, ...rest } = difference as ReportDifference & { interval?: unknown };
    return rest;
  });
  return { ...metric, differences };
}

function rateDifference(rate: RateComparison | undefined): ReportDifference | null {
  if (!rate) return null;
  const { verdict, difference, interval, detectable, clipsNeeded } = rate;
  return {
    verdict,
    ...(Number.isFinite(difference) && { difference }),
    ...ends(interval),
    ...(detectable !== undefined && { detectable }),
    ...(clipsNeeded !== undefined && { clipsNeeded }),
  };
}

function repeatedDifference(repeated: RepeatedComparison | undefined): ReportDifference | null {
  return repeated && repeated.verdict !== "not compared" ? repeated : null;
}

function orNull(figure: Figure | undefined): ReportFigure | null {
  return figure && Number.isFinite(figure.point) ? plainFigure(figure) : null;
}

function plainFigure({ point, interval, utterances }: Figure): ReportFigure {
  return { point, ...ends(interval), count: utterances };
}

function ends(interval: Figure["interval"]): { readonly low?: number; readonly high?: number } {
  return {
    ...(interval && Number.isFinite(interval.low) && { low: interval.low }),
    ...(interval && Number.isFinite(interval.high) && { high: interval.high }),
  };
}

function latencyOf(clips: readonly ClipRecord[]): ReportLatency | null {
  const timed = clips.flatMap((clip) =>
    isEvaluated(clip) && clip.times && clip.duration > 0 ? [{ wall: clip.times.wall, duration: clip.duration }] : [],
  );
  if (timed.length === 0) return null;
  return {
    clips: timed.length,
    factor: quantiles(timed.map(({ wall, duration }) => wall / duration)),
    wall: quantiles(timed.map(({ wall }) => wall)),
  };
}

function quantiles(values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: 101 }, (_, percent) => {
    const value = sorted[Math.round(((sorted.length - 1) * percent) / 100)] ?? 0;
    return Number(value.toPrecision(4));
  });
}

/** Notes are written for Markdown; the view shows plain text. */
function withoutEscapes(note: string): string {
  return note.replace(/\\([\\`*_[\]<>|#~])/g, "$1");
}
