import type { NormalizerIdentity } from "../scoring/scoring";
import type { ReferenceSource, TimedWord } from "./dataset";

/** Why a clip has no transcript. Each is counted and shown; none is left out silently. */
export type ClipFailure =
  | "timeout"
  | "crash"
  | "bad-output"
  /** The engine itself said that it failed; it goes on. */
  | "engine-error"
  | "wrong-clip"
  | "memory-limit"
  | "not-started"
  | "missing-output"
  | "budget"
  | "cancelled";

/** What happened to one clip in one engine: one line of `utterances.jsonl`. Re-scoring needs nothing else. */
export interface ClipRecord {
  readonly utterance: string;
  readonly engine: string;
  /** Values of the grid, empty without one. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly dataset: string;
  readonly language: string;
  readonly referenceSource: ReferenceSource;
  readonly speaker?: string;
  readonly session?: string;
  readonly conditions: readonly string[];
  readonly reference: string;
  readonly referenceWords?: readonly TimedWord[];
  /** Seconds of audio. */
  readonly duration: number;
  readonly hypothesis?: string;
  readonly hypothesisWords?: readonly TimedWord[];
  readonly failure?: { readonly kind: ClipFailure; readonly message: string };
  /** Times change from run to run; everything else is the same for the same seed and inputs. */
  readonly times?: ClipTimes;
}

/** Seconds. */
export interface ClipTimes {
  /** From writing the request to the end of the answer. */
  readonly wall: number;
  /** Of the process tree in that time; absent where it cannot be read. */
  readonly cpu?: number;
  /** What the engine itself says that it took. */
  readonly own?: number;
}

/** A run as `run.json` holds it. Version 1. */
export interface RunRecord {
  readonly schema: 1;
  readonly id: string;
  readonly created: string;
  readonly finished?: string;
  /**
   * A run that was cancelled or is a shard has no verdict. One that measured a change is `complete`, too, when it ended
   * early because both sides did not run their own code.
   */
  readonly state: "complete" | "partial" | "cancelled";
  /** `clips`: how many of the test sets' clips this part has. */
  readonly shard?: { readonly index: number; readonly count: number; readonly clips?: number };
  readonly seed: number;
  readonly provenance: Provenance;
  readonly datasets: readonly {
    readonly name: string;
    readonly hash: string;
    readonly requested: number;
    readonly evaluated: number;
    readonly problems: number;
  }[];
  readonly engines: readonly EngineRun[];
  /** Figures of times, so absent where times are left out. */
  readonly speed?: RunSpeed;
  /** What was measured is a change of code: the first row ran before it, the second one after it. */
  readonly change?: RunChange;
}

/** A change of code that a run measured, so that a report, a lens and a second run can tell which. */
export interface RunChange {
  readonly base: { readonly commit: string; readonly revision: string; readonly subject: string };
  readonly branch?: string;
  /** Name in the configuration; the rows are called `NAME before` and `NAME after`. */
  readonly engine: string;
  readonly files: readonly { readonly path: string; readonly basePath?: string }[];
  /** Where its lenses stand. */
  readonly functions: readonly { readonly path: string; readonly name: string }[];
  /** Tells whether the code is still what was measured. */
  readonly codeHash: string;
  /** Over the texts of the configuration and of the manifests: tells whether they are still what was measured with. */
  readonly dataHash: string;
  /** Clips whose transcript was taken from an earlier run of the same code, test set and configuration. */
  readonly reused: { readonly before: number; readonly after: number };
  /** Whether each side ran its own code; without that nothing was compared. Absent until it is known. */
  readonly ran?: {
    readonly verdict: "own" | "same" | "unknown";
    /** Sentences, with the file that tells. */
    readonly message: string;
    readonly remedy?: string;
  };
}

interface RunSpeed {
  readonly comparisons: readonly SpeedComparison[];
  /** Why rows were not compared in speed, in sentences. */
  readonly notCompared: readonly string[];
}

/** Two rows of {@link RunRecord.engines}, by index, that took turns on the same clips: `b` against `a`. */
export interface SpeedComparison {
  readonly a: number;
  readonly b: number;
  readonly clips: number;
  /** Seconds for all clips, one figure for each repeat. */
  readonly wall: InterleavedFigures;
  /** MiB, one figure for each start of the programs. */
  readonly memory: InterleavedFigures;
}

/** Figure n of `a` and of `b` were taken side by side. */
export interface InterleavedFigures {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Another process of `a` in the same turns over `a`, minus 1: what no change at all looks like on this machine. */
  readonly noise: readonly number[];
}

export interface Provenance {
  /** Absent outside of git. */
  readonly commit?: string;
  /** Over the uncommitted changes; absent when there are none. */
  readonly dirtyHash?: string;
  /** Over what decides results: engines, parameters, test sets, normalisers, seed. */
  readonly configurationHash: string;
  /** Arguments of `ml-engineer` that do the same again. */
  readonly command?: readonly string[];
  readonly normalizers: Readonly<Record<string, NormalizerIdentity>>;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    /** MiB. */
    readonly memory: number;
    readonly system: string;
    readonly node: string;
    readonly gpu?: string;
  };
  readonly product: string;
}

export interface EngineRun {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly command: readonly string[];
  readonly sources: readonly { readonly path: string; readonly hash: string }[];
  /** Seconds to the first line of each start. */
  readonly loads: readonly number[];
  /** MiB over the process tree, one for each process start; empty where it cannot be measured. */
  readonly peakMemory: readonly number[];
  /** Why memory was not measured. */
  readonly memoryNote?: string;
  /** 1-minute load average at the start and the end, and whether others used more than a tenth of the processor. */
  readonly contention: { readonly loadBefore: number; readonly loadAfter: number; readonly isContended: boolean };
  /** USD of asking the clips that were asked, with load and idle time in it; absent without a price. */
  readonly cost?: number;
  /** The state of the code that it ran in, in a run that measured a change. */
  readonly tree?: EngineTree;
}

/** What has to be the same for a transcript to be used again, beside version and sources of the engine. */
export interface EngineTree {
  readonly side: "before" | "after";
  /** Absent where the state of the code cannot be told. */
  readonly codeHash?: string;
  /** Over what the configuration says of how transcripts are made. */
  readonly configurationHash: string;
}
