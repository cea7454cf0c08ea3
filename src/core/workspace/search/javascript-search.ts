import type { Collector } from "./collector";
import type { EngineEnd, SearchJob } from "./engine";
import { runWorker } from "./run-worker";

/** Searches without ripgrep: in a worker, which ends with the signal whatever its pattern is doing. */
export async function searchWithJavaScript(
  workerPath: string,
  job: SearchJob,
  collector: Collector,
  signal: AbortSignal,
): Promise<EngineEnd> {
  const end = await runWorker(workerPath, { kind: "search", job }, signal, (findings) =>
    findings.every(({ target, finding }) => {
      const searched = job.targets[target];
      return searched === undefined || collector.add(searched, finding);
    }),
  );
  return { ...end, collector };
}
