/** A grid as `.ml-engineer/evaluation.json` has it. */
export interface WrittenGrid {
  readonly engine: string;
  readonly parameters: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

/** Replaces the characters from `start` to `end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit that puts a grid into the text of a configuration, in place of the one that is there or after the last field.
 * Everything else stays as it was written.
 * @param text JSON that can be read, whose value is an object
 */
export function gridEdit(text: string, grid: WrittenGrid): TextEdit {
  const { fields, open, close } = topLevelFields(text);
  const [first] = fields;
  const last = fields.at(-1);
  const between = first ? text.slice(open + 1, first.start) : "";
  const indent = /\n([ \t]*)$/.exec(between)?.[1];
  const written = valueText(grid, indent);
  const there = fields.find(({ name }) => name === "grid");
  if (there) return { start: there.valueStart, end: there.end, text: written };
  const field = `"grid": ${written}`;
  if (!last) return { start: open + 1, end: close, text: field };
  return { start: last.end, end: last.end, text: indent === undefined ? `, ${field}` : `,${between}${field}` };
}

interface Field {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** Values of one parameter stay on one line, as people write them. */
function valueText({ engine, parameters }: WrittenGrid, indent: string | undefined): string {
  const lists = Object.entries(parameters).map(
    ([name, values]) => `${JSON.stringify(name)}: [${values.map((value) => JSON.stringify(value)).join(", ")}]`,
  );
  const inner = `{ ${lists.join(", ")} }`;
  if (indent === undefined) return `{ "engine": ${JSON.stringify(engine)}, "parameters": ${inner} }`;
  const line = `\n${indent}${indent}`;
  return `{${line}"engine": ${JSON.stringify(engine)},${line}"parameters": ${inner}\n${indent}}`;
}

/** Where the fields of the outermost object stand. */
function topLevelFields(text: string): {
  readonly fields: readonly Field[];
  readonly open: number;
  readonly close: number;
} {
  const open = text.indexOf("{");
  const fields: Field[] = [];
  let at = skipSpace(text, open + 1);
  while (text[at] === '"') {
    const start = at;
    at = endOfValue(text, at);
    const name: unknown = JSON.parse(text.slice(start, at));
    const valueStart = skipSpace(text, skipSpace(text, at) + 1);
    at = endOfValue(text, valueStart);
    fields.push({ name: String(name), start, valueStart, end: at });
    at = skipSpace(text, at);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return { fields, open, close: at };
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? "x")) next++;
  return next;
}

/** Just after the value that begins here. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (const match of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s"{}[\],:]+/g)) {
    const [token] = match;
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth === 0) return start + match.index + token.length;
  }
  return text.length;
}
