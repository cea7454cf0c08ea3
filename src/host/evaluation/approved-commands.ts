import type * as vscode from "vscode";

const stateKey = "mlEngineer.approvedCommands";
const mostKept = 100;

/** Commands of engines that the person has agreed to run in this workspace, by their digest. A changed one is another one. */
export class ApprovedCommands {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  has(digest: string): boolean {
    return this.#all.includes(digest);
  }

  async add(digest: string): Promise<void> {
    await this.#state.update(stateKey, [...this.#all.filter((known) => known !== digest), digest].slice(-mostKept));
  }

  get #all(): readonly string[] {
    return this.#state.get<readonly string[]>(stateKey) ?? [];
  }
}
