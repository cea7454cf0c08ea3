import type { Interval } from "../../src/core/scoring/scoring";
import { rateInterval } from "../../src/core/scoring/statistics/interval";
import { pairedDifference } from "../../src/core/scoring/statistics/paired";
import { smallestDetectable } from "../../src/core/scoring/statistics/power";
import { judge } from "../../src/core/scoring/verdict";
import { simulateSet, trueDifference, trueRate, type World } from "./model";

const sets = 2000;
/** A tenth of the product's default: the share of sets that an interval covers hardly depends on it. */
const replicates = 1000;
const firstSeed = 20_261_122;

type Report = (line: string) => void;

/** The tables of docs/statistics.md as Markdown. `report` hears of every finished row. */
export function simulate(report: Report): string {
  return [plainCoverage, speakerCoverage, falseAlarms, shownDifferences].map((table) => table(report)).join("\n\n");
}

function plainCoverage(report: Report): string {
  const rows = [0.02, 0.05, 0.15, 0.3].flatMap((rate) =>
    [20, 50, 100, 200, 500].map((clips) => {
      const world: World = { clips, rate };
      const truth = trueRate(world);
      const intervals = seeds().map((seed) =>
        intervalOf(rateInterval(simulateSet(world, seed).a, { replicates, seed })),
      );
      return [
        percent(truth),
        `${clips}`,
        percent(share(intervals, (interval) => covers(interval, truth))),
        percent(share(intervals, ({ high }) => high < truth)),
        percent(share(intervals, ({ low }) => low > truth)),
        points(mean(intervals.map(({ low, high }) => high - low))),
      ];
    }),
  );
  return table(
    "Coverage of the 95 % interval of a rate",
    ["true WER", "clips", "covered", "interval too low", "interval too high", "mean width"],
    rows,
    report,
  );
}

function speakerCoverage(report: Report): string {
  const rows = [1, 3, 5, 10, 20, 50].map((speakers) => {
    const world: World = { clips: 200, rate: 0.15, speakers };
    const truth = trueRate(world);
    const results = seeds().map((seed) => {
      const { a, blocks = [], rateOfTheseSpeakers } = simulateSet(world, seed);
      const byUtterance = intervalOf(rateInterval(a, { replicates, seed }));
      const estimate = rateInterval(a, { replicates, seed, blocks });
      return { byUtterance, ours: intervalOf(estimate), resampled: estimate.resampled, rateOfTheseSpeakers };
    });
    const isByBlock = results[0]?.resampled === "blocks";
    return [
      `${speakers}`,
      percent(share(results, ({ byUtterance }) => covers(byUtterance, truth))),
      percent(share(results, ({ byUtterance, rateOfTheseSpeakers }) => covers(byUtterance, rateOfTheseSpeakers))),
      isByBlock ? percent(share(results, ({ ours }) => covers(ours, truth))) : "–",
      isByBlock ? "by speaker" : "by utterance, “for these speakers only”",
    ];
  });
  return table(
    "Coverage by the number of speakers: 200 clips, WER 16.5 %, speakers' own rates ± 6 points",
    [
      "speakers",
      "by utterance, all speakers",
      "by utterance, these speakers",
      "by speaker, all speakers",
      "what we report",
    ],
    rows,
    report,
  );
}

function falseAlarms(report: Report): string {
  const worlds: readonly (readonly [string, World])[] = [
    ...[20, 50, 100, 200, 500].map((clips) => ["alike, WER 16.5 %", { clips, rate: 0.15 }] as const),
    ...[50, 200].map((clips) => ["alike, WER 2.2 %", { clips, rate: 0.02 }] as const),
    ...[0.1, 0.02].flatMap((bursts) =>
      [50, 200, 500].map(
        (clips) => [`B invents words in one clip of ${1 / bursts}`, { clips, rate: 0.15, bursts }] as const,
      ),
    ),
    ...[3, 5, 10, 20, 50].map(
      (speakers) =>
        [`better for some of ${speakers} speakers`, { clips: 200, rate: 0.15, speakers, interaction: 0.4 }] as const,
    ),
  ];
  const rows = worlds.map(([name, world]) => {
    const results = compareSets(world);
    return [
      name,
      `${world.clips}`,
      percent(share(results, ({ interval }) => !covers(interval, 0))),
      percent(share(results, ({ p }) => p <= 0.05)),
      percent(share(results, ({ verdict }) => verdict === "better" || verdict === "worse")),
    ];
  });
  return table(
    "False alarms: two systems with the same true rate",
    ["systems", "clips", "interval alone", "permutation alone", "verdict (both)"],
    rows,
    report,
  );
}

function shownDifferences(report: Report): string {
  const rows = [50, 100, 200, 500].flatMap((clips) =>
    [0.05, 0.1, 0.2].map((improvement) => {
      const world: World = { clips, rate: 0.15, improvement };
      const results = compareSets(world);
      const truth = trueDifference(world);
      return [
        `${clips}`,
        points(truth),
        percent(share(results, ({ verdict }) => verdict === "better")),
        percent(share(results, ({ verdict }) => verdict === "worse")),
        points(mean(results.map(({ detectable }) => detectable))),
        percent(share(results, ({ interval }) => covers(interval, truth))),
      ];
    }),
  );
  return table(
    "Power: how often a true difference is called better, from WER 16.5 %",
    ["clips", "true difference", "better", "worse", "mean of what the set says it can show", "difference covered"],
    rows,
    report,
  );
}

function compareSets(world: World) {
  return seeds().map((seed) => {
    const { a, b, blocks } = simulateSet(world, seed);
    const difference = pairedDifference(a, b, { replicates, seed, ...(blocks && { blocks }) });
    const [judgement] = judge([{ metric: "wer", difference, identical: false, better: "lower" }]);
    return {
      interval: intervalOf(difference),
      p: difference.p,
      verdict: judgement?.verdict,
      detectable: smallestDetectable(difference) ?? 0,
    };
  });
}

function seeds(): readonly number[] {
  return Array.from({ length: sets }, (_, set) => firstSeed + set);
}

function intervalOf({ interval }: { readonly interval?: Interval }): Interval {
  if (!interval) throw new Error("A simulated set has at least twenty clips.");
  return interval;
}

function covers({ low, high }: Interval, truth: number): boolean {
  return low <= truth && truth <= high;
}

function share<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
  return items.filter(test).length / items.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function points(fraction: number): string {
  return (100 * fraction).toFixed(2).replace("-", "−");
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[], report: Report): string {
  report(title);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [`### ${title}`, "", line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
