import * as z from "zod/mini";

/** A measured figure with its 95 % interval; rates are fractions. An end that is absent is open; no end at all: no interval. */
export interface ReportFigure {
  readonly point: number;
  readonly low?: number;
  readonly high?: number;
  /** Clips, or processes for memory. */
  readonly count: number;
}

/** A row against the first one. */
export interface ReportDifference {
  /** As the run's summary has it, for example `no difference shown`. */
  readonly verdict: string;
  /** Absolute for rates and word times, relative for speed, memory and cost. */
  readonly difference?: number;
  readonly low?: number;
  readonly high?: number;
  /** The smallest difference that this set would have shown. */
  readonly detectable?: number;
  readonly clipsNeeded?: number;
  /** The largest relative difference of the same code against itself. */
  readonly noise?: number;
}

export type ReportMetricName = "wer" | "cer" | "rtfP50" | "rtfP95" | "memory" | "cost" | "timing";

export interface ReportMetric {
  readonly metric: ReportMetricName;
  readonly language?: string;
  /** One for each row; null where it was not measured. */
  readonly figures: readonly (ReportFigure | null)[];
  /** One for each row; null for the first, and where nothing was compared. */
  readonly differences: readonly (ReportDifference | null)[];
}

export interface ReportCheck {
  readonly row: number;
  readonly origin: "budget" | "bar";
  /** A metric of budgets, for example `rtfP50` or `der`. */
  readonly metric: string;
  readonly language?: string;
  /** A limit, or the revision that it must not be worse than. */
  readonly atMost?: number;
  readonly noRegressionAgainst?: string;
  readonly figure?: ReportFigure;
  readonly difference?: ReportDifference;
  readonly verdict: "pass" | "fail" | "inconclusive" | "not measured";
}

/** Quantiles 0 to 100 % of what clips took in one row, over the clips that it answered. */
export interface ReportLatency {
  readonly clips: number;
  /** Processing time over audio time. */
  readonly factor: readonly number[];
  /** Seconds. */
  readonly wall: readonly number[];
}

/** What is said about a run once its clips were scored. */
export interface ReportFigures {
  readonly metrics: readonly ReportMetric[];
  readonly checks: readonly ReportCheck[];
  /** One for each row; null without times. */
  readonly latency: readonly (ReportLatency | null)[];
  /** One for each row: why accuracy was not compared with the first. */
  readonly unmeasured: readonly (string | null)[];
  /** What limits these figures, in sentences. */
  readonly notes: readonly string[];
  /** 0: the transcripts are not on this machine, and nothing else is known but what was recorded. */
  readonly clips: number;
  /** `report.md` as it lies beside the record, where there are no clips to compute anything of. */
  readonly recorded?: string;
}

/** What the record of a run says by itself. */
export interface ReportOverview {
  readonly id: string;
  /** Folder of the run, as people know it. */
  readonly folder: string;
  readonly created: string;
  readonly state: "complete" | "partial" | "cancelled";
  readonly shard?: { readonly index: number; readonly count: number };
  /** Names of the rows, in order. */
  readonly rows: readonly string[];
  readonly datasets: readonly {
    readonly name: string;
    readonly hash: string;
    readonly requested: number;
    readonly evaluated: number;
  }[];
  readonly change?: {
    readonly engine: string;
    readonly base: string;
    readonly subject: string;
    readonly branch?: string;
    readonly files: readonly string[];
    readonly functions: readonly string[];
    readonly reused: { readonly before: number; readonly after: number };
    readonly ran?: { readonly verdict: string; readonly message: string; readonly remedy?: string };
  };
  /** Names are keys of the view's words. */
  readonly provenance: readonly { readonly name: ProvenanceName; readonly value: string }[];
  /** In an untrusted folder nothing is run. */
  readonly canRun: boolean;
}

export type ProvenanceName =
  | "commit"
  | "dirty"
  | "base"
  | "files"
  | "configuration"
  | "testSet"
  | "machine"
  | "normalizer"
  | "program"
  | "source"
  | "seed"
  | "product"
  | "command";

/** Utterances `first` to before `first` + the length of `ids`, column by column. */
export interface IndexBatch {
  readonly first: number;
  readonly total: number;
  /** With the first batch: what the numbers in the columns stand for. */
  readonly languages?: readonly string[];
  readonly conditions?: readonly string[];
  readonly ids: readonly string[];
  /** Index into `languages`. */
  readonly language: readonly number[];
  /** Indices into `conditions`. */
  readonly condition: readonly (readonly number[])[];
  readonly seconds: readonly number[];
  /** Words of the reference. */
  readonly words: readonly number[];
  /** For each row and utterance: word errors; −1 where there is no transcript. */
  readonly errors: readonly (readonly number[])[];
  /** For each row and utterance: 1 where its words differ from those of the first row. */
  readonly changed: readonly (readonly number[])[];
  /** Lower-case text of reference and transcripts, for searching. */
  readonly texts: readonly string[];
}

type WordChange = "right" | "new" | "fixed" | "remains";

/** A place in the aligned texts. */
export interface AlignedWord {
  readonly change: WordChange;
  readonly reference?: string;
  /** In the first row; absent where nothing was heard. */
  readonly a?: string;
  /** In the compared row. */
  readonly b?: string;
  /** Seconds from the start of the audio file, where they are known. */
  readonly span?: readonly [start: number, end: number];
}

/** An utterance in full. With one row `b` is that row's, and every error `remains`. */
export interface UtteranceDetail {
  readonly index: number;
  readonly words: readonly AlignedWord[];
  /** Sentences: why a row has no transcript. */
  readonly failures: readonly { readonly row: number; readonly message: string }[];
  /** The reference was written by a machine, so differences are no errors for certain. */
  readonly isMachineReference: boolean;
  readonly audio: ClipAudio;
}

export type ClipAudio =
  /** `start` and `end`: the part of the file that is this utterance, in seconds. */
  | { readonly address: string; readonly start?: number; readonly end?: number }
  | { readonly reason: "unknown" | "missing" | "outside" };

export type ToWebview =
  | { readonly type: "overview"; readonly overview: ReportOverview }
  | { readonly type: "figures"; readonly figures: ReportFigures }
  /** `transcripts` is false where the clips of the run are not on this machine. */
  | { readonly type: "transcripts"; readonly transcripts: boolean }
  | { readonly type: "index"; readonly batch: IndexBatch }
  | { readonly type: "details"; readonly row: number; readonly details: readonly UtteranceDetail[] }
  | { readonly type: "failed"; readonly part: "overview" | "figures" | "utterances"; readonly message: string };

const row = z.int().check(z.minimum(0), z.maximum(10_000));
const index = z.int().check(z.minimum(0), z.maximum(10_000_000));
/** Characters of a plot as SVG. */
const longestPlot = 2_000_000;

/** Everything that the report's view may say. The host drops what does not parse, and logs it. */
export const fromWebview = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** The alignments of some utterances: `row` against the first one. */
  z.object({ type: z.literal("details"), row, indices: z.array(index).check(z.maxLength(60)) }),
  z.object({ type: z.literal("action"), action: z.enum(["evaluate-again", "ask", "export-markdown", "export-csv"]) }),
  z.object({ type: z.literal("export-svg"), svg: z.string().check(z.maxLength(longestPlot)) }),
  z.object({ type: z.literal("copy"), text: z.string().check(z.maxLength(100_000)) }),
]);
export type FromWebview = z.infer<typeof fromWebview>;

export type ReportAction = Extract<FromWebview, { type: "action" }>["action"];
