import { commandText, counted, digits, languageName, listed, percentCell, plain, relative } from "./format";
import { verdictText } from "./metrics";
import type {
  Check,
  LimitCheck,
  RateComparison,
  RegressionCheck,
  RowComparison,
  RowSummary,
  RunSummary,
} from "./summary";

/** What a run supports, in sentences; every one of them follows from a figure or a verdict of the summary. */
export interface Advice {
  readonly recommendation: string;
  readonly tradeOffs: string;
  readonly migration: string;
}

interface Choice {
  /** Absent when nothing supports one. */
  readonly row?: number;
  readonly reason: string;
}

export function adviceOf(summary: RunSummary): Advice {
  const choice = choose(summary);
  const chosen = choice.row === undefined ? undefined : summary.rows[choice.row];
  return {
    recommendation: [choice.reason, ...(choice.row === undefined ? [] : limitsOf(summary, choice.row))].join(" "),
    tradeOffs:
      chosen && choice.row !== undefined
        ? tradeOffsOf(summary, choice.row, chosen)
        : "None that follow from these figures.",
    migration: migrationOf(summary, choice.row),
  };
}

function choose({ run, rows, comparisons, change }: RunSummary): Choice {
  if (run.state !== "complete") return { reason: `None: the run is ${run.state} and has no verdict.` };
  if (change?.ran && change.ran.verdict !== "own") {
    return { reason: plain(["None: not measured.", change.ran.message, change.ran.remedy ?? ""].join(" ").trim()) };
  }
  const [first, second] = rows;
  if (!first) return { reason: "None: nothing was measured." };
  if (rows.every(({ evaluated }) => evaluated === 0)) return { reason: "None: no clip was answered." };
  if (!second) return { row: 0, reason: `${plain(first.label)} was measured alone.` };
  const [comparison] = comparisons;
  return comparisons.length === 1 && comparison
    ? choosePair(first, second, comparison)
    : chooseOfMany(rows, comparisons);
}

function choosePair(first: RowSummary, second: RowSummary, comparison: RowComparison): Choice {
  const [a, b] = [plain(first.label), plain(second.label)];
  if (comparison.unmeasured !== undefined) return { reason: `None: ${lowered(comparison.unmeasured)}` };
  const rates = comparison.rates.filter(({ metric }) => metric === "wer");
  if (rates.length === 0) return { reason: "None: accuracy was not measured on clips that both answered." };
  const better = rates.filter(({ verdict }) => verdict === "better");
  const worse = rates.filter(({ verdict }) => verdict === "worse");
  const details = rates.map((rate) => `${languageName(rate.language)}: ${verdictText(rate)}`).join("; ");
  if (better.length > 0 && worse.length > 0) {
    return { reason: `No single one: ${b} is better in ${named(better)}, ${a} in ${named(worse)} (${details}).` };
  }
  if (better.length > 0) return { row: 1, reason: `${b}: its WER is lower in ${named(better)} (${details}).` };
  if (worse.length > 0) return { row: 0, reason: `${a}: ${b} has a higher WER in ${named(worse)} (${details}).` };
  return chooseByPrice(a, b, comparison, rates, details);
}

