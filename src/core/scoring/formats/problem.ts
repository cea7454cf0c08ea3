/** Why a line of a file cannot be read, and what to do about it. Both are whole sentences. */
export interface FormatProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** What was read. With any problem the rows are not to be scored: a figure over the rest would look complete. */
export interface Parsed<Row> {
  readonly rows: readonly Row[];
  readonly problems: readonly FormatProblem[];
}

export type Side = "reference" | "hypothesis";

export interface SidedProblem extends FormatProblem {
  /** The file that has to change. */
  readonly side: Side;
}

export type Read<Value> =
  | { readonly value: Value; readonly problems: readonly [] }
  | { readonly value?: never; readonly problems: readonly SidedProblem[] };

export function sided(side: Side, problems: readonly FormatProblem[]): readonly SidedProblem[] {
  return problems.map((problem) => ({ ...problem, side }));
}
