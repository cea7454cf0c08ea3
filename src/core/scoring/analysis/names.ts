import { Aligner } from "../alignment";
import type { Alignment, Normalizer } from "../scoring";
import { addSpanCounts, countSpans, noSpans, ratesOf, type SpanRates, type TokenSpan } from "./spans";
import { termFinder } from "./terms";

/** One utterance. `text` is the reference before any normalisation; `alignment` is that of the normalised tokens. */
export interface NamedUtterance {
  readonly text: string;
  readonly alignment: Alignment;
}

/**
 * Names, as far as capital letters show them: runs of capitalised words of the reference that do not begin a sentence. In a
 * hypothesis, which need not have capitals, a name is any of the references' names; where the reference has the same word
 * without its being marked (at a sentence start, say), it is not held to be invented. German nouns and titles in capitals
 * count as names too. `normalizer` is the one that made the tokens.
 */
export function scoreNames(utterances: readonly NamedUtterance[], normalizer: Pick<Normalizer, "words">): SpanRates {
  const aligner = new Aligner();
  const marked = utterances.map(({ text, alignment }) => findNames(text, alignment.reference, normalizer, aligner));
  const names = new Map<string, readonly string[]>();
  marked.forEach((spans, index) => {
    for (const { start, end, label } of spans)
      names.set(label, utterances[index]?.alignment.reference.slice(start, end) ?? []);
  });
  const find = termFinder([...names].map(([name, form]) => ({ name, forms: [form] })));
  let counts = noSpans;
  utterances.forEach(({ alignment }, index) => {
    counts = addSpanCounts(counts, countSpans(alignment, marked[index] ?? [], find(alignment.hypothesis)));
  });
  return ratesOf(counts);
}

/** Spans of names in the tokens of a reference; the label is the name's tokens. */
export function findNames(
  text: string,
  tokens: readonly string[],
  normalizer: Pick<Normalizer, "words">,
  aligner = new Aligner(),
): readonly TokenSpan[] {
  // Normalising word by word need not give the same tokens as the whole text, so marks are carried over equal ones.
  const parts: string[] = [];
  const runs: number[] = [];
  let run = 0;
  let beginsSentence = true;
  let joins = false;
  for (const word of text.split(/\s+/u).filter((piece) => piece !== "")) {
    const isName = !beginsSentence && isCapitalised(word);
    if (isName && !joins) run++;
    for (const token of normalizer.words(word)) {
      parts.push(token);
      runs.push(isName ? run : 0);
    }
    const hasLetters = /[\p{L}\p{N}]/u.test(word);
    beginsSentence = hasLetters ? endsSentence(word) : beginsSentence || /^[—–-]+$/u.test(word);
    joins = isName && !/[^\p{L}\p{N}]$/u.test(word);
  }
  const marks = new Int32Array(tokens.length);
  for (const { operation, referenceStart, referenceEnd, hypothesisStart } of aligner.align(tokens, parts).chunks) {
    if (operation !== "equal") continue;
    for (let at = referenceStart; at < referenceEnd; at++) marks[at] = runs[hypothesisStart + at - referenceStart] ?? 0;
  }
  const spans: TokenSpan[] = [];
  for (let start = 0, end = 1; start < tokens.length; start = end, end = start + 1) {
    while (end < tokens.length && marks[end] === marks[start]) end++;
    if (marks[start] !== 0) spans.push({ start, end, label: tokens.slice(start, end).join(" ") });
  }
  return spans;
}

/** A full stop after an initial or a usual abbreviation ends none; after a colon a quotation may begin. */
function endsSentence(word: string): boolean {
  const [, stem] = /^[("«„“]*(\p{L}+)\.$/u.exec(word) ?? [];
  if (stem !== undefined && (/^\p{Lu}$/u.test(stem) || abbreviations.has(stem.toLowerCase()))) return false;
  return /[.!?…:][)"'»”’\]]*$/u.test(word);
}

const abbreviations = new Set("mr mrs ms dr st prof г гг ул им св проф акад тов".split(" "));

/** A capital first letter, but not the English pronoun. */
function isCapitalised(word: string): boolean {
  const letters = word.replace(/^[^\p{L}\p{N}]+/u, "");
  return /^\p{Lu}/u.test(letters) && !/^I(?:['’]\p{L}+)?[^\p{L}]*$/u.test(letters);
}
