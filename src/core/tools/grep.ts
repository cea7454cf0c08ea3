import * as z from "zod/mini";
import type { SearchQuery, SearchResult } from "../workspace/search/search";
import { visible, visibleShort } from "../workspace/visible-text";
import { type OutputMode, renderFiles, summaryOf } from "./grep/render";
import { defineTool, failure, success, type ToolResult } from "./tool";

const defaultLimit = 250;
const mostContext = 50;
/** Milliseconds. */
const timeout = 20_000;

const contextLines = (what: string) =>
  z.optional(z.int().check(z.minimum(0), z.describe(`Lines of context ${what}; output_mode content only`)));

export const grep = defineTool({
  name: "Grep",
  description:
    "Searches the files of the workspace with a regular expression in ripgrep's syntax (no look-around, no back-references; write \\{ for a brace). What git ignores, .git, binary files, links and files on the secrets list (.env, keys) are skipped; other dot files are searched. A folder or file that is named in path is searched even when git ignores it.",
  input: z.object({
    pattern: z.string().check(z.describe("The regular expression; matched line by line unless multiline is set")),
    path: z.optional(z.string().check(z.describe("File or folder to search; default: the whole workspace"))),
    glob: z.optional(
      z.string().check(z.describe("Only files that match, for example *.py (at any depth) or src/**/*.{ts,tsx}")),
    ),
    type: z.optional(z.string().check(z.describe("Only files of a type, for example py, js, rust, md"))),
    output_mode: z.optional(
      z
        .enum(["content", "files_with_matches", "count"])
        .check(z.describe("Matching lines, paths of files (default), or matching lines counted for each file")),
    ),
    "-i": z.optional(z.boolean().check(z.describe("Ignore case"))),
    "-n": z.optional(z.boolean().check(z.describe("Line numbers in output_mode content; default true"))),
    "-A": contextLines("after each match"),
    "-B": contextLines("before each match"),
    "-C": contextLines("before and after each match"),
    head_limit: z.optional(
      z
        .int()
        .check(
          z.minimum(1),
          z.maximum(10_000),
          z.describe(`At most this many lines or files; default ${defaultLimit}`),
        ),
    ),
    multiline: z.optional(z.boolean().check(z.describe("Let the pattern span lines, and . match line ends"))),
  }),
  access: "read",
  title: ({ pattern, path }) => visibleShort(pattern, 80) + (path ? ` in ${visibleShort(path, 80)}` : ""),
  async run(input, { workspace, signal }) {
    const mode = input.output_mode ?? "files_with_matches";
    const query = queryOf(input, mode);
    const result = await workspace.search(query, signal);
    switch (result.outcome) {
      case "bad-pattern":
        return badPattern(result.message);
      case "failed":
        return failure(`The search failed: ${visibleLines(result.message)}`);
      case "timed-out":
        return timedOut(result, mode, input["-n"]);
      case "done":
      case "truncated":
        return result.files.length === 0 ? noMatch(result, query) : found(result, query, mode, input["-n"]);
    }
  },
});

/** ripgrep draws where the pattern is wrong, so its lines are kept. */
function badPattern(message: string | undefined): ToolResult {
  const advice = "Nothing was searched. Escape characters that are meant literally, for example \\( or \\{.";
  return {
    content: `The pattern is not valid: ${visibleLines(message)}\n\n${advice}`,
    isError: true,
    summary: "bad pattern",
  };
}

interface GrepInput {
  readonly pattern: string;
  readonly path?: string | undefined;
  readonly glob?: string | undefined;
  readonly type?: string | undefined;
  readonly "-i"?: boolean | undefined;
  readonly "-A"?: number | undefined;
  readonly "-B"?: number | undefined;
  readonly "-C"?: number | undefined;
  readonly head_limit?: number | undefined;
  readonly multiline?: boolean | undefined;
}

/** Models send empty strings for what they leave out. */
function queryOf(input: GrepInput, mode: OutputMode): SearchQuery {
  const context = (lines: number | undefined) => Math.min(lines ?? input["-C"] ?? 0, mostContext);
  return {
    pattern: input.pattern,
    ...(input.path && { under: input.path }),
    ...(input.glob && { glob: input.glob }),
    ...(input.type && { type: input.type }),
    ignoreCase: input["-i"] === true,
    multiline: input.multiline === true,
    output: mode === "content" ? "lines" : mode === "count" ? "counts" : "files",
    before: context(input["-B"]),
    after: context(input["-A"]),
    limit: input.head_limit ?? defaultLimit,
    timeout,
  };
}

function found(result: SearchResult, query: SearchQuery, mode: OutputMode, numbers = true): ToolResult {
  const { text, cutAt } = renderFiles(result.files, mode, { numbers, hasContext: hasContext(query) });
  const rows = mode === "content" ? "lines" : "files";
  const more = "For the rest narrow the search with path, glob or type, or search for something more specific";
  const notes = [
    cutAt !== undefined ? `Cut at 20 KB after ${cutAt} ${rows}. ${more}` : undefined,
    cutAt === undefined && result.outcome === "truncated"
      ? `These are the first ${query.limit} ${rows}, and there are more. ${more}, or raise head_limit`
      : undefined,
    noteOf(result),
  ];
  const isPart = cutAt !== undefined || result.outcome === "truncated";
  return success(text + bracketed(notes), (isPart ? "first " : "") + summaryOf(result.files, mode));
}

function noMatch(result: SearchResult, { under, glob, type }: SearchQuery): ToolResult {
  const where = [
    under === undefined ? "" : ` in \`${visibleShort(under)}\``,
    glob === undefined ? "" : ` among files that match \`${visibleShort(glob)}\``,
    type === undefined ? "" : ` among files of type ${visibleShort(type)}`,
  ].join("");
  return success(`No match${where}.${bracketed([noteOf(result)])}`, "no match");
}

function timedOut(result: SearchResult, mode: OutputMode, numbers = true): ToolResult {
  const advice = "Narrow the search with path, glob or type, or use a simpler pattern.";
  const seconds = `${timeout / 1000} seconds`;
  if (result.files.length === 0) {
    return failure(
      `The search was stopped after ${seconds} without a match so far; not all files were searched.`,
      advice,
    );
  }
  const { text } = renderFiles(result.files, mode, { numbers, hasContext: true });
  const note = `The search was stopped after ${seconds}, so this is only a part of what matches. ${advice}`;
  return success(
    `${note}\n\n${text}${bracketed([noteOf(result)])}`,
    `timed out, ${summaryOf(result.files, mode)} so far`,
  );
}

function noteOf({ message }: SearchResult): string | undefined {
  return message === undefined ? undefined : visible(message.replace(/\.$/, ""));
}

function bracketed(notes: readonly (string | undefined)[]): string {
  const known = notes.filter((note) => note !== undefined);
  return known.length === 0 ? "" : `\n\n[${known.join(". ")}.]`;
}

function hasContext({ before = 0, after = 0 }: SearchQuery): boolean {
  return before + after > 0;
}

function visibleLines(message = "no reason was given"): string {
  return message.split("\n").map(visible).join("\n");
}
