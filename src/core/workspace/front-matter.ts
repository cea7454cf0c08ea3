import matter from "gray-matter";

/** Bytes of the block between the fences; above it nothing is parsed. */
const maximumBlockLength = 16 * 1024;
const maximumValues = 2000;

export interface FieldProblem {
  /** 1-based line of the file. */
  readonly line: number;
  readonly message: string;
}

/** Reads the lines of a block that YAML refuses. `failedAt` is the index of the line at which YAML gave up. */
export type Recover = (
  block: readonly string[],
  failedAt: number,
  reason: string,
) => { readonly fields: Record<string, unknown>; readonly problems: readonly FieldProblem[] };

export interface FrontMatter {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** 1-based line of the file on which the body starts. */
  readonly bodyLine: number;
  /** What had to be recovered, with 1-based lines of the file. */
  readonly problems: readonly FieldProblem[];
}

/** A file whose front matter cannot be used at all. `line` is 1-based. */
export class FrontMatterError extends Error {
  override readonly name = "FrontMatterError";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Splits a Markdown file with front matter. The fences are ours: gray-matter itself evaluates a block opened by `---js`, and
 * its own patterns are quadratic on blank lines, so it only ever sees a small block of plain YAML that we fenced again.
 * Without `recover` a block that is not valid YAML is an error.
 * @throws FrontMatterError
 */
export function parseFrontMatter(text: string, recover?: Recover): FrontMatter {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines[0]?.trimEnd() !== "---" || /\S/.test(lines[0].slice(3))) {
    throw new FrontMatterError(1, openingProblem(lines[0] ?? ""));
  }
  const closing = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line));
  if (closing === -1)
    throw new FrontMatterError(1, "the front matter is not closed: add a line with only `---` after it");
  const block = lines.slice(1, closing);
  const length = block.reduce((sum, line) => sum + line.length + 1, 0);
  if (length > maximumBlockLength) {
    throw new FrontMatterError(1, `the front matter has ${length} characters; at most ${maximumBlockLength} are read`);
  }
  const { fields, problems } = parseBlock(block, recover);
  return {
    fields,
    problems,
    body: lines
      .slice(closing + 1)
      .join("\n")
      .trim(),
    bodyLine: closing + 2,
  };
}

function openingProblem(first: string): string {
  if (!first.startsWith("---")) return "the file does not start with front matter: its first line must be `---`";
  return "the first line must be exactly `---`; nothing may follow it (no language name: front matter is plain YAML)";
}

function parseBlock(block: readonly string[], recover: Recover | undefined): Pick<FrontMatter, "fields" | "problems"> {
  const kept = [...block.entries()].filter(([index, line]) => line.trim() !== "" || block[index - 1]?.trim() !== "");
  let fields: unknown;
  try {
    // An options object also keeps gray-matter from caching: a cached broken file would come back as `{}` without an error.
    const yaml = kept.map(([, line]) => line).join("\n");
    fields = matter(`---\n${yaml}\n---\n`, { language: "yaml", engines: { javascript: refuse, js: refuse } }).data;
    if (typeof fields !== "object" || fields === null || Array.isArray(fields))
      throw new Error("expected `key: value` lines");
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line?: number } };
    // gray-matter hands the parser the block with the line end of the fence in front.
    const index = kept[(mark?.line ?? 1) - 1]?.[0] ?? 0;
    const cause = reason ?? (error instanceof Error ? error.message : String(error));
    if (recover === undefined) throw new FrontMatterError(index + 2, `the front matter is not valid YAML: ${cause}`);
    const recovered = recover(block, index, cause);
    if (Object.keys(recovered.fields).length > 0) return recovered;
    throw new FrontMatterError(2, "the front matter has no `key: value` line, not even a name");
  }
  refuseExpansion(fields);
  return { fields: fields as Record<string, unknown>, problems: [] };
}

/** Aliases can make a small block stand for billions of values; whoever walks them later would hang. */
function refuseExpansion(fields: unknown): void {
  const pending: unknown[] = [fields];
  for (let visited = 0; pending.length > 0; visited++) {
    if (visited > maximumValues)
      throw new FrontMatterError(2, `the front matter expands to more than ${maximumValues} values`);
    const value = pending.pop();
    if (typeof value === "object" && value !== null) pending.push(...Object.values(value));
  }
}

function refuse(): never {
  throw new Error("front matter is data, not code");
}
