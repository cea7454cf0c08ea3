import type { Log } from "../log";

export interface QuietWorkOptions {
  /** What is done, as a few words for the log. */
  readonly name: string;
  /** Milliseconds without a new cause before the work begins. */
  readonly delay: number;
  /** Milliseconds after which the work is given up. */
  readonly limit: number;
  readonly log: Log;
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Work in the background that follows what happens in the editor. It begins when its causes have gone quiet, never runs twice at
 * the same time, and runs once more when something happened meanwhile. A failure is logged and shown nowhere: nobody asked for it.
 */
export class QuietWork {
  readonly #options: QuietWorkOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  #again = false;

  constructor(options: QuietWorkOptions) {
    this.#options = options;
  }

  /** Something happened that the work depends on. */
  schedule(): void {
    this.#again = this.#running !== undefined;
    if (this.#again) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#start(), this.#options.delay);
  }

  /** Nothing is due any more, and what runs is told to stop. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#again = false;
    this.#running?.abort();
    this.#running = undefined;
  }

  async #start(): Promise<void> {
    const { name, limit, log, run } = this.#options;
    const running = new AbortController();
    this.#running = running;
    try {
      await run(AbortSignal.any([running.signal, AbortSignal.timeout(limit)]));
    } catch (error) {
      if (!running.signal.aborted) log.warn(`${name} was not finished`, error);
    }
    // Cancelled meanwhile, and perhaps begun anew: then this run has no say any more.
    if (this.#running !== running) return;
    this.#running = undefined;
    if (this.#again) this.schedule();
  }
}
