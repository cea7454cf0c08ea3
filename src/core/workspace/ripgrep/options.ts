import { longestLine } from "../search/line-text";
import type { SearchQuery } from "../search/search";
import type { Target } from "../search/targets";

/**
 * Which files ripgrep walks over: dot files too, but not `.git`; what the `.gitignore` files from the root downwards
 * ignore is skipped, with or without a repository. Nothing outside the root (global ignore files, parent folders) and
 * nothing private to one clone has a say, so that the same workspace gives the same answer everywhere.
 */
export const walkOptions = [
  "--hidden",
  "--glob=!.git",
  "--no-require-git",
  "--no-ignore-parent",
  "--no-ignore-global",
  "--no-ignore-exclude",
  "--no-ignore-dot",
  "--no-ignore-messages",
  "--no-follow",
  "--path-separator=/",
  "--color=never",
  "--null",
];

/** Keeps files whose name matches one of the simple globs. A type, unlike `--glob`, does not bring back ignored files. */
function nameOptions(names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return [...names.map((name) => `--type-add=wanted:${name}`), "--type=wanted"];
}

/**
 * What the walk starts from. For a single file it is its folder, with all other names dropped: an explicit file would be
 * searched even when it is binary, and would be opened even if it had become a FIFO.
 */
export function targetOptions(target: Target, names: readonly string[] | undefined): readonly string[] {
  if (target.kind === "directory") return [...nameOptions(names), "--", `./${target.below}`];
  const slash = target.below.lastIndexOf("/");
  const name = target.below.slice(slash + 1).replace(/[^\w.-]+/g, "*");
  return ["--no-ignore", "--max-depth=1", ...nameOptions([name]), "--", `./${target.below.slice(0, slash + 1)}`];
}

/** The pattern follows `-e`, so that one that starts with a hyphen is never taken for an option. */
export function searchOptions(query: SearchQuery): readonly string[] {
  return [
    "--no-heading",
    "--with-filename",
    "--no-mmap",
    "--no-pre",
    "--no-search-zip",
    "--crlf",
    query.ignoreCase ? "--ignore-case" : "--case-sensitive",
    ...(query.multiline ? ["--multiline", "--multiline-dotall"] : []),
    ...outputOptions(query),
    "-e",
    query.pattern,
  ];
}

/** ripgrep counts matches instead of lines when they may span lines, so then the lines themselves are counted. */
export function readsLines({ output, multiline }: SearchQuery): boolean {
  return output === "lines" || (output === "counts" && multiline === true);
}

function outputOptions(query: SearchQuery): readonly string[] {
  if (query.output === "files") return ["--files-with-matches"];
  if (!readsLines(query)) return ["--count"];
  const context = query.output === "lines";
  return [
    "--line-number",
    "--no-context-separator",
    `--max-columns=${longestLine}`,
    "--max-columns-preview",
    `--before-context=${context ? (query.before ?? 0) : 0}`,
    `--after-context=${context ? (query.after ?? 0) : 0}`,
  ];
}
