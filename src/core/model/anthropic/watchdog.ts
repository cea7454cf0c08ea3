/** Nothing has come for a while. A class, so that nothing that an endpoint sends can be taken for it. */
export class Silence {
  /** Since the last sign of life. */
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** The endpoint sent nothing for the whole idle time. */
export class StalledError extends Error {
  override readonly name = "StalledError";
  readonly seconds: number;

  constructor(seconds: number) {
    super(`nothing came for ${seconds} s`);
    this.seconds = seconds;
  }
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life after which a Silence is yielded, again after each such time. */
  readonly silenceNotice: number;
  /** Milliseconds without a sign of life after which the work is ended with StalledError. */
  readonly idleTimeout: number;
}

export interface Watched<Item> {
  emit(item: Item): void;
  /** A sign of life that is not an item: a ping, a comment, a few bytes. */
  alive(): void;
  /** Aborted when the work was not finished and nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/**
 * Yields what `work` emits, at once and in order. Throws what `work` throws, or StalledError; ends early, and ends the
 * work, when the signal is aborted. The work is never waited for after that: a socket may take its time to close.
 */
export async function* watched<Item>(
  work: (watched: Watched<Item>) => Promise<void>,
  options: WatchOptions,
): AsyncGenerator<Item | Silence> {
  const controller = new AbortController();
  let queue: (Item | Silence)[] = [];
  let outcome: { readonly error?: unknown } | undefined;
  let wake = () => {};
  let lastSign = performance.now();
  let noticed = 0;
  let timer: NodeJS.Timeout | undefined;

  function alive() {
    lastSign = performance.now();
    noticed = 0;
  }
  function emit(item: Item) {
    alive();
    queue.push(item);
    wake();
  }
  function finish(result: { readonly error?: unknown }) {
    outcome ??= result;
    wake();
  }
  function check() {
    const silent = performance.now() - lastSign;
    if (silent >= options.idleTimeout) return finish({ error: new StalledError(seconds(silent)) });
    if (silent >= (noticed + 1) * options.silenceNotice) {
      noticed = Math.floor(silent / options.silenceNotice);
      queue.push(new Silence(seconds(silent)));
      wake();
    }
    const next = Math.min((noticed + 1) * options.silenceNotice, options.idleTimeout);
    timer = setTimeout(check, Math.max(1, next - silent));
  }
  const cancel = () => finish({});

  options.signal.addEventListener("abort", cancel, { once: true });
  if (options.signal.aborted) cancel();
  else work({ emit, alive, signal: controller.signal }).then(cancel, (error: unknown) => finish({ error }));
  check();
  try {
    for (;;) {
      const items = queue;
      queue = [];
      for (const item of items) {
        if (options.signal.aborted) return;
        yield item;
      }
      if (items.length > 0) continue;
      if (outcome?.error !== undefined && !options.signal.aborted) throw outcome.error;
      if (outcome !== undefined) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", cancel);
    // What is finished may still be closing its connection in an orderly way, to be used again.
    if (outcome === undefined || outcome.error !== undefined || options.signal.aborted) controller.abort();
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
