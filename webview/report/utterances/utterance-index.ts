import type { IndexBatch } from "../../../src/protocol/report";

/** All utterances that arrived, column by column. Their order is the host's: what matters most comes first. */
export interface UtteranceIndex extends Required<Omit<IndexBatch, "first">> {
  /** How many are there already. */
  readonly count: number;
}

export const emptyIndex: UtteranceIndex = {
  ...{ total: 0, count: 0, languages: [], conditions: [], ids: [], language: [], condition: [] },
  ...{ seconds: [], words: [], errors: [], changed: [], texts: [] },
};

/** A batch that does not begin where the last one ended is none of this run: it is left out. */
export function withBatch(index: UtteranceIndex, batch: IndexBatch): UtteranceIndex {
  if (batch.first !== 0 && batch.first !== index.count) return index;
  const before = batch.first === 0 ? emptyIndex : index;
  const columns = (known: readonly (readonly number[])[], more: readonly (readonly number[])[]) =>
    more.map((column, row) => [...(known[row] ?? []), ...column]);
  return {
    total: batch.total,
    count: before.count + batch.ids.length,
    languages: batch.languages ?? before.languages,
    conditions: batch.conditions ?? before.conditions,
    ids: [...before.ids, ...batch.ids],
    language: [...before.language, ...batch.language],
    condition: [...before.condition, ...batch.condition],
    seconds: [...before.seconds, ...batch.seconds],
    words: [...before.words, ...batch.words],
    errors: columns(before.errors, batch.errors),
    changed: columns(before.changed, batch.changed),
    texts: [...before.texts, ...batch.texts],
  };
}

/** Errors of a row, a clip without a transcript counting as all words deleted. */
export function lostWords({ errors, words }: UtteranceIndex, row: number, utterance: number): number {
  const found = errors[row]?.[utterance] ?? -1;
  return found < 0 ? (words[utterance] ?? 0) : found;
}

/** Errors that the row has more than the first one; below 0 it has less. */
export function deltaOf(index: UtteranceIndex, row: number, utterance: number): number {
  return row === 0 ? 0 : lostWords(index, row, utterance) - lostWords(index, 0, utterance);
}
