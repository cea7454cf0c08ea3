import * as vscode from "vscode";

/** What tells whether a person sees a view. */
type SeenView = Pick<vscode.TreeView<unknown>, "visible" | "onDidChangeVisibility">;

/**
 * Whether a person uses the extension in this window. The editor starts it already with a file of code, for the lenses; what
 * reads or shows more waits until somebody has run a command, seen a view or asked.
 */
export class FirstUse implements vscode.Disposable {
  readonly #begun = new vscode.EventEmitter<void>();
  #hasBegun = false;

  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#begun.fire();
  }

  /** A view that is seen is used. */
  watch(view: SeenView): vscode.Disposable {
    if (view.visible) this.begin();
    return view.onDidChangeVisibility(({ visible }) => visible && this.begin());
  }

  /** Does the work at once, or with the first use. */
  whenBegun(work: () => void): vscode.Disposable {
    if (!this.#hasBegun) return this.#begun.event(work);
    work();
    return new vscode.Disposable(() => {});
  }

  dispose(): void {
    this.#begun.dispose();
  }
}
