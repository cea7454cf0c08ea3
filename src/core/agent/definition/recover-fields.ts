import type { FieldProblem } from "../../workspace/front-matter";

/**
 * Reads front matter that plain YAML refuses, line by line: descriptions with unquoted colons and `<example>` blocks are
 * common in published agent files, and losing such an agent silently is worse than reading it leniently and saying so.
 * A line starts a field when it is `key: value` at the margin and no `<example>` block is open.
 */
export function recoverFields(
  block: readonly string[],
  /** Index in `block` at which YAML gave up, and why. */
  failedAt: number,
  reason: string,
): { readonly fields: Record<string, unknown>; readonly problems: readonly FieldProblem[] } {
  const raw = new Map<string, string[]>();
  let current: string[] | undefined;
  let openExamples = 0;
  const stray: FieldProblem[] = [];
  for (const [index, text] of block.entries()) {
    const field = openExamples === 0 ? /^([A-Za-z][A-Za-z0-9_-]{0,63}):(?:\s+(.*)|)$/.exec(text) : null;
    if (field?.[1] !== undefined && raw.has(field[1]) && knownKeys.has(field[1])) {
      stray.push({ line: index + 2, message: `\`${field[1]}\` stands here again; the first one counts` });
      current = [];
    } else if (field?.[1] !== undefined && startsField(field[1], raw)) {
      current = [field[2] ?? ""];
      raw.set(field[1], current);
    } else if (current !== undefined) current.push(text);
    else if (text.trim() !== "")
      stray.push({ line: index + 2, message: "this line belongs to no field and was left out" });
    openExamples = Math.max(0, openExamples + count(text, /<example>/gi) - count(text, /<\/example>/gi));
  }
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, lines] of raw) fields[key] = fieldValue(lines);
  const message = `not valid YAML (${reason}); read line by line instead. Put the value in quotes to be exact`;
  return { fields: { ...fields }, problems: [{ line: failedAt + 2, message }, ...stray] };
}

/** Inside a running description, lines such as `user: "…"` are dialogue; only keys that agent files use end it. */
function startsField(key: string, seen: ReadonlyMap<string, unknown>): boolean {
  if (seen.has(key)) return false;
  const descriptionIsOpen = [...seen.keys()].at(-1) === "description";
  return !descriptionIsOpen || knownKeys.has(key);
}

const knownKeys = new Set([
  "name",
  "description",
  "tools",
  "disallowedTools",
  "model",
  "color",
  "agents",
  "handoffs",
  "target",
  "hooks",
  "skills",
  "memory",
  "background",
  "isolation",
  "permissionMode",
  "maxTurns",
  "mcpServers",
  "mcp-servers",
  "argument-hint",
  "user-invocable",
  "disable-model-invocation",
  "effort",
  "version",
  "tags",
  "author",
]);

function fieldValue(lines: readonly string[]): unknown {
  const items = lines.slice(1).filter((line) => line.trim() !== "");
  if (lines[0]?.trim() === "" && items.length > 0 && items.every((line) => /^\s*-\s+\S/.test(line))) {
    return items.map((line) => unquote(line.replace(/^\s*-\s+/, "")));
  }
  const head = /^[|>][+-]?$/.test(lines[0]?.trim() ?? "") ? "" : (lines[0] ?? "");
  return unquote([head, ...lines.slice(1)].join("\n").trim());
}

function unquote(text: string): string {
  const quoted = /^(["'])([\s\S]*)\1$/.exec(text.trim());
  return quoted?.[2] ?? text.trim();
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
