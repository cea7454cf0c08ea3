import type { Alignment } from "../scoring";

interface WordCount {
  readonly word: string;
  readonly count: number;
}

interface ConfusionCount {
  readonly reference: string;
  readonly hypothesis: string;
  readonly count: number;
}

/** Each list from the most frequent on; equal counts by word, in code unit order. */
export interface Confusions {
  readonly substitutions: readonly ConfusionCount[];
  readonly deletions: readonly WordCount[];
  readonly insertions: readonly WordCount[];
}

/** What was taken for what. `top` limits each of the three lists. */
export function findConfusions(alignments: Iterable<Alignment>, top = Number.POSITIVE_INFINITY): Confusions {
  const pairs = new Map<string, Map<string, number>>();
  const deletions = new Map<string, number>();
  const insertions = new Map<string, number>();
  for (const { reference, hypothesis, chunks } of alignments) {
    for (const { operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd } of chunks) {
      if (operation === "delete")
        for (const word of reference.slice(referenceStart, referenceEnd)) addOne(deletions, word);
      if (operation === "insert")
        for (const word of hypothesis.slice(hypothesisStart, hypothesisEnd)) addOne(insertions, word);
      if (operation !== "substitute") continue;
      for (let offset = 0; offset < referenceEnd - referenceStart; offset++) {
        const word = reference[referenceStart + offset] ?? "";
        const taken = pairs.get(word) ?? new Map<string, number>();
        pairs.set(word, taken);
        addOne(taken, hypothesis[hypothesisStart + offset] ?? "");
      }
    }
  }
  const substitutions = [...pairs].flatMap(([reference, taken]) =>
    [...taken].map(([hypothesis, count]) => ({ reference, hypothesis, count })),
  );
  substitutions.sort(
    (one, other) =>
      other.count - one.count || compare(one.reference, other.reference) || compare(one.hypothesis, other.hypothesis),
  );
  return {
    substitutions: substitutions.slice(0, top),
    deletions: byCount(deletions).slice(0, top),
    insertions: byCount(insertions).slice(0, top),
  };
}

function addOne(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

function byCount(counts: ReadonlyMap<string, number>): readonly WordCount[] {
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((one, other) => other.count - one.count || compare(one.word, other.word));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
