import { secretError } from "../secrets";
import { Collector } from "./collector";
import { withDeadline } from "./deadline";
import type { SearchDependencies } from "./dependencies";
import type { EngineEnd, SearchJob } from "./engine";
import { globFilter, namesOf } from "./file-filter";
import { knownTypes, namesOfType } from "./file-types";
import { searchWithJavaScript } from "./javascript-search";
import { searchWithRipgrep } from "./ripgrep-search";
import type { SearchQuery, SearchResult } from "./search";
import { targetsOf } from "./targets";

/**
 * Searches with ripgrep, or with the JavaScript engine when there is none. Both give the same answer, except that the
 * JavaScript engine refuses a few patterns that it cannot translate.
 * @throws PathError for `under`, also on the secrets list, and `glob`; the reason of `signal` when it aborts.
 */
export async function searchFiles(
  dependencies: SearchDependencies,
  query: SearchQuery,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const accepts = query.glob === undefined ? () => true : globFilter([query.glob], { nameAlone: true });
  const targets = await targetsOf(dependencies, query.under);
  const isSecret = targets.some(({ kind, prefix, below }) => kind === "file" && dependencies.isSecret(prefix + below));
  if (isSecret) throw secretError(query.under ?? ".");
  const refusal = refusalOf(query);
  if (refusal !== undefined) return { files: [], ...refusal };
  const names =
    query.type !== undefined ? namesOfType(query.type) : query.glob === undefined ? undefined : namesOf([query.glob]);
  const { limit, output } = query;
  const newCollector = () => new Collector({ limit, output, accepts, isSecret: dependencies.isSecret });
  const { result, timedOut } = await withDeadline(query.timeout, signal, (deadline) =>
    searchWithBestEngine(dependencies, { query, targets, names }, newCollector, deadline),
  );
  return resultOf(result, timedOut);
}

async function searchWithBestEngine(
  { ripgrep, workerPath }: SearchDependencies,
  job: SearchJob,
  newCollector: () => Collector,
  signal: AbortSignal,
): Promise<EngineEnd> {
  // A program that was there a moment ago may be gone after an update, hence the second look.
  for (const _attempt of ["first", "again"]) {
    const program = await ripgrep.find();
    if (program === undefined) break;
    const end = await searchWithRipgrep(program, job, newCollector, signal);
    if (end !== "cannot-start") return end;
    ripgrep.forget();
  }
  return await searchWithJavaScript(workerPath, job, newCollector(), signal);
}

function resultOf({ outcome, message, collector }: EngineEnd, timedOut: boolean): SearchResult {
  const files = collector.sortedFiles();
  const { isFull } = collector;
  const known = { files, ...(message === undefined ? {} : { message }) };
  if (outcome !== "done") return { outcome, ...known };
  return { outcome: isFull ? "truncated" : timedOut ? "timed-out" : "done", ...known };
}

function refusalOf({ pattern, type }: SearchQuery): Pick<SearchResult, "outcome" | "message"> | undefined {
  const badPattern = (message: string) => ({ outcome: "bad-pattern" as const, message });
  if (pattern.length > longestPattern) return badPattern(`The pattern is longer than ${longestPattern} characters.`);
  if (pattern.includes("\0")) return badPattern("The pattern contains a NUL character.");
  if (/\p{Surrogate}/u.test(pattern)) return badPattern("The pattern is not well-formed Unicode.");
  if (type !== undefined && namesOfType(type) === undefined) {
    return { outcome: "failed", message: `There is no file type of this name. Known: ${knownTypes().join(", ")}.` };
  }
  return undefined;
}

const longestPattern = 10_000;
