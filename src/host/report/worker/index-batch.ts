import { primaryLanguage } from "../../../core/measurement/configuration/choices";
import type { IndexBatch } from "../../../protocol/report";
import type { ReportUtterance } from "./utterances";

/** Characters of an utterance that can be searched; an hour of speech is no row of a list. */
const longestText = 4_000;

/** What the columns of all batches refer to by number. */
export interface IndexLists {
  readonly languages: readonly string[];
  readonly conditions: readonly string[];
}

export function listsOf(utterances: readonly ReportUtterance[]): IndexLists {
  const languages = new Set<string>();
  const conditions = new Set<string>();
  for (const { clip } of utterances) {
    languages.add(primaryLanguage(clip.language));
    for (const condition of clip.conditions) conditions.add(condition);
  }
  return { languages: [...languages].sort(), conditions: [...conditions].sort() };
}

/** Some utterances as columns: a tenth of what the same takes as objects. */
export function indexBatch(
  utterances: readonly ReportUtterance[],
  { languages, conditions }: IndexLists,
  first: number,
  count: number,
): IndexBatch {
  const part = utterances.slice(first, first + count);
  const conditionNumbers = new Map(conditions.map((condition, index) => [condition, index]));
  const rows = part[0]?.errors.length ?? 0;
  const columns = Array.from({ length: rows }, (_, row) => row);
  return {
    first,
    total: utterances.length,
    ...(first === 0 && { languages, conditions }),
    ids: part.map(({ id }) => id),
    language: part.map(({ clip }) => languages.indexOf(primaryLanguage(clip.language))),
    condition: part.map(({ clip }) => clip.conditions.flatMap((condition) => conditionNumbers.get(condition) ?? [])),
    seconds: part.map(({ clip }) => Math.round(clip.duration * 100) / 100),
    words: part.map(({ words }) => words),
    errors: columns.map((row) => part.map(({ errors }) => errors[row] ?? -1)),
    changed: columns.map((row) => part.map(({ changed }) => (changed[row] ? 1 : 0))),
    texts: part.map(searchText),
  };
}

function searchText({ clip, records }: ReportUtterance): string {
  const texts = new Set([clip.reference, ...records.map((record) => record?.hypothesis ?? "")]);
  return [...texts].join("\n").slice(0, longestText).toLowerCase();
}
