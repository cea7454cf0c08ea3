import type { FormatProblem, Parsed } from "./problem";

export interface TrnRow {
  readonly id: string;
  readonly text: string;
  readonly line: number;
}

const utterance = /^(.*)\(([^()\s]+)\)\s*$/;
const alternatives = /\{[^{}]*\s\/\s[^{}]*\}/;

/** NIST's transcript format: the text and the identifier of the utterance in round brackets. Empty lines and comments (`;;`) are left out. */
export function parseTrn(lines: readonly string[]): Parsed<TrnRow> {
  const rows: TrnRow[] = [];
  const problems: FormatProblem[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    if (content.trim() === "" || content.trimStart().startsWith(";;")) continue;
    const [, text = "", id] = utterance.exec(content) ?? [];
    const first = id === undefined ? undefined : firstLines.get(id);
    if (id === undefined) {
      problems.push({
        line,
        message: "The line has no utterance id at its end.",
        remedy: "Write: text (utterance-id), the id without spaces.",
      });
    } else if (first !== undefined) {
      problems.push({
        line,
        message: `The id ${id} stands on line ${first} already.`,
        remedy: "Give every utterance an id of its own.",
      });
    } else if (alternatives.test(text)) {
      problems.push({
        line,
        message: "The line has alternatives ({ a / b }).",
        remedy: "Keep one of them: alternatives are not supported.",
      });
    } else {
      firstLines.set(id, line);
      rows.push({ id, text: text.trim(), line });
    }
  }
  return { rows, problems };
}
