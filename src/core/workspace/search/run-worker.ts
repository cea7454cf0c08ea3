import { Worker } from "node:worker_threads";
import type { FromWorker, WorkerEnd, WorkerFinding, WorkerJob } from "./worker-protocol";

/**
 * Runs a job in a worker and returns once the worker is gone. A regular expression that never ends, a `.gitignore` made to
 * hang and a tree without end are all stopped by the signal, and none of them holds up this thread.
 */
export async function runWorker(
  workerPath: string,
  job: WorkerJob,
  signal: AbortSignal,
  onFindings: (findings: readonly WorkerFinding[]) => boolean,
): Promise<WorkerEnd> {
  if (signal.aborted) return { outcome: "done" };
  const worker = new Worker(workerPath, { workerData: job, env: {}, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  try {
    return await new Promise<WorkerEnd>((resolve) => {
      signal.addEventListener("abort", () => resolve({ outcome: "done" }), { once: true });
      worker.on("message", (message: FromWorker) => {
        if (message.type === "end") resolve(message.end);
        else if (onFindings(message.findings)) worker.postMessage("more");
        else resolve({ outcome: "done" });
      });
      worker.on("error", (error) => resolve({ outcome: "failed", message: `The search stopped: ${error.message}.` }));
      worker.on("exit", () => resolve({ outcome: "failed", message: "The search stopped unexpectedly." }));
    });
  } finally {
    await worker.terminate();
  }
}
