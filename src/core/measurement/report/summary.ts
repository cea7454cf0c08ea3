import type { Interval, NormalizerIdentity } from "../../scoring/scoring";
import type { ThresholdVerdict } from "../../scoring/threshold";
import type { Judgement } from "../../scoring/verdict";
import type { Limit, NoRegression } from "../configuration";
import type { ClipFailure, Provenance, RunChange, RunRecord } from "../run";

/** A measured figure with its 95 % interval. Rates are fractions. */
export interface Figure {
  readonly point: number;
  /** Absent where too little was measured for one. An open end is Infinity. */
  readonly interval?: Interval;
  /** Clips that it was measured on. */
  readonly utterances: number;
  /** What the interval does not cover. */
  readonly caveat?: string;
}

type Verdict = Judgement["verdict"];

/** Everything that a report says, as plain data computed from the record alone. */
export interface RunSummary {
  readonly run: Pick<RunRecord, "id" | "created" | "state" | "seed" | "shard">;
  readonly provenance: Provenance;
  readonly testSets: readonly TestSetSummary[];
  /** One for each engine and setting, in the order of the run; others are compared with the first. */
  readonly rows: readonly RowSummary[];
  /** One for each row but the first. */
  readonly comparisons: readonly RowComparison[];
  readonly checks: readonly Check[];
  /** Of WER, as a fraction. */
  readonly smallestDifference: number;
  /** How much worse is still acceptable, of WER, as a fraction. */
  readonly margin: number;
  /** What was measured is a change of code: the first row ran before it, the second one after it. */
  readonly change?: RunChange;
}

export interface TestSetSummary {
  readonly name: string;
  readonly hash: string;
  readonly locked: boolean;
  readonly requested: number;
  readonly evaluated: number;
  readonly problems: number;
  /** Which comparison on this set this is, counted from 1. */
  readonly comparisonNumber?: number;
  readonly languages: readonly {
    readonly language: string;
    readonly clips: number;
    readonly seconds: number;
    /** Different speakers, when every clip names one. */
    readonly speakers?: number;
    readonly conditions: readonly string[];
    readonly references: { readonly human: number; readonly corrected: number; readonly machine: number };
  }[];
}

interface FailureSummary {
  readonly kind: ClipFailure;
  readonly count: number;
  /** What became of the first of these clips. */
  readonly first: { readonly utterance: string; readonly message: string };
}

export interface RowSummary {
  /** Engine, and the parameters in which rows of that engine differ. */
  readonly label: string;
  readonly engine: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly version?: string;
  readonly hosting: "self" | "cloud";
  readonly requested: number;
  readonly evaluated: number;
  readonly failures: readonly FailureSummary[];
  readonly languages: readonly LanguageSummary[];
  /** WER of each test set and language; absent with a single test set. */
  readonly byTestSet?: readonly { readonly testSet: string; readonly language: string; readonly wer: Figure }[];
  readonly timing?: TimingSummary;
  readonly times: TimesSummary;
}

/** Accuracy in one language. Rates are absent where no reference by a person was answered. */
export interface LanguageSummary {
  readonly language: string;
  /** Clips that were tried. */
  readonly attempted: number;
  readonly evaluated: number;
  readonly normalizer: NormalizerIdentity;
  readonly wer?: Figure;
  readonly cer?: Figure;
  /** The same answers without any normalisation. */
  readonly rawWer?: Figure;
  readonly rawCer?: Figure;
  /** WER when every word of a failed clip counts as deleted; absent when none failed. */
  readonly werWithFailures?: number;
  /** References that began as an engine's transcript. */
  readonly corrected: readonly { readonly engine: string; readonly clips: number }[];
  /** Share of the words in machine transcripts that the answers have too. Never an error rate. */
  readonly agreement?: { readonly clips: number; readonly share: number };
}

export interface TimingSummary {
  /** Mean absolute error of word starts and ends, ms. */
  readonly mae: Figure;
  readonly matchedWords: number;
  readonly referenceWords: number;
}

/** What changes from run to run. */
export interface TimesSummary {
  /** Processing time over audio time. */
  readonly wallP50?: Figure;
  readonly wallP95?: Figure;
  readonly cpuP50?: Figure;
  readonly cpuP95?: Figure;
  /** By the engine's own clock. */
  readonly ownP50?: Figure;
  /** Seconds. */
  readonly loadMedian?: number;
  /** MiB. */
  readonly memory?: { readonly median: number; readonly highest: number; readonly processes: number };
  readonly memoryNote?: string;
  /** USD an hour of audio. */
  readonly costPerHour?: Figure;
  /** USD. */
  readonly spent?: number;
  readonly isContended: boolean;
}

/** A later row (`b`) against the first (`a`). */
export interface RowComparison {
  readonly row: number;
  /** Why accuracy has no verdict, as a sentence. */
  readonly unmeasured?: string;
  readonly rates: readonly RateComparison[];
  readonly timing?: { readonly verdict: Verdict; readonly difference: number; readonly interval?: Interval };
  readonly speed: RepeatedComparison;
  readonly memory: RepeatedComparison;
  readonly cost: RepeatedComparison;
}

export interface RateComparison {
  readonly metric: "wer" | "cer";
  readonly language: string;
  readonly verdict: Verdict;
  /** Of the rates over the clips that both answered, b − a. */
  readonly difference: number;
  readonly interval?: Interval;
  readonly clips: number;
  readonly detectable?: number;
  readonly clipsNeeded?: number;
}

export interface RepeatedComparison {
  readonly verdict: "better" | "worse" | "no difference shown" | "not compared";
  /** Relative, b over a, minus 1. */
  readonly difference?: number;
  /** The largest relative difference of the same code against itself. */
  readonly noise?: number;
}

interface Judged {
  readonly row: number;
  /** A budget of the configuration decides the exit code; a bar of the engineer is shown. */
  readonly origin: "budget" | "bar";
  /** Position among the budgets of the configuration; absent for a bar. */
  readonly budget?: number;
  readonly verdict: ThresholdVerdict;
}

/** One limit against one row. */
export interface LimitCheck extends Judged, Omit<Limit, "engine"> {
  readonly figure?: Figure;
}

/** The later row of a change against the earlier one. */
export interface RegressionCheck extends Judged, Omit<NoRegression, "engine"> {
  /** After minus before: of rates as fractions, of timing ms; of time, memory and cost relative. */
  readonly difference?: number;
  readonly interval?: Interval;
  readonly clipsNeeded?: number;
}

export type Check = LimitCheck | RegressionCheck;

/** Exit code 3. */
export function missesBudget({ checks }: Pick<RunSummary, "checks">): boolean {
  return checks.some(({ origin, verdict }) => origin === "budget" && verdict === "fail");
}
