import type { ModelEvent } from "../model";
import type { Failure } from "./failure";
import { longestWait } from "./retry-after";

export interface RetryTiming {
  /** Resolves after the milliseconds, or at once when the signal is aborted. Never rejects. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1: spreads the attempts of many clients. */
  readonly random: () => number;
}

const longestBackOff = 30;

/** Seconds before the next attempt, or undefined when there is to be none. `attempt` counts from 1. */
export function waitBefore(
  failure: Failure,
  attempt: number,
  maxRetries: number,
  random: () => number,
): number | undefined {
  const retries = { never: 0, once: Math.min(1, maxRetries), always: maxRetries }[failure.retry];
  if (attempt > retries) return undefined;
  if (failure.retryAfter !== undefined) return failure.retryAfter <= longestWait ? failure.retryAfter : undefined;
  const backOff = Math.min(longestBackOff, 0.5 * 2 ** (attempt - 1));
  return backOff * (0.75 + random() / 2);
}

/** One event a second, so that every surface can show how long it still takes without a clock of its own. */
export async function* countDown(
  seconds: number,
  row: { readonly reason: string; readonly attempt: number; readonly attempts: number },
  { sleep }: RetryTiming,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  for (let left = seconds; !signal.aborted; ) {
    yield { type: "waiting", ...row, seconds: Math.ceil(left) };
    if (left <= 0) return;
    const step = left % 1 || 1;
    await sleep(step * 1000, signal);
    left -= step;
    if (left <= 0) return;
  }
}

export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
