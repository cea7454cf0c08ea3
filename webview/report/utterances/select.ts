import { deltaOf, lostWords, type UtteranceIndex } from "./utterance-index";

export const sortings = ["change", "errors", "rate", "longest", "shortest", "name"] as const;
type Sorting = (typeof sortings)[number];
export const lengths = ["all", "to5", "to15", "to60", "over60"] as const;
type Length = (typeof lengths)[number];
export const kinds = ["all", "changed", "worse", "better", "failed"] as const;
type Kind = (typeof kinds)[number];

/** What a person wants to see of the utterances. */
export interface Filter {
  readonly text: string;
  /** Empty: every one. */
  readonly language: string;
  readonly condition: string;
  readonly length: Length;
  readonly kind: Kind;
  readonly sorting: Sorting;
}

export const noFilter: Filter = {
  ...{ text: "", language: "", condition: "", length: "all", kind: "all", sorting: "change" },
};

/** What was remembered, where it still is a filter. */
export function restoreFilter(value: unknown): Filter {
  if (typeof value !== "object" || value === null) return noFilter;
  const { text, language, condition, length, kind, sorting } = value as Partial<Filter>;
  const words = { text, language, condition };
  return {
    ...noFilter,
    ...Object.fromEntries(Object.entries(words).filter(([, word]) => typeof word === "string")),
    ...(lengths.some((known) => known === length) && { length: length as Length }),
    ...(kinds.some((known) => known === kind) && { kind: kind as Kind }),
    ...(sortings.some((known) => known === sorting) && { sorting: sorting as Sorting }),
  };
}

/** Seconds: more than the first, at most the second. */
const bounds: Readonly<Record<Length, readonly [number, number]>> = {
  all: [-1, Number.POSITIVE_INFINITY],
  to5: [-1, 5],
  to15: [5, 15],
  to60: [15, 60],
  over60: [60, Number.POSITIVE_INFINITY],
};

/** Numbers of the utterances to show, in order; `row` is compared with the first one. */
export function select(index: UtteranceIndex, filter: Filter, row: number): readonly number[] {
  const language = filter.language === "" ? -1 : index.languages.indexOf(filter.language);
  const condition = filter.condition === "" ? -1 : index.conditions.indexOf(filter.condition);
  const text = filter.text.trim().toLowerCase();
  const [shortest, longest] = bounds[filter.length];
  const found: number[] = [];
  for (let utterance = 0; utterance < index.count; utterance++) {
    if (filter.language !== "" && index.language[utterance] !== language) continue;
    if (filter.condition !== "" && !index.condition[utterance]?.includes(condition)) continue;
    const seconds = index.seconds[utterance] ?? 0;
    if (seconds <= shortest || seconds > longest) continue;
    if (!isOfKind(index, filter.kind, row, utterance)) continue;
    if (text !== "" && !index.texts[utterance]?.includes(text)) {
      if (!index.ids[utterance]?.toLowerCase().includes(text)) continue;
    }
    found.push(utterance);
  }
  return sorted(index, found, filter.sorting, row);
}

function isOfKind(index: UtteranceIndex, kind: Kind, row: number, utterance: number): boolean {
  switch (kind) {
    case "all":
      return true;
    case "changed":
      return index.changed[row]?.[utterance] === 1;
    case "worse":
      return deltaOf(index, row, utterance) > 0;
    case "better":
      return deltaOf(index, row, utterance) < 0;
    case "failed":
      return index.errors.some((column) => column[utterance] === -1);
  }
}

function sorted(index: UtteranceIndex, found: number[], sorting: Sorting, row: number): readonly number[] {
  // The host sends them so for the second row against the first.
  if (sorting === "change" && row <= 1) return found;
  if (sorting === "name") {
    const { compare } = new Intl.Collator("en", { numeric: true });
    return found.sort((one, other) => compare(index.ids[one] ?? "", index.ids[other] ?? ""));
  }
  const keys = new Float64Array(index.count);
  for (const utterance of found) keys[utterance] = keyOf(index, sorting, row, utterance);
  return found.sort((one, other) => (keys[other] ?? 0) - (keys[one] ?? 0) || one - other);
}

/** The highest comes first. */
function keyOf(index: UtteranceIndex, sorting: Exclude<Sorting, "name">, row: number, utterance: number): number {
  switch (sorting) {
    case "change": {
      // Worse first, then better by size, then what stayed.
      const delta = deltaOf(index, row, utterance);
      return delta > 0 ? 1e6 + delta : delta < 0 ? 1e3 - delta : 0;
    }
    case "errors":
      return lostWords(index, row, utterance);
    case "rate":
      return lostWords(index, row, utterance) / Math.max(1, index.words[utterance] ?? 0);
    case "longest":
      return index.seconds[utterance] ?? 0;
    case "shortest":
      return -(index.seconds[utterance] ?? 0);
  }
}
