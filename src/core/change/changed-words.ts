import { diffLines, type Hunk } from "./line-diff";

/** Names beside what differs between two texts. */
export interface ChangedWords {
  /** Whether one of the names stands there in a function as it is, or as it was. The function does differ. */
  has(names: ReadonlySet<string>, now: Lines, before: Lines | undefined): boolean;
}

interface Lines {
  readonly line: number;
  readonly endLine: number;
}

export function changedWords(before: string, after: string): ChangedWords {
  const [left, right] = [trimmedLines(before), trimmedLines(after)];
  const hunks = diffLines(left, right);
  const fine = hunks.map((hunk) => differingTokens(left, right, hunk));
  const of = (lines: readonly string[], numbers: readonly number[]) => numbers.map((line) => wordsAt(lines, line));
  const byToken = {
    before: of(
      left,
      fine.flatMap(({ before: numbers }) => numbers),
    ),
    after: of(
      right,
      fine.flatMap(({ after: numbers }) => numbers),
    ),
  };
  const byLine = {
    before: of(
      left,
      hunks.flatMap((hunk) => numbersIn(hunk.before)),
    ),
    after: of(
      right,
      hunks.flatMap((hunk) => numbersIn(hunk.after)),
    ),
  };
  return {
    has(names, now, base) {
      const within = ({ before: old, after: current }: Sides) => [
        ...current.filter((one) => isIn(one, now)),
        ...old.filter((one) => base !== undefined && isIn(one, base)),
      ];
      const found = within(byToken);
      // What differs in parentheses and commas alone may be another computation.
      return (found.length > 0 ? found : within(byLine)).some(({ words }) => words.some((word) => names.has(word)));
    },
  };
}

interface WordsAt {
  readonly line: number;
  readonly words: readonly string[];
}

interface Sides {
  readonly before: readonly WordsAt[];
  readonly after: readonly WordsAt[];
}

function isIn({ line }: WordsAt, place: Lines): boolean {
  return line >= place.line && line <= place.endLine;
}

function trimmedLines(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim());
}

function numbersIn([start, end]: Hunk["before"]): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index + 1);
}

/** Lines of a hunk that differ in more than in where lines are broken: a formatter changes nothing. */
function differingTokens(left: readonly string[], right: readonly string[], hunk: Hunk) {
  const [before, after] = [tokensIn(left, hunk.before), tokensIn(right, hunk.after)];
  const hunks = tokenHunks(before, after);
  const linesOf = (tokens: readonly Token[], ranges: readonly Hunk["before"][]) => [
    ...new Set(ranges.flatMap(([start, end]) => tokens.slice(start, end).map(({ line }) => line))),
  ];
  return {
    before: linesOf(
      before,
      hunks.map((one) => one.before),
    ),
    after: linesOf(
      after,
      hunks.map((one) => one.after),
    ),
  };
}

/** Larger hunks are other code rather than other layout: telling their tokens apart would take long and say little. */
const mostTokens = 500;

function tokenHunks(before: readonly Token[], after: readonly Token[]): readonly Hunk[] {
  const [left, right] = [before.map(({ text }) => text), after.map(({ text }) => text)];
  if (left.length === right.length && left.every((text, index) => text === right[index])) return [];
  if (left.length === 0 || right.length === 0 || left.length + right.length > mostTokens)
    return [{ before: [0, left.length], after: [0, right.length] }];
  return diffLines(left, right);
}

interface Token {
  readonly line: number;
  readonly text: string;
}

/** Without comments, parentheses and commas, and with one kind of quotes. */
function tokensIn(lines: readonly string[], range: Hunk["before"]): readonly Token[] {
  return numbersIn(range).flatMap((line) => {
    const found = (lines[line - 1] ?? "").match(/#.*|\/\/\s.*|"[^"]*"|'[^']*'|\w+|[^\s\w(),;\\]/g) ?? [];
    return found
      .filter((text) => !/^(?:#|\/\/)/.test(text))
      .map((text) => ({ line, text: text.replace(/^'(.*)'$/, '"$1"') }));
  });
}

function wordsAt(lines: readonly string[], line: number): WordsAt {
  return { line, words: [...wordsIn(lines[line - 1] ?? ""), ...wordsIn(optionAround(lines, line))] };
}

/** Lines that an option's declaration may take. */
const longestOption = 8;

/** The line that names the option of which this line declares something. */
function optionAround(lines: readonly string[], line: number): string {
  for (let index = line - 1; index >= Math.max(0, line - longestOption); index--) {
    const text = lines[index] ?? "";
    const start = text.search(/\b(?:add_argument|option|Option|Field|Query|Form)\(/);
    if (start >= 0)
      return text.includes("-") || text.includes('"') ? text.slice(start) : `${text} ${lines[index + 1] ?? ""}`;
    if (index < line - 1 && /^\)|;$/.test(text)) return "";
  }
  return "";
}

/** Names outside of strings, and strings that are a name or an option. Lines for logs say nothing. */
function wordsIn(text: string): readonly string[] {
  if (/^\s*(?:(?:self\.|this\.)?_?(?:log|logger|logging|console|warnings)\.\w+|print)\s*\(/.test(text)) return [];
  const words: string[] = [];
  const code = text.replace(/(?:#|\/\/).*$/, "").replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => {
    const content = String(double ?? single ?? "");
    if (/^-{0,2}[A-Za-z_][\w-]*$/.test(content)) words.push(content.replace(/^-+/, "").replaceAll("-", "_"));
    return " ";
  });
  return [...words, ...(code.match(/[A-Za-z_]\w*/g) ?? [])];
}