/** The cheapest that meets the bar, where accuracy is shown to be as good; an open question is no such showing. */
function chooseByPrice(
  a: string,
  b: string,
  comparison: RowComparison,
  rates: readonly RateComparison[],
  details: string,
): Choice {
  const isAsGood = rates.every(
    ({ verdict }) => verdict === "identical" || verdict === "not worse by more than the margin",
  );
  const isIdentical = rates.every(({ verdict }) => verdict === "identical");
  if (!isAsGood) {
    return { reason: `None yet: accuracy does not decide (${details}).${clipsText(rates)}` };
  }
  const gains = [comparison.cost, comparison.speed].map(({ verdict }) => verdict);
  if (gains.includes("better") && !gains.includes("worse")) {
    return {
      row: 1,
      reason: `${b}: its accuracy is ${isIdentical ? "identical" : "not worse by more than the margin"}, and it is ${gains[0] === "better" ? "cheaper" : "faster"} (${details}).`,
    };
  }
  // Not shown beside everything else that was compared; but nobody who reads the interval may be told to stay.
  const leaning = rates.filter(({ interval, verdict }) => verdict !== "identical" && interval && interval.high < 0);
  if (leaning.length > 0) {
    const change = gains.includes("worse") ? `, which is ${gains[0] === "worse" ? "dearer" : "slower"}` : "";
    return {
      reason: `None yet: the WER in ${named(leaning)} points to ${b}${change}, but with everything that was compared chance is not ruled out (${details}).${clipsText(rates)}`,
    };
  }
  if (gains.includes("worse") && !gains.includes("better")) {
    return {
      row: 0,
      reason: `${a}: accuracy gives no reason to change, and ${b} is ${gains[0] === "worse" ? "dearer" : "slower"} (${details}).`,
    };
  }
  return { row: 0, reason: `${a}: nothing that was measured gives a reason to change (${details}).` };
}

function clipsText(rates: readonly RateComparison[]): string {
  const needed = Math.max(0, ...rates.map(({ clipsNeeded }) => clipsNeeded ?? 0));
  return needed === 0
    ? ""
    : ` About ${counted(needed, "clip")} a language would show the smallest difference that matters.`;
}

function chooseOfMany(rows: readonly RowSummary[], comparisons: readonly RowComparison[]): Choice {
  const first = plain(rows[0]?.label ?? "");
  const shown = comparisons.filter(({ rates }) => {
    const verdicts = rates.filter(({ metric }) => metric === "wer").map(({ verdict }) => verdict);
    return verdicts.includes("better") && !verdicts.includes("worse");
  });
  const labels = shown.map(({ row }) => plain(rows[row]?.label ?? ""));
  const caution = `${rows.length} rows were compared on one set, so the best of them looks better than it is: confirm it once on a locked part.`;
  if (shown.length === 0) return { reason: `None: no row is shown to be better than ${first}. ${caution}` };
  const [only] = shown;
  if (shown.length === 1 && only) {
    return { row: only.row, reason: `${labels[0]}: the only row with a lower WER than ${first}. ${caution}` };
  }
  return { reason: `No single one: ${listed(labels)} have a lower WER than ${first}. ${caution}` };
}

