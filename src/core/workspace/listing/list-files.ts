import { PathError } from "../path-error";
import { withDeadline } from "../search/deadline";
import type { SearchDependencies } from "../search/dependencies";
import { globFilter, namesOf } from "../search/file-filter";
import { relativeToTarget, type Target, targetsOf } from "../search/targets";
import { visibleShort } from "../visible-text";
import { Gatherer, type Listed } from "./gatherer";
import { listWithJavaScript } from "./javascript-listing";
import type { FileListing, FileQuery } from "./listing";
import { newestFirst } from "./newest-first";
import { listWithRipgrep } from "./ripgrep-listing";

/**
 * Lists files with ripgrep, or with a walk of our own when there is none; both give the same list.
 * @throws PathError for `under` and `globs`; the reason of the signal when it aborts.
 */
export async function listFiles(dependencies: SearchDependencies, query: FileQuery = {}): Promise<FileListing> {
  const { globs, under, order = "path", limit = Number.POSITIVE_INFINITY, signal } = query;
  const accepts = globs === undefined ? () => true : globFilter(globs, { nameAlone: false });
  const targets = await targetsOf(dependencies, under);
  if (targets.some(({ kind }) => kind === "file")) throw notAFolder(under ?? ".");
  const names = globs === undefined ? undefined : namesOf(globs);
  const newGatherer = () => new Gatherer((target, path) => accepts(relativeToTarget(target, path)));
  const { result, timedOut } = await withDeadline(longestWalk, signal, async (deadline) => {
    const gatherer = await gather(
      dependencies,
      { targets, names, globs, newest: order === "newest" },
      newGatherer,
      deadline,
    );
    const { files } = gatherer;
    const paths = order === "newest" ? await newestFirst(files, limit) : sortedPaths(files).slice(0, limit);
    return { paths, total: files.length, isCut: gatherer.isFull };
  });
  const { paths, total, isCut } = result;
  return { paths, total, truncated: paths.length < total || isCut || timedOut };
}

export interface ListingJob {
  readonly targets: readonly Target[];
  readonly names: readonly string[] | undefined;
  readonly globs: readonly string[] | undefined;
  /** Find files in the order of their time, newest first, or know the time. */
  readonly newest: boolean;
}

async function gather(
  { ripgrep, workerPath }: SearchDependencies,
  job: ListingJob,
  newGatherer: () => Gatherer,
  signal: AbortSignal,
): Promise<Gatherer> {
  for (const _attempt of ["first", "again"]) {
    const program = await ripgrep.find();
    if (program === undefined) break;
    const gatherer = await listWithRipgrep(program, job, newGatherer, signal);
    if (gatherer !== "cannot-start") return gatherer;
    ripgrep.forget();
  }
  return await listWithJavaScript(workerPath, job, newGatherer(), signal);
}

function sortedPaths(files: readonly Listed[]): string[] {
  return files.map(({ path }) => path).sort();
}

function notAFolder(under: string): PathError {
  const shown = visibleShort(under);
  return new PathError("not-a-directory", shown, `\`${shown}\` is a file, not a folder.`);
}

/** Milliseconds. */
const longestWalk = 20_000;
