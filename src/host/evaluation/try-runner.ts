import * as vscode from "vscode";
import type { PlannedSetup, SetupChoices, Tried } from "../../core/measurement/setup/set-up";
import type { Home } from "../../core/measurement/tools/homes";
import { visible } from "../../core/workspace/visible-text";
import type { Workspace } from "../../core/workspace/workspace";
import { withQuotedCode } from "../plain-markdown";
import { cancellable } from "./cancellable";
import { tryAgain } from "./try-again";

export interface Trial {
  readonly home: Home;
  readonly plan: PlannedSetup;
  readonly choices: SetupChoices;
  readonly workspace: Workspace;
  /** The folder of the built product, for the engines that come with it. */
  readonly assetsFolder: string;
}

/** Gives a runner that was written one clip, again as often as the person mends something. @returns whether it answered */
export async function tryRunner(trial: Trial): Promise<boolean> {
  const { trySetup } = await import("../../core/measurement/setup/set-up");
  const { plan, choices, workspace, home } = trial;
  const title = vscode.l10n.t("Loading the engine and trying one clip…");
  let tried = await cancellable(title, (signal) => trySetup(plan, choices, workspace, signal));
  for (;;) {
    if (!tried) return false;
    if (tried.remedy === undefined) return sayHeard(tried, choices);
    const again = vscode.l10n.t("Try again");
    const open = vscode.l10n.t("Open engine.py");
    const message = vscode.l10n.t("The runner did not answer. {0}", visible(withQuotedCode(tried.remedy)));
    let answer = await vscode.window.showWarningMessage(message, again, open);
    if (answer === open) {
      await openRunner(home);
      answer = await vscode.window.showInformationMessage(
        vscode.l10n.t("Mend the runner, or what it needs, and try it again."),
        again,
      );
    }
    if (answer !== again) return false;
    tried = await cancellable(title, (signal) => tryAgain(trial, signal));
  }
}

function sayHeard({ run }: Tried, { clip }: SetupChoices): true {
  const heard = run.stage === "done" ? run.text.trim().replaceAll(/\s+/g, " ") : "";
  const message =
    clip === undefined
      ? vscode.l10n.t("The runner answered a second of silence.")
      : vscode.l10n.t("The runner heard: {0}", visible(heard.slice(0, 300)));
  // Nothing waits for it to be read.
  void vscode.window.showInformationMessage(message);
  return true;
}

async function openRunner({ folder }: Home): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(await folder.realPath()), "engine.py");
  await vscode.window.showTextDocument(uri, { preview: false });
}
