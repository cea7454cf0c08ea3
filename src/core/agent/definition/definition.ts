import * as z from "zod/mini";
import englishMessages from "zod/v4/locales/en.js";
import { type FieldProblem, type FrontMatter, FrontMatterError, parseFrontMatter } from "../../workspace/front-matter";
import { countHidden, visibleContent, visibleShort } from "../../workspace/visible-text";
import { recoverFields } from "./recover-fields";

// The small build of zod has no messages of its own.
z.config(englishMessages());

/** Bytes of an agent file; a larger one is reported, not loaded. */
export const maximumDefinitionBytes = 64 * 1024;

/** An agent as its file defines it: data only. No key of it ever starts a process or decides where text goes. */
export interface AgentDefinition {
  readonly name: string;
  readonly description: string;
  /** Tool names as written; undefined means that the file names none, so the agent gets what reading needs. */
  readonly tools: readonly string[] | undefined;
  /** Tools that the file takes away again, whatever else it says. */
  readonly disallowedTools: readonly string[];
  /** `inherit`, `opus`, `sonnet`, `haiku` or a full model identifier. */
  readonly model: string;
  /** The prompt. */
  readonly body: string;
  /** Keys that we do not read, kept as they are. */
  readonly otherKeys: Readonly<Record<string, unknown>>;
}

export interface ParsedDefinition {
  /** Undefined when the file cannot be used; `problems` then says why. */
  readonly definition: AgentDefinition | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Reads the text of an agent file. `fallbackName` is its file name without ending, used when `name` is missing. */
export function parseDefinition(text: string, fallbackName: string): ParsedDefinition {
  if (/^\0+$/.test(text.slice(0, 512)) && text !== "")
    return unusable(1, "the file is filled with NUL bytes: restore it from git");
  let frontMatter: FrontMatter;
  try {
    const parsed = parseFrontMatter(text, recoverFields);
    frontMatter = { ...parsed, fields: withoutEmpty(parsed.fields) };
  } catch (error) {
    if (error instanceof FrontMatterError) return unusable(error.line, error.message);
    throw error;
  }
  const lineOf = keyLines(text);
  const parsed = fieldsSchema.safeParse({ name: fallbackName, ...frontMatter.fields });
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => ({
      line: lineOf(String(issue.path[0])),
      message: `${issue.path.join(".")}: ${issue.message}`,
    }));
    return { definition: undefined, problems: [...frontMatter.problems, ...reasons] };
  }
  if (frontMatter.body === "") return unusable(frontMatter.bodyLine, "there is no prompt below the front matter");
  const { name, description, tools, disallowedTools, model, ...otherKeys } = parsed.data;
  const definition: AgentDefinition = {
    name,
    description,
    tools: toolNames(tools),
    disallowedTools: toolNames(disallowedTools) ?? [],
    // VS Code also allows a list in order of preference.
    model: (Array.isArray(model) ? model[0] : model) ?? "inherit",
    body: visibleContent(frontMatter.body),
    otherKeys,
  };
  return { definition, problems: [...frontMatter.problems, ...remarks(text, frontMatter, otherKeys, lineOf)] };
}

const modelName = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9][A-Za-z0-9._:/@[\]-]{0,127}$/, "use inherit, opus, sonnet, haiku or a full model identifier"),
  );

const toolList = z.optional(
  z.union([z.string(), z.array(z.string())], "write the names as a list, or in one line with commas between"),
);

const fieldsSchema = z.looseObject({
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "use 1 to 64 small letters, digits and hyphens")),
  description: z._default(z.string(), ""),
  tools: toolList,
  disallowedTools: toolList,
  model: z.optional(
    z.union([modelName, z.array(modelName)], "use inherit, opus, sonnet, haiku or a full model identifier"),
  ),
});

/** `description:` without a value is null in YAML, and means the same as no such key. */
function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** The 1-based line on which a key stands at the margin; 1 when there is none. One pass, since keys may be thousands. */
function keyLines(text: string): (key: string) => number {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const key = /^[^\s:]+(?=:)/.exec(line)?.[0];
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
  }
  return (key) => lines.get(key) ?? 1;
}

function toolNames(tools: string | readonly string[] | undefined): readonly string[] | undefined {
  if (tools === undefined) return undefined;
  const names = typeof tools === "string" ? splitOutsideParentheses(tools) : tools;
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
}

/** Commas inside a rule such as `Bash(git log, git diff)` do not separate tools. */
function splitOutsideParentheses(text: string): string[] {
  return [...text.matchAll(/(?:\((?:[^()]|\([^()]*\))*\)|[^,])+/g)].map(([name]) => name);
}

function unusable(line: number, message: string): ParsedDefinition {
  return { definition: undefined, problems: [{ line, message }] };
}

/** Keys that are reported one by one. */
const mostKeys = 20;

function remarks(
  text: string,
  frontMatter: FrontMatter,
  otherKeys: Readonly<Record<string, unknown>>,
  lineOf: (key: string) => number,
): FieldProblem[] {
  const keys = Object.keys(otherKeys);
  const problems = keys.slice(0, mostKeys).map((key) => ({
    line: lineOf(key),
    message: `the key \`${visibleShort(key, 64)}\` is kept but not used here`,
  }));
  if (keys.length > mostKeys)
    problems.push({ line: 1, message: `${keys.length - mostKeys} more keys are kept but not used here` });
  const hidden = countHidden(text);
  if (hidden > 0)
    problems.push({
      line: hiddenLine(text),
      message: `${hidden} hidden or direction-changing characters; they are shown as \\u{…}`,
    });
  if (frontMatter.fields.description === undefined)
    problems.push({ line: 1, message: "there is no description: people cannot tell when to choose this agent" });
  if (frontMatter.fields.name === undefined)
    problems.push({ line: 1, message: "there is no name: the file name is used" });
  return problems;
}

function hiddenLine(text: string): number {
  return text.split(/\r\n|\n/).findIndex((line) => countHidden(line) > 0) + 1;
}
