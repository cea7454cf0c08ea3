import { Aligner } from "../alignment";
import type { Alignment } from "../scoring";

/** A word and its index in its own text. */
interface PlacedWord {
  readonly word: string;
  readonly position: number;
}

/** `right`: in both; `new`: an error of B only; `fixed`: an error of A only; `remains`: wrong in both, not always in the same way. */
type Change = "right" | "new" | "fixed" | "remains";

/** One column of a three-row difference. A row without a word has none there: not in the reference, or not recognised. */
export interface ChangeColumn {
  readonly change: Change;
  readonly reference?: PlacedWord;
  readonly a?: PlacedWord;
  readonly b?: PlacedWord;
}

export interface ErrorChanges {
  /** In the order of the texts: every word of the reference and of both hypotheses stands in one column. */
  readonly columns: readonly ChangeColumn[];
  /** Errors of A = fixed + remaining, errors of B = new + remaining. */
  readonly newErrors: number;
  readonly fixedErrors: number;
  readonly remainingErrors: number;
}

/**
 * What changed from hypothesis A to hypothesis B of one utterance. Words inserted at the same place of the reference are
 * aligned with each other first. Throws a RangeError if the two alignments are not of the same reference.
 */
export function compareErrors(a: Alignment, b: Alignment): ErrorChanges {
  const { reference } = a;
  if (reference.length !== b.reference.length || reference.some((word, index) => word !== b.reference[index]))
    throw new RangeError("Both alignments must be of the same reference.");
  const [heardInA, heardInB] = [hear(a), hear(b)];
  const aligner = new Aligner();
  const columns: ChangeColumn[] = [];
  for (let position = 0; position <= reference.length; position++) {
    columns.push(...insertedColumns(aligner, heardInA.before[position], heardInB.before[position]));
    const word = reference[position];
    if (word === undefined) continue;
    const [inA, inB] = [heardInA.instead[position], heardInB.instead[position]];
    const [rightInA, rightInB] = [inA?.word === word, inB?.word === word];
    const change = rightInA ? (rightInB ? "right" : "new") : rightInB ? "fixed" : "remains";
    columns.push({
      change,
      reference: { word, position },
      ...(inA === undefined ? {} : { a: inA }),
      ...(inB === undefined ? {} : { b: inB }),
    });
  }
  const count = (wanted: Change) => columns.filter(({ change }) => change === wanted).length;
  return { columns, newErrors: count("new"), fixedErrors: count("fixed"), remainingErrors: count("remains") };
}

interface Heard {
  /** For each reference word what stands for it. */
  readonly instead: readonly (PlacedWord | undefined)[];
  /** For each reference word, and for the end, what is inserted before it. */
  readonly before: readonly (readonly PlacedWord[] | undefined)[];
}

function hear({ reference, hypothesis, chunks }: Alignment): Heard {
  const instead = new Array<PlacedWord | undefined>(reference.length);
  const before = new Array<readonly PlacedWord[] | undefined>(reference.length + 1);
  for (const { operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd } of chunks) {
    const words = hypothesis
      .slice(hypothesisStart, hypothesisEnd)
      .map((word, offset) => ({ word, position: hypothesisStart + offset }));
    if (operation === "insert") before[referenceStart] = words;
    else for (let at = referenceStart; at < referenceEnd; at++) instead[at] = words[at - referenceStart];
  }
  return { instead, before };
}

function insertedColumns(
  aligner: Aligner,
  a: readonly PlacedWord[] = [],
  b: readonly PlacedWord[] = [],
): readonly ChangeColumn[] {
  if (a.length === 0) return b.map((word) => ({ change: "new", b: word }));
  if (b.length === 0) return a.map((word) => ({ change: "fixed", a: word }));
  const { chunks } = aligner.align(wordsOf(a), wordsOf(b));
  return chunks.flatMap(({ operation, referenceStart, referenceEnd, hypothesisStart, hypothesisEnd }) => {
    const inA = a.slice(referenceStart, referenceEnd);
    const inB = b.slice(hypothesisStart, hypothesisEnd);
    if (operation === "insert") return inB.map((word): ChangeColumn => ({ change: "new", b: word }));
    return inA.map((word, offset): ChangeColumn => {
      const other = inB[offset];
      return other === undefined ? { change: "fixed", a: word } : { change: "remains", a: word, b: other };
    });
  });
}

function wordsOf(placed: readonly PlacedWord[]): readonly string[] {
  return placed.map(({ word }) => word);
}
