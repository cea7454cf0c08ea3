/**
 * One thing that a prompt has to state. A string must occur literally; a pattern is used where figure and subject
 * have to stand in the same line or table row, so that a right figure at a wrong place does not pass.
 */
export interface Fact {
  readonly label: string;
  readonly expected: string | RegExp;
}

export interface FactSection {
  readonly section: string;
  readonly facts: readonly Fact[];
}

/** A fact whose literal is its own label: paths, identifiers, names. */
export function literals(...texts: string[]): Fact[] {
  return texts.map((text) => ({ label: text, expected: text }));
}

export function isStatedIn(text: string, { expected }: Fact): boolean {
  return typeof expected === "string" ? text.includes(expected) : expected.test(text);
}
