import type { Alignment } from "../scoring";
import { addSpanCounts, countSpans, noSpans, ratesOf, type SpanRates, type TokenSpan } from "./spans";
import wordLists from "./word-lists.json";

/** Languages with word lists of their own. */
export type ListedLanguage = keyof typeof wordLists;

/**
 * Numbers: an unbroken run of number words and of tokens with a digit is one number, correct only when every token of it is.
 * Digits and words count as different unless the normaliser makes them the same.
 */
export function scoreNumbers(alignments: Iterable<Alignment>, language: ListedLanguage): SpanRates {
  const words = new Set(wordLists[language].numbers);
  return scoreRuns(alignments, (token) => /\p{Nd}/u.test(token) || words.has(unaccented(token)), true);
}

/** Negations, word by word. A lost or an invented one turns a statement round and costs a rate of errors next to nothing. */
export function scoreNegations(alignments: Iterable<Alignment>, language: ListedLanguage): SpanRates {
  const words = new Set(wordLists[language].negations);
  return scoreRuns(alignments, (token) => words.has(unaccented(token)), false);
}

function scoreRuns(alignments: Iterable<Alignment>, isOne: (token: string) => boolean, joined: boolean): SpanRates {
  let counts = noSpans;
  for (const alignment of alignments) {
    const reference = runsOf(alignment.reference, isOne, joined);
    counts = addSpanCounts(counts, countSpans(alignment, reference, runsOf(alignment.hypothesis, isOne, joined)));
  }
  return ratesOf(counts);
}

function runsOf(tokens: readonly string[], isOne: (token: string) => boolean, joined: boolean): readonly TokenSpan[] {
  const runs: TokenSpan[] = [];
  for (let start = 0; start < tokens.length; start++) {
    if (!isOne(tokens[start] ?? "")) continue;
    let end = start + 1;
    while (joined && end < tokens.length && isOne(tokens[end] ?? "")) end++;
    runs.push({ start, end, label: "" });
    start = end - 1;
  }
  return runs;
}

/** Lower case, ё as е, a plain apostrophe: how the lists are written. Marks at either end of a word do not belong to it. */
function unaccented(token: string): string {
  return token
    .toLowerCase()
    .replaceAll("ё", "е")
    .replaceAll("’", "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
