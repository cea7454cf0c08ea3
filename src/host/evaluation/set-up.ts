import * as vscode from "vscode";
import type { Root } from "../../core/workspace/workspace";

/** No folder has a configuration: says how to get one, and puts the command into a terminal for the person to run. */
export async function offerSetup(roots: readonly Root[]): Promise<void> {
  const setUp = vscode.l10n.t("Set up evaluation");
  const message = vscode.l10n.t(
    "Nothing says yet what to measure: there is no .ml-engineer/evaluation.json. Setting up looks for the function that transcribes, and writes a configuration and a runner round it.",
  );
  const [root] = roots;
  if ((await vscode.window.showInformationMessage(message, setUp)) !== setUp || !root) return;
  const terminal = vscode.window.createTerminal({ name: vscode.l10n.t("Set up evaluation"), cwd: root.path });
  terminal.show();
  // It is not run from here: the trial starts the project's own code, and the person sees the command before it does.
  terminal.sendText("ml-engineer init", false);
}
