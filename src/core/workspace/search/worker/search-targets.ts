import type { Finding } from "../collector";
import { type SearchJob, unreadableMessage } from "../engine";
import { globFilter } from "../file-filter";
import { namePattern } from "../ignore/name-pattern";
import { PatternError } from "../pattern/pattern-error";
import { type TranslatedPattern, translatePattern } from "../pattern/translate";
import { relativeToTarget } from "../targets";
import type { WorkerEnd, WorkerFinding } from "../worker-protocol";
import { readSearchable } from "./read-searchable";
import { searchText } from "./search-text";
import { type FoundFile, walk } from "./walk";

/** Searches the targets in the order of paths. A step without a finding is the end of a file. */
export function* searchTargets(job: SearchJob): Generator<WorkerFinding | undefined, WorkerEnd> {
  const pattern = translate(job);
  if (pattern instanceof PatternError) return { outcome: "bad-pattern", message: pattern.message };
  const problems: string[] = [];
  for (const [index, target] of job.targets.entries()) {
    const isWanted = target.kind === "file" ? () => true : nameFilter(job);
    for (const file of walk(target, (path, error) => problems.push(describe(path, error)))) {
      if (!isWanted(file, relativeToTarget(target, file.path))) continue;
      try {
        for (const finding of searchFile(job, pattern, file)) yield { target: index, finding };
      } catch (error) {
        problems.push(describe(file.path, error));
      }
      yield undefined;
    }
  }
  const [example] = problems;
  if (example === undefined) return { outcome: "done" };
  return { outcome: "done", message: unreadableMessage(problems.length, example) };
}

function* searchFile({ query }: SearchJob, pattern: TranslatedPattern, file: FoundFile): Generator<Finding> {
  const searchable = readSearchable(file.fullPath, query.multiline === true);
  if (searchable === undefined) return;
  const { path } = file;
  if (query.output === "lines") {
    for (const line of searchText(searchable.text, pattern, query)) yield { path, line };
    return;
  }
  let matches = 0;
  for (const line of searchText(searchable.text, pattern, { ...query, before: 0, after: 0 })) {
    if (line.isMatch) matches++;
    if (query.output === "files") break;
  }
  // ripgrep counts nothing in a file that turns out to be binary further down, but has listed it by then.
  const counts = query.output === "files" || !searchable.isBinary || query.multiline === true;
  if (matches > 0 && counts) yield { path, matches };
}

function translate({ query }: SearchJob): TranslatedPattern | PatternError {
  try {
    const { ignoreCase = false, multiline = false } = query;
    return translatePattern(query.pattern, { ignoreCase, multiline });
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}

function nameFilter({ query, names }: SearchJob): (file: FoundFile, relativePath: string) => boolean {
  const patterns = names?.map((name) => namePattern(name));
  const accepts = query.glob === undefined ? () => true : globFilter([query.glob], { nameAlone: true });
  return ({ nameBytes }, relativePath) =>
    (patterns === undefined || patterns.some((pattern) => pattern?.test(nameBytes))) && accepts(relativePath);
}

function describe(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    ENOENT: "no such file or directory",
  };
  const reason =
    typeof code === "string" ? (reasons[code] ?? code) : error instanceof Error ? error.message : "unknown";
  return `\`${path}\` (${reason})`;
}
