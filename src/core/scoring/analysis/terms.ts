import type { Alignment } from "../scoring";
import { addSpanCounts, countSpans, noSpans, ratesOf, type SpanRates, type TokenSpan } from "./spans";

/** Something that has to be right: a product, a drug, a place. */
export interface Term {
  readonly name: string;
  /** Every form that counts as the term (inflections, spellings), each as the tokens that the normaliser makes of it. */
  readonly forms: readonly (readonly string[])[];
}

interface TermScore extends SpanRates {
  readonly name: string;
}

export interface TermScores {
  readonly all: SpanRates;
  /** In the order of the list. */
  readonly terms: readonly TermScore[];
}

/**
 * How terms fare. `correct` asks for the form that was said, `found` for any form of the term in its place. Where several
 * terms match, the longest counts, and the first in the list among equals.
 */
export function scoreTerms(alignments: Iterable<Alignment>, terms: readonly Term[]): TermScores {
  const find = termFinder(terms);
  const counts = new Map(terms.map(({ name }) => [name, noSpans]));
  for (const alignment of alignments) {
    const [reference, hypothesis] = [find(alignment.reference), find(alignment.hypothesis)];
    for (const name of new Set([...reference, ...hypothesis].map(({ label }) => label))) {
      const ofTerm = ({ label }: TokenSpan) => label === name;
      const added = countSpans(alignment, reference.filter(ofTerm), hypothesis.filter(ofTerm));
      counts.set(name, addSpanCounts(counts.get(name) ?? noSpans, added));
    }
  }
  return {
    all: ratesOf([...counts.values()].reduce(addSpanCounts, noSpans)),
    terms: [...counts].map(([name, sum]) => ({ name, ...ratesOf(sum) })),
  };
}

/** Finds terms in tokens, from the left, the longest first. */
export function termFinder(terms: readonly Term[]): (tokens: readonly string[]) => readonly TokenSpan[] {
  const byFirst = new Map<string, { label: string; form: readonly string[] }[]>();
  for (const { name, forms } of terms)
    for (const form of forms) {
      const [first] = form;
      if (first === undefined) continue;
      const known = byFirst.get(first) ?? [];
      byFirst.set(first, known);
      known.push({ label: name, form });
    }
  for (const known of byFirst.values()) known.sort((one, other) => other.form.length - one.form.length);
  return (tokens) => {
    const spans: TokenSpan[] = [];
    for (let start = 0; start < tokens.length; ) {
      const match = byFirst
        .get(tokens[start] ?? "")
        ?.find(({ form }) => form.every((token, offset) => token === tokens[start + offset]));
      const end = start + (match?.form.length ?? 1);
      if (match) spans.push({ start, end, label: match.label });
      start = end;
    }
    return spans;
  };
}
