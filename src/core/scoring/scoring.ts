/**
 * Turns text into the tokens that are compared. The same id, version and hash mean the same tokens for every text; results of
 * two different ones are never compared.
 */
export interface Normalizer {
  readonly id: string;
  readonly version: string;
  /** First 12 hex digits of a hash over everything that decides its output: tables, options, version. */
  readonly hash: string;
  /** The text that stands in reports and that {@link words} splits. */
  normalize(text: string): string;
  words(text: string): readonly string[];
  /** Units of the character error rate; spaces between words count as in jiwer. */
  characters(text: string): readonly string[];
}

/** What every result carries of the normaliser that it was made with. */
export type NormalizerIdentity = Pick<Normalizer, "id" | "version" | "hash">;

export type Operation = "equal" | "substitute" | "delete" | "insert";

/** A run of one operation, as jiwer's AlignmentChunk. Ends are exclusive; token indices count from 0. */
export interface AlignmentChunk {
  readonly operation: Operation;
  readonly referenceStart: number;
  readonly referenceEnd: number;
  readonly hypothesisStart: number;
  readonly hypothesisEnd: number;
}

/** Counts of one alignment, or their sums over many. */
export interface ErrorCounts {
  readonly hits: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
}

/** The least-cost alignment of one utterance, computed once; every metric reads it. */
export interface Alignment extends ErrorCounts {
  readonly reference: readonly string[];
  readonly hypothesis: readonly string[];
  readonly chunks: readonly AlignmentChunk[];
}

/** What statistics need of one utterance and one hypothesis: a rate is the sum of `errors` over the sum of `units`. */
export interface UnitCounts {
  readonly errors: number;
  /** Reference tokens; 0 for an empty reference. */
  readonly units: number;
}

/** 95 % unless said otherwise; fractions for rates. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
