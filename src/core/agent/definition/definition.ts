import * as z from "zod/mini";
import englishMessages from "zod/v4/locales/en.js";
import { countHidden, visibleContent } from "../../workspace/visible-text";
import { type FrontMatter, FrontMatterError, parseFrontMatter } from "./front-matter";
import type { FieldProblem } from "./recover-fields";

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
    frontMatter = parseFrontMatter(text);
  } catch (error) {
    if (error instanceof FrontMatterError) return unusable(error.line, error.message);
    throw error;
  }
  const parsed = fieldsSchema.safeParse({ name: fallbackName, ...frontMatter.fields });
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return { definition: undefined, problems: [...frontMatter.problems, { line: 2, message: reasons }] };
  }
  if (frontMatter.body === "") return unusable(frontMatter.bodyLine, "there is no prompt below the front matter");
  const { name, description, tools, model, ...otherKeys } = parsed.data;
  const definition: AgentDefinition = {
    name,
    description,
    tools: toolNames(tools),
    // VS Code also allows a list in order of preference.
    model: (Array.isArray(model) ? model[0] : model) ?? "inherit",
    body: visibleContent(frontMatter.body),
    otherKeys,
  };
  return { definition, problems: [...frontMatter.problems, ...remarks(text, frontMatter, otherKeys)] };
}

const fieldsSchema = z.looseObject({
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "use 1 to 64 small letters, digits and hyphens")),
  description: z._default(z.string(), ""),
  tools: z.optional(z.nullable(z.union([z.string(), z.array(z.string())]))),
  model: z.optional(
    z.union(
      [z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:/@[\]-]{0,127}$/)), z.array(z.string())],
      "use inherit, opus, sonnet, haiku or a full model identifier",
    ),
  ),
});

function toolNames(tools: string | readonly string[] | null | undefined): readonly string[] | undefined {
  if (tools === undefined || tools === null) return undefined;
  const names = typeof tools === "string" ? splitOutsideParentheses(tools) : tools;
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
}

/** Commas inside a rule such as `Bash(git log, git diff)` do not separate tools. */
function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^()]*\))/);
}

function unusable(line: number, message: string): ParsedDefinition {
  return { definition: undefined, problems: [{ line, message }] };
}

function remarks(text: string, frontMatter: FrontMatter, otherKeys: Readonly<Record<string, unknown>>): FieldProblem[] {
  const lineOf = (key: string) => text.split(/\r\n|\n|\r/).findIndex((line) => line.startsWith(`${key}:`)) + 1;
  const problems = Object.keys(otherKeys).map((key) => ({
    line: lineOf(key),
    message: `the key \`${key}\` is kept but not used here`,
  }));
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
