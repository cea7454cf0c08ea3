/**
 * Runs work under a signal that aborts with `signal` or after `milliseconds`, and tells which of the two happened.
 * @throws the reason of `signal` when that aborted, whatever the work returned.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<{ readonly result: Result; readonly timedOut: boolean }> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, milliseconds);
  try {
    const result = await work(controller.signal);
    signal?.throwIfAborted();
    return { result, timedOut: controller.signal.aborted };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
