import { runWorker } from "../search/run-worker";
import type { Gatherer } from "./gatherer";
import type { ListingJob } from "./list-files";

/** Lists without ripgrep: in a worker, as the walk is synchronous and its ignore rules are a repository's own. */
export async function listWithJavaScript(
  workerPath: string,
  { targets, globs, newest }: ListingJob,
  gatherer: Gatherer,
  signal: AbortSignal,
): Promise<Gatherer> {
  const job = { kind: "list", job: { targets, globs, withTimes: newest } } as const;
  const end = await runWorker(workerPath, job, signal, (findings) =>
    findings.every(({ target, finding }) => {
      const listed = targets[target];
      return listed === undefined || gatherer.add(listed, finding.path, finding.modified);
    }),
  );
  if (end.outcome !== "done") throw new Error(end.message);
  return gatherer;
}
