/** Who wrote the reference. A machine's transcript never yields an error rate; a corrected one favours the engine it came from. */
export type ReferenceSource =
  | { readonly kind: "human" }
  | { readonly kind: "corrected"; readonly engine: string }
  | { readonly kind: "machine" };

/** A word of a reference or an answer with its times in seconds from the start of the audio. */
export interface TimedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One clip of a test set with its reference. */
export interface Utterance {
  /** Unique within its set: given by the manifest, else made from the audio's path. */
  readonly id: string;
  /** As written in the manifest. */
  readonly audio: string;
  /** Absolute path, for the engine. */
  readonly audioPath: string;
  /** Seconds, measured from the file; of the window when there is one. */
  readonly duration: number;
  /** The part of a long recording that is meant, in seconds. */
  readonly window?: { readonly start: number; readonly end: number };
  readonly text: string;
  /** BCP 47, for example `ru` or `en-US`. */
  readonly language: string;
  readonly referenceSource: ReferenceSource;
  readonly words?: readonly TimedWord[];
  readonly speaker?: string;
  readonly session?: string;
  readonly conditions: readonly string[];
}

/** Something wrong with a test set. `fatal` ones keep their utterance out of a run; all are reported. */
export interface DatasetProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly fatal: boolean;
  /** The utterance it is about, when it has an id. */
  readonly utterance?: string;
}

export interface Dataset {
  readonly name: string;
  readonly utterances: readonly Utterance[];
  readonly problems: readonly DatasetProblem[];
  /** Lines that name an utterance, so that "evaluated of requested" can be said. */
  readonly requested: number;
  /** SHA-256 over audio bytes, texts and everything else that decides a result; first 16 hex digits. */
  readonly hash: string;
}
