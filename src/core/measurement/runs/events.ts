import type { Dataset } from "../dataset";
import type { EngineConfiguration } from "../engine";
import type { RunSummary } from "../report/summary";
import type { ClipRecord } from "../run";
import type { StoredRun } from "./run-folder";

/** What a run says while it goes: plain data, but for the folder of the last event. */
export type RunEvent =
  | { readonly type: "dataset"; readonly dataset: Dataset }
  | { readonly type: "estimate"; readonly estimate: Estimate }
  | { readonly type: "started"; readonly id: string; readonly path: string; readonly kept: number }
  /** Something that the person should know and that stops nothing. */
  | { readonly type: "notice"; readonly message: string }
  | { readonly type: "engine"; readonly row: string; readonly load?: number; readonly failure?: string }
  | { readonly type: "clip"; readonly record: ClipRecord; readonly progress: Progress }
  | { readonly type: "step"; readonly step: "code" | "speed" | "memory"; readonly message: string }
  | ({ readonly type: "turns" } & TurnsProgress)
  /** Everything is written, the report included. */
  | {
      readonly type: "finished";
      readonly run: StoredRun;
      readonly summary: RunSummary;
      readonly comparisons: readonly ComparisonCount[];
    }
  /** Nothing was started, since the person did not agree. */
  | { readonly type: "declined" };

export interface Progress {
  readonly row: string;
  /** Clips of all rows, those of an earlier start included. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Seconds, from what the clips so far took. */
  readonly timeLeft?: number;
  /** Of this row so far, as a fraction. */
  readonly wer?: number;
  /** The same of the rows that are asked about the same clips in turns with it. */
  readonly others?: readonly { readonly row: string; readonly wer: number }[];
  /** USD of all rows. */
  readonly cost: number;
}

/** How far a comparison of speed is. */
export interface TurnsProgress {
  readonly done: number;
  readonly total: number;
  /** Seconds, from what the turns so far took. */
  readonly timeLeft: number;
}

/** What is about to happen. */
export interface Estimate {
  readonly rows: readonly EstimatedRow[];
  /** USD for all priced engines together, after which the run stops. */
  readonly costCap: number;
  /** Whether an engine costs money or sends audio away, so that somebody has to agree. */
  readonly needsConsent: boolean;
}

export interface EstimatedRow {
  readonly name: string;
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly protocol: EngineConfiguration["protocol"];
  readonly hosting: EngineConfiguration["hosting"];
  readonly clips: number;
  /** Of audio. */
  readonly minutes: number;
  /** USD; for a price by the hour as if the engine took as long as the audio. */
  readonly usd?: number;
}

/** How often a test set has been compared on; every further comparison makes a chance finding likelier. */
export interface ComparisonCount {
  readonly dataset: string;
  readonly count: number;
}
