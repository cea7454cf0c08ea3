import * as vscode from "vscode";
import { visible } from "../../core/workspace/visible-text";
import type { Ended } from "./run-evaluation";

/** Says how a run ended and opens its report. @returns whether there is something to read out of it */
export async function showOutcome({ run: { record }, home, failures, summary }: Ended): Promise<boolean> {
  const open = () => vscode.commands.executeCommand("mlEngineer.openReport", record.id, home.root.name);
  if (record.state !== "complete") {
    const evaluated = summary.rows.reduce((sum, row) => sum + row.evaluated, 0);
    const requested = summary.rows.reduce((sum, row) => sum + row.requested, 0);
    const message = vscode.l10n.t(
      "Stopped: there is no verdict. {0} of {1} transcripts are kept, and a resumed run goes on from there.",
      evaluated,
      requested,
    );
    // Whoever stopped it may be gone; nothing waits for this answer.
    void offer("information", message, {
      [vscode.l10n.t("Resume")]: () => vscode.commands.executeCommand("mlEngineer.resumeEvaluation", record.id),
      [vscode.l10n.t("Open report")]: open,
    });
    return false;
  }
  const ran = record.change?.ran;
  if (ran && ran.verdict !== "own") {
    const message =
      ran.verdict === "same"
        ? vscode.l10n.t("Not measured: the same code ran on both sides. {0}", visible(ran.message))
        : vscode.l10n.t("Not measured: {0}", visible(ran.message));
    void offer("warning", [message, ...(ran.remedy === undefined ? [] : [visible(ran.remedy)])].join(" "), {
      [vscode.l10n.t("Open report")]: open,
    });
    return false;
  }
  const nothingRan = summary.rows.every(({ evaluated }) => evaluated === 0);
  const [failed] = failures;
  if (failed) {
    const [row, reason] = failed;
    void offer("warning", vscode.l10n.t("{0} did not start: {1}", visible(row), visible(reason)), {
      [vscode.l10n.t("Set up evaluation")]: () => vscode.commands.executeCommand("mlEngineer.setUpEvaluation"),
    });
    if (nothingRan) return false;
  }
  await open();
  return true;
}

async function offer(
  severity: "information" | "warning",
  message: string,
  buttons: Readonly<Record<string, () => unknown>>,
): Promise<void> {
  const names = Object.keys(buttons);
  const answer = await (severity === "warning"
    ? vscode.window.showWarningMessage(message, ...names)
    : vscode.window.showInformationMessage(message, ...names));
  if (answer !== undefined) await buttons[answer]?.();
}
