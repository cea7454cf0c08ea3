export class Disposable {
  readonly #dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): void {
    this.#dispose();
  }
}

export type Listener<Value> = (value: Value) => unknown;
export type Event<Value> = (
  listener: Listener<Value>,
  thisArguments?: unknown,
  disposables?: Disposable[],
) => Disposable;

export class EventEmitter<Value> {
  readonly #listeners = new Set<Listener<Value>>();

  readonly event: Event<Value> = (listener, thisArguments, disposables) => {
    const bound: Listener<Value> = (value) => listener.call(thisArguments, value);
    this.#listeners.add(bound);
    const disposable = new Disposable(() => this.#listeners.delete(bound));
    disposables?.push(disposable);
    return disposable;
  };

  get listenerCount(): number {
    return this.#listeners.size;
  }

  fire(value: Value): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationTokenSource {
  readonly #emitter = new EventEmitter<void>();
  #cancelled = false;

  readonly token: { readonly isCancellationRequested: boolean; readonly onCancellationRequested: Event<void> };

  constructor() {
    const cancelled = () => this.#cancelled;
    this.token = {
      get isCancellationRequested() {
        return cancelled();
      },
      onCancellationRequested: this.#emitter.event,
    };
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#emitter.fire();
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}

export class CancellationError extends Error {
  constructor() {
    super("Canceled");
    this.name = "Canceled";
  }
}
