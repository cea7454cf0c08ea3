import * as vscode from "vscode";

const stateKey = "mlEngineer.measureLensDismissed";

/** Whether the person wants to be asked to measure in this workspace. */
export class MeasureLens implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  get isDismissed(): boolean {
    return this.#state.get<boolean>(stateKey) ?? false;
  }

  async dismiss(): Promise<void> {
    await this.#state.update(stateKey, true);
    this.#changed.fire();
  }

  /** Takes a dismissal back. */
  async show(): Promise<void> {
    await this.#state.update(stateKey, undefined);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
