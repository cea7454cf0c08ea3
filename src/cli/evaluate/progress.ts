import type { Progress } from "../../core/measurement/runs/events";
import { visible } from "../../core/workspace/visible-text";

/** Milliseconds between two updates of the line at a terminal, and between two lines elsewhere. */
const interval = { terminal: 100, plain: 5000 } as const;

/** How far a run is, on standard error: one line that changes at a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shownAt = Number.NEGATIVE_INFINITY;
  #hasLine = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    const now = performance.now();
    const isLast = progress.done === progress.total;
    if (!isLast && now - this.#shownAt < (this.#stream.isTTY ? interval.terminal : interval.plain)) return;
    this.#shownAt = now;
    const text = progressText(progress);
    if (!this.#stream.isTTY) {
      this.#stream.write(`${text}\n`);
      return;
    }
    // What does not fit would scroll the line away.
    this.#stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (this.#stream.columns ?? 80) - 1))}`);
    this.#hasLine = true;
  }

  /** Prints lines of their own. */
  say(text: string): void {
    this.end();
    this.#stream.write(text);
  }

  end(): void {
    if (this.#hasLine) this.#stream.write("\n");
    this.#hasLine = false;
  }
}

function progressText({ row, done, total, failed, timeLeft, wer, others = [], cost }: Progress): string {
  return [
    `${done}/${total} clips`,
    visible(row),
    ...(wer === undefined ? [] : [`WER so far ${percent(wer)}`]),
    ...others.map((other) => `${visible(other.row)} ${percent(other.wer)}`),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(timeLeft === undefined || done === total ? [] : [`${duration(timeLeft)} left`]),
    ...(cost > 0 ? [`${cost.toFixed(2)} USD`] : []),
  ].join(" · ");
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
