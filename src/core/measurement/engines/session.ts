import type { EngineHello, Transcript } from "../engine";
import type { ClipFailure, ClipTimes } from "../run";

/** What an engine is asked about a clip; an `Utterance` is one. */
export interface ClipRequest {
  readonly id: string;
  readonly audioPath: string;
  readonly language: string;
  /** Seconds in the recording. */
  readonly window?: { readonly start: number; readonly end: number };
}

/** What an engine said: a transcript of its own, or something in the format that its configuration names as `output`. */
export type Said = { readonly transcript: Transcript } | { readonly output: unknown };

export interface EngineFailure {
  readonly kind: ClipFailure;
  /** One or more sentences, with the end of what the engine wrote to standard error where that helps. */
  readonly message: string;
}

/** What became of a clip. A failure has times too where the engine was asked. Folders have none. */
export type Answer =
  | { readonly said: Said; readonly times?: ClipTimes; readonly failure?: never }
  | { readonly failure: EngineFailure; readonly times?: ClipTimes; readonly said?: never };

/**
 * An engine that answers one clip after the other. Nothing here rejects for what an engine does: each clip has an answer or
 * a failure, and after a failure the engine is started anew for the next clip. After three failed starts in a row it is not
 * started again, and every further clip fails as the third start did.
 */
export interface EngineSession {
  /** Starts the engine unless it runs, so that loading is over before the first clip. Undefined when it is ready. */
  start(): Promise<EngineFailure | undefined>;
  /** What the engine said of itself at its last start; undefined before, and for protocols without. */
  hello(): EngineHello | undefined;
  /** A clip whose answer and times do not count. Undefined when it was answered. */
  warmUp(clip: ClipRequest): Promise<EngineFailure | undefined>;
  /** One at a time. */
  transcribe(clip: ClipRequest): Promise<Answer>;
  use(): EngineUse;
  /** Ends the engine and all that it started. May be called again. */
  close(): Promise<void>;
}

/** What an engine used so far. */
export interface EngineUse {
  /** Seconds from each start to the first line. */
  readonly loads: readonly number[];
  /** MiB, one for each process that could be measured. */
  readonly peakMemory: readonly number[];
  /** Why memory was not measured, or how, where that is less than exact. */
  readonly memoryNote?: string;
  /** MiB on graphics cards at the highest, as nvidia-smi tells it; absent where it is not measured. */
  readonly graphicsMemory?: number;
  readonly graphicsNote?: string;
  /** Processor seconds of all its processes, loading included; undefined where it cannot be read. */
  readonly cpu?: number;
  /** Answers that came again for clips that had one; they were not used. */
  readonly repeatedAnswers: number;
}
