import { setTimeout as sleep } from "node:timers/promises";

interface Queue {
  /** Settles when the last one in the queue is done. */
  tail: Promise<unknown>;
  /** When this process began to use the folder without a break, and when it last did. */
  began: number;
  ended: number;
}

/** Shared by everything in this process, so that its own calls wait in a row instead of polling for the lock. */
const queues = new Map<string, Queue>();

/** Milliseconds. The break is longer than the poll of another process that waits for the same folder. */
const longestTurn = 200;
const breakLength = 35;

/** Runs `work` after all earlier work under the same key. Now and then it leaves other processes a chance before. */
export async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const queue = queues.get(key) ?? { tail: Promise.resolve(), began: performance.now(), ended: 0 };
  queues.set(key, queue);
  const turn = queue.tail.then(async () => {
    if (performance.now() - queue.ended > breakLength) queue.began = performance.now();
    if (performance.now() - queue.began > longestTurn) {
      await sleep(breakLength);
      queue.began = performance.now();
    }
    try {
      return await work();
    } finally {
      queue.ended = performance.now();
    }
  });
  queue.tail = turn.catch(() => {});
  return await turn;
}
