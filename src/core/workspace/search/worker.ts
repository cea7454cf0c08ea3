import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { listTargets } from "./worker/list-targets";
import { searchTargets } from "./worker/search-targets";
import type { FromWorker, WorkerEnd, WorkerFinding, WorkerJob } from "./worker-protocol";

/** The entry of the worker thread: the search and the walk without ripgrep. */
async function main(): Promise<void> {
  const { kind, job } = workerData as WorkerJob;
  const steps = kind === "search" ? searchTargets(job) : listTargets(job);
  const end = await send(steps);
  post({ type: "end", end });
}

/**
 * Sends findings at the end of each file, so that a time-out loses none of the files before; but never many more than the
 * other side has taken in, as it may have enough at any time.
 */
async function send(steps: Generator<WorkerFinding | undefined, WorkerEnd>): Promise<WorkerEnd> {
  let batch: WorkerFinding[] = [];
  let unanswered = 0;
  parentPort?.on("message", () => unanswered--);
  for (;;) {
    const step = steps.next();
    if (!step.done && step.value !== undefined) batch.push(step.value);
    const isFileEnd = step.done || step.value === undefined;
    if (batch.length >= fullBatch || (batch.length > 0 && isFileEnd)) {
      post({ type: "findings", findings: batch });
      batch = [];
      unanswered++;
      while (unanswered >= mostUnanswered && parentPort !== null) await once(parentPort, "message");
    }
    if (step.done) return step.value;
  }
}

const fullBatch = 500;
const mostUnanswered = 16;

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

await main();
parentPort?.close();