function named(rates: readonly RateComparison[]): string {
  return listed(rates.map(({ language }) => languageName(language)));
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function limitsOf({ checks }: RunSummary, row: number): readonly string[] {
  const of = (verdict: Check["verdict"]) =>
    checks.filter((check) => check.row === row && check.verdict === verdict).map(checkName);
  const [pass, fail, open] = [of("pass"), of("fail"), of("inconclusive")];
  return [
    ...(fail.length > 0 ? [`It misses ${listed(fail)}.`] : []),
    ...(open.length > 0 ? [`Undecided: ${listed(open)}.`] : []),
    ...(pass.length > 0 ? [`It keeps to ${listed(pass)}.`] : []),
  ];
}

/** `WER (Russian) ≤ 15.0 %`, `no worse WER (Russian) than main`. */
export function checkName(check: Check): string {
  if ("atMost" in check) return limitName(check);
  const { metric, language, noRegressionAgainst } = check;
  return `no worse ${regressionNames[metric]}${inLanguage(language)} than ${plain(noRegressionAgainst)}`;
}

function limitName({ metric, language, atMost }: LimitCheck): string {
  switch (metric) {
    case "wer":
    case "cer":
    case "der":
      return `${metric.toUpperCase()}${inLanguage(language)} ≤ ${percentCell({ point: atMost, utterances: 0 })}`;
    case "rtfP50":
    case "rtfP95":
      return `RTF (${metric.slice(3).toLowerCase()}) ≤ ${digits(atMost)}`;
    case "peakMemory":
      return `peak memory ≤ ${digits(atMost)} MiB`;
    case "costPerHour":
      return `cost/hr audio ≤ $${atMost.toFixed(2)}`;
    case "wordTimingMae":
      return `word timing MAE ≤ ${digits(atMost)} ms`;
  }
}

function inLanguage(language: string | undefined): string {
  return language === undefined ? "" : ` (${languageName(language)})`;
}

const regressionNames: Readonly<Record<RegressionCheck["metric"], string>> = {
  wer: "WER",
  cer: "CER",
  rtf: "RTF",
  peakMemory: "peak memory",
  costPerHour: "cost/hr audio",
  wordTimingMae: "word timing MAE",
};

function tradeOffsOf({ rows, comparisons }: RunSummary, row: number, chosen: RowSummary): string {
  const other = rows[row === 0 ? 1 : 0];
  const comparison = comparisons.find((found) => found.row === Math.max(row, 1));
  if (!other || !comparison || (row === 0 && comparisons.length > 1)) return "Nothing was compared with it.";
  const sentences = (["speed", "memory", "cost"] as const).map((aspect) => {
    const { verdict, difference } = comparison[aspect];
    if (verdict === "not compared" || difference === undefined) return `${labels[aspect]} was not compared.`;
    if (verdict === "no difference shown") return `${labels[aspect]}: no difference shown.`;
    const change = row === 0 ? 1 / (1 + difference) - 1 : difference;
    return `${labels[aspect]}: ${relative(change)} against ${plain(other.label)}.`;
  });
  const failed = ({ failures }: RowSummary) => failures.reduce((sum, { count }) => sum + count, 0);
  if (failed(chosen) > failed(other))
    sentences.push(`It failed on ${failed(chosen)} clips, the other on ${failed(other)}.`);
  if (chosen.hosting === "cloud" && other.hosting === "self") sentences.push("The audio leaves your machines.");
  return sentences.join(" ");
}

const labels = { speed: "Processing time", memory: "Peak memory", cost: "Cost" } as const;

function migrationOf({ rows, change, comparisons }: RunSummary, row: number | undefined): string {
  const [first] = rows;
  const chosen = row === undefined ? undefined : rows[row];
  if (!first || !chosen || row === undefined) return "None is proposed.";
  if (change) {
    const base = `${plain(change.base.revision)} (${plain(change.base.commit.slice(0, 12))})`;
    if (row === 1) return `Keep the change. To roll back, return to ${base}.`;
    return comparisons.some(isWorse)
      ? `None: leave the code at ${base}.`
      : "None: nothing that was measured speaks against the change either.";
  }
  if (row === 0) return rows.length === 1 ? "None: nothing to compare it with." : `None: ${plain(first.label)} stays.`;
  const changes = Object.entries(chosen.parameters).filter(([name, value]) => first.parameters[name] !== value);
  if (chosen.engine === first.engine && changes.length > 0) {
    const setting = (name: string, value: string | undefined) =>
      value === undefined ? `leave out ${plain(name)}` : `set ${plain(name)} to ${plain(value)}`;
    const forth = listed(changes.map(([name, value]) => setting(name, value)));
    const back = listed(changes.map(([name]) => setting(name, first.parameters[name])));
    return `In ${plain(first.engine)}, ${forth}. To roll back, ${back}.`;
  }
  if (chosen.command.length === 0 || first.command.length === 0) {
    return `Serve new jobs with ${plain(chosen.label)}; keep ${plain(first.label)} in place to roll back to.`;
  }
  return `Serve new jobs with ${commandText(chosen.command)}${versionOf(chosen)}. To roll back, return to ${commandText(first.command)}${versionOf(first)}.`;
}

function isWorse({ rates, speed, memory, cost }: RowComparison): boolean {
  return [...rates, speed, memory, cost].some(({ verdict }) => verdict === "worse");
}

function versionOf({ version }: RowSummary): string {
  return version === undefined ? "" : ` (${plain(version)})`;
}
