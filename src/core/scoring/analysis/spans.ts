import type { Alignment } from "../scoring";

/** A stretch of tokens; `end` is exclusive. `label` says what it is an occurrence of. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** How occurrences of some kind of words fared; all are counts of occurrences. */
export interface SpanCounts {
  readonly occurrences: number;
  /** Recognised token for token. */
  readonly correct: number;
  /** Correct, or something with the same label in the same place: another form of the word. */
  readonly found: number;
  /** In the hypothesis, where the reference has none of them. */
  readonly invented: number;
}

export interface SpanRates extends SpanCounts {
  /** 1 − correct / occurrences; NaN without occurrences, as are all of these. */
  readonly errorRate: number;
  /** found / occurrences. */
  readonly recall: number;
  /** found / (found + invented). */
  readonly precision: number;
}

export function ratesOf(counts: SpanCounts): SpanRates {
  const { occurrences, correct, found, invented } = counts;
  return {
    ...counts,
    errorRate: 1 - correct / occurrences,
    recall: found / occurrences,
    precision: found / (found + invented),
  };
}

export function addSpanCounts(one: SpanCounts, other: SpanCounts): SpanCounts {
  return {
    occurrences: one.occurrences + other.occurrences,
    correct: one.correct + other.correct,
    found: one.found + other.found,
    invented: one.invented + other.invented,
  };
}

export const noSpans: SpanCounts = { occurrences: 0, correct: 0, found: 0, invented: 0 };

/** Spans of each side in order and apart from each other. */
export function countSpans(
  { reference, hypothesis, chunks }: Alignment,
  referenceSpans: readonly TokenSpan[],
  hypothesisSpans: readonly TokenSpan[],
): SpanCounts {
  const partners = new Int32Array(reference.length).fill(-1);
  const isHit = new Uint8Array(hypothesis.length);
  for (const { operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd } of chunks) {
    if (operation === "equal") isHit.fill(1, hypothesisStart, hypothesisEnd);
    if (operation !== "equal" && operation !== "substitute") continue;
    for (let at = referenceStart; at < referenceEnd; at++) partners[at] = hypothesisStart + at - referenceStart;
  }
  const left = new Set(hypothesisSpans);
  let correct = 0;
  let found = 0;
  for (const span of referenceSpans) {
    const place = placeOf(span, partners);
    const same = hypothesisSpans.find(
      (other) => left.has(other) && other.label === span.label && other.start < place.end && place.start < other.end,
    );
    if (same) left.delete(same);
    const length = span.end - span.start;
    const isCorrect = place.end - place.start === length && allHits(place, isHit);
    if (isCorrect) correct++;
    if (isCorrect || same) found++;
  }
  // What the reference says as well, only not marked there, is not invented.
  const invented = [...left].filter((span) => !allHits(span, isHit)).length;
  return { occurrences: referenceSpans.length, correct, found, invented };
}

/** From the first to the last hypothesis token that stands for a token of the span; empty if none does. */
function placeOf({ start, end }: TokenSpan, partners: Int32Array): { start: number; end: number } {
  const placed = partners.subarray(start, end).filter((partner) => partner >= 0);
  return { start: placed[0] ?? 0, end: (placed.at(-1) ?? -1) + 1 };
}

function allHits({ start, end }: { start: number; end: number }, isHit: Uint8Array): boolean {
  return end > start && isHit.subarray(start, end).every((hit) => hit === 1);
}
