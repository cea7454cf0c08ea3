import * as vscode from "vscode";
import type { ChooseRoot } from "../../core/team/ask-root";

/** Asks the person which folder a memory belongs to: one question after the other, for a second quick pick would close the first. */
export class RootQuestion {
  #last: Promise<unknown> = Promise.resolve();

  readonly ask: ChooseRoot = (roots, topic, signal) => {
    const answer = this.#last.then(() => put(roots, topic, signal));
    this.#last = answer.catch(() => undefined);
    return answer;
  };
}

async function put(roots: readonly string[], topic: string, signal: AbortSignal): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const options = {
      title: vscode.l10n.t("Which folder does this memory belong to?"),
      placeHolder: topic,
      ignoreFocusOut: true,
    };
    const items = roots.map((label) => ({ label }));
    return (await vscode.window.showQuickPick(items, options, source.token))?.label;
  } finally {
    signal.removeEventListener("abort", cancel);
    source.dispose();
  }
}
