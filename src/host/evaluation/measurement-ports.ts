import * as vscode from "vscode";
import type { MeasurementPorts } from "../../core/measurement/tools/evaluate";
import type { Workspaces } from "../workspaces";
import type { EvaluationProgress, HeldEvaluation } from "./evaluation-progress";
import { progressWords } from "./progress-words";

/** What running engines takes in this window. A run that an agent started shows how far it is in the status bar, too. */
export function measurementPorts(
  workspaces: Pick<Workspaces, "alone">,
  evaluation: EvaluationProgress,
  context: Pick<vscode.ExtensionContext, "extension" | "extensionUri">,
): MeasurementPorts {
  let shown: vscode.Disposable | undefined;
  let held: HeldEvaluation | undefined;
  return {
    open: (root) => workspaces.alone(root),
    now: () => new Date(),
    environment: process.env,
    assetsFolder: vscode.Uri.joinPath(context.extensionUri, "dist").fsPath,
    product: productName(context),
    async alone({ path }, run) {
      const own = await evaluation.beginInTurn({ title: vscode.l10n.t("Evaluating engines"), folder: path });
      held = own;
      try {
        return await run(own.signal);
      } finally {
        held = undefined;
        own.end();
      }
    },
    progress(progress) {
      if (progress) held?.update({ step: "clips", progress });
      shown?.dispose();
      shown = progress && vscode.window.setStatusBarMessage(`$(beaker) ${progressWords(progress)}`);
    },
  };
}

function productName({ extension }: Pick<vscode.ExtensionContext, "extension">): string {
  const { version } = extension.packageJSON as { readonly version?: string };
  return `ml-engineer ${version ?? ""}`.trim();
}
