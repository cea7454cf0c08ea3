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

/** Sends findings in batches: soon, so that a time-out still has what was found, but not one by one. */
async function send(steps: Generator<WorkerFinding | undefined, WorkerEnd>): Promise<WorkerEnd> {
  let batch: WorkerFinding[] = [];
  let lastSent = performance.now();
  for (;;) {
    const step = steps.next();
    if (!step.done && step.value !== undefined) batch.push(step.value);
    const isDue = batch.length >= fullBatch || performance.now() - lastSent > longestWait;
    if (batch.length > 0 && (step.done || isDue)) {
      post({ type: "findings", findings: batch });
      if (parentPort !== null) await once(parentPort, "message");
      batch = [];
      lastSent = performance.now();
    }
    if (step.done) return step.value;
  }
}

const fullBatch = 500;
/** Milliseconds. */
const longestWait = 20;

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

await main();
