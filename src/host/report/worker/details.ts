import { reasonText } from "../../../core/measurement/report/reason";
import type { ClipRecord } from "../../../core/measurement/run";
import { align } from "../../../core/scoring/alignment";
import { type ChangeColumn, compareErrors } from "../../../core/scoring/analysis/changes";
import type { Normalizer } from "../../../core/scoring/scoring";
import { timedTokens } from "../../../core/scoring/timing";
import type { AlignedWord, ClipAudio, UtteranceDetail } from "../../../protocol/report";
import { heardWords, type ReportUtterance } from "./utterances";

/** Words of an utterance that are shown; more is no row of a list. */
const mostWords = 3_000;

/** An utterance with `row` aligned against the first one; with row 0 that row alone. */
export function detailOf(
  utterance: ReportUtterance,
  index: number,
  row: number,
  normalizer: Normalizer,
  audio: ClipAudio,
): UtteranceDetail {
  const { clip, records } = utterance;
  const reference = normalizer.words(clip.reference);
  const a = sideOf(records[0], normalizer);
  const b = sideOf(records[row], normalizer);
  // Where one side has no transcript, only the other is aligned: nothing was heard is not the same as silence.
  const [left, right] = [a ?? b, b ?? a];
  const columns =
    left && right
      ? compareErrors(align(reference, left.words), align(reference, right.words)).columns
      : reference.map((word, position): ChangeColumn => ({ change: "remains", reference: { word, position } }));
  const referenceTimes = spansOf(clip.referenceWords, reference, normalizer);
  return {
    index,
    words: columns.slice(0, mostWords).map((column): AlignedWord => {
      const span =
        at(b?.spans, column.b?.position) ??
        at(referenceTimes, column.reference?.position) ??
        at(a?.spans, column.a?.position);
      return {
        change: a && b ? column.change : column.change === "right" ? "right" : "remains",
        ...(column.reference && { reference: column.reference.word }),
        ...(a && column.a && { a: column.a.word }),
        ...(b && column.b && { b: column.b.word }),
        ...(span && { span }),
      };
    }),
    failures: [...new Set([0, row])].flatMap((position) => failureOf(records[position], position)),
    isMachineReference: clip.referenceSource.kind === "machine",
    audio,
  };
}

type Span = readonly [start: number, end: number];
type Spans = readonly (Span | undefined)[];

function sideOf(
  record: ClipRecord | undefined,
  normalizer: Normalizer,
): { readonly words: readonly string[]; readonly spans: Spans } | undefined {
  const words = record && heardWords(record, normalizer);
  return words && { words, spans: spansOf(record.hypothesisWords, words, normalizer) };
}

/** Where each token stands in the audio. None when the timed words are not the words of the text. */
function spansOf(timed: ClipRecord["hypothesisWords"], tokens: readonly string[], normalizer: Normalizer): Spans {
  if (!timed) return [];
  const { tokens: found, starts, ends } = timedTokens(timed, normalizer);
  if (found.length !== tokens.length || found.some((token, index) => token !== tokens[index])) return [];
  return found.map((_, index) => {
    // A word of several tokens has its start with the first and its end with the last of them.
    const start = starts.slice(0, index + 1).findLast((value) => !Number.isNaN(value));
    const end = ends.slice(index).find((value) => !Number.isNaN(value));
    return start === undefined || end === undefined || end < start ? undefined : ([start, end] as const);
  });
}

function at(spans: Spans | undefined, position: number | undefined): Span | undefined {
  return position === undefined ? undefined : spans?.[position];
}

function failureOf(record: ClipRecord | undefined, row: number): UtteranceDetail["failures"] {
  if (!record) return [{ row, message: "" }];
  if (record.failure) return [{ row, message: reasonText(record.failure.message) }];
  return record.hypothesis === undefined ? [{ row, message: "" }] : [];
}
