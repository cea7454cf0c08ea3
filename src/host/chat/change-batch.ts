import type { Change } from "../../protocol/chat";

/** How often a view is told of changes: 30 times a second at most. */
const interval = 33;

/** Collects changes for one message a frame: a model sends hundreds of pieces a second, a view can show thirty. */
export class ChangeBatch {
  readonly #send: (changes: readonly Change[]) => void;
  #changes: Change[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (changes: readonly Change[]) => void) {
    this.#send = send;
  }

  add(changes: readonly Change[]): void {
    for (const change of changes) this.#append(change);
    if (this.#changes.length > 0) this.#timer ??= setTimeout(() => this.flush(), interval);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length > 0) this.#send(changes);
  }

  /** Forgets what was not sent: a snapshot that holds it is on its way. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changes = [];
  }

  #append(change: Change): void {
    const last = this.#changes.at(-1);
    if (change.type === "append-text" && last?.type === "append-text" && last.id === change.id) {
      this.#changes[this.#changes.length - 1] = { ...last, text: last.text + change.text };
    } else this.#changes.push(change);
  }
}
