import {
  digits,
  dollarsCell,
  factorCell,
  languageName,
  memoryCell,
  millisecondsCell,
  percentCell,
  pointsWithin,
  relative,
  signOf,
} from "./format";
import type { RateComparison, RepeatedComparison, RowComparison, RowSummary, RunSummary } from "./summary";

/** A line of the report's table. */
export interface Metric {
  readonly name: string;
  cell(row: RowSummary): string;
  /** Who wins, or why nobody does. */
  outcome(comparison: RowComparison, a: string, b: string): string;
}

/** Russian and English are always named, since both are required of an engine; further languages follow when measured. */
export function metricsOf({ rows }: Pick<RunSummary, "rows">): readonly Metric[] {
  const measured = rows.flatMap(({ languages }) => languages.map(({ language }) => language));
  const languages = [...new Set(["ru", "en", ...measured.sort()])];
  return [...languages.map(werOf), ...others];
}

function werOf(language: string): Metric {
  return {
    name: `WER (${languageName(language)})`,
    cell: ({ languages }) => percentCell(languages.find((found) => found.language === language)?.wer),
    outcome: (comparison, a, b) => {
      const rate = comparison.rates.find((found) => found.metric === "wer" && found.language === language);
      return rate ? rateOutcome(rate, a, b) : notMeasured(comparison);
    },
  };
}

const others: readonly Metric[] = [
  {
    name: "RTF (p50)",
    cell: ({ times }) => factorCell(times.wallP50),
    outcome: ({ speed }, a, b) => repeatedOutcome(speed, a, b),
  },
  {
    name: "RTF (p95)",
    cell: ({ times }) => `${factorCell(times.wallP95)}${fewClips(times.wallP95?.utterances)}`,
    // Repeats time the whole set; a tail of clips has no repeats of its own.
    outcome: () => "not compared",
  },
  { name: "Peak memory", cell: memoryCell, outcome: ({ memory }, a, b) => repeatedOutcome(memory, a, b) },
  {
    name: "Cost/hr audio",
    cell: ({ times }) => dollarsCell(times.costPerHour),
    outcome: ({ cost }, a, b) => repeatedOutcome(cost, a, b),
  },
  {
    name: "Word timing MAE",
    cell: ({ timing }) =>
      timing
        ? `${millisecondsCell(timing.mae)}, ${((100 * timing.matchedWords) / timing.referenceWords).toFixed(0)} % of words`
        : millisecondsCell(undefined),
    outcome: (comparison, a, b) => {
      const { timing } = comparison;
      if (!timing) return notMeasured(comparison);
      const size = `${signOf(timing.difference)}${digits(Math.abs(timing.difference))} ms`;
      if (timing.verdict === "better") return `${b}: ${size}`;
      return timing.verdict === "worse" ? `${a}: ${b} has ${size}` : timing.verdict;
    },
  },
];

function rateOutcome(rate: RateComparison, a: string, b: string): string {
  const { verdict, difference, interval } = rate;
  if (verdict === "better") return `${b}: ${pointsWithin(difference, interval)}`;
  return verdict === "worse" ? `${a}: ${b} has ${pointsWithin(difference, interval)}` : verdictText(rate);
}

/** A verdict on a rate with the figures that it stands on: `better, −5.5 points (−7.7 to −3.2)`. */
export function verdictText({ verdict, difference, interval, detectable }: RateComparison): string {
  switch (verdict) {
    case "better":
    case "worse":
    case "not worse by more than the margin":
      return `${verdict}, ${pointsWithin(difference, interval)}`;
    case "no difference shown": {
      const power = detectable === undefined ? "" : `; this set could show ${(detectable * 100).toFixed(1)} points`;
      return `${verdict}, ${pointsWithin(difference, interval)}${power}`;
    }
    case "identical":
    case "too few clips":
    case "not measured":
      return verdict;
  }
}

function repeatedOutcome({ verdict, difference, noise }: RepeatedComparison, a: string, b: string): string {
  if (difference === undefined || noise === undefined) return verdict;
  const beside = noise === 0 ? "" : ` (same code against itself: up to ${(noise * 100).toFixed(1)} %)`;
  if (verdict === "better") return `${b}: ${relative(difference)}${beside}`;
  return verdict === "worse" ? `${a}: ${b} has ${relative(difference)}${beside}` : `${verdict}${beside}`;
}

function notMeasured({ unmeasured }: RowComparison): string {
  return unmeasured === undefined ? "not measured" : `not measured: ${unmeasured.replace(/\.$/, "").toLowerCase()}`;
}

/** Below this a p95 is little more than the slowest clip. */
const fewestForTail = 50;

function fewClips(clips: number | undefined): string {
  return clips === undefined || clips >= fewestForTail ? "" : `, of ${clips} clips`;
}
