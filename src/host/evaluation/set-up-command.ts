import * as vscode from "vscode";
import { chooseHome } from "./choose-home";
import { requireFolder } from "./configured";
import { type EvaluationPorts, showRunning } from "./run-evaluation";
import { openConfiguration, setUp } from "./set-up";
import { readTarget } from "./target";

/** `ML Engineer: Set up evaluation`. What is there already is not written anew without a choice of the person. */
export async function setUpEvaluation(ports: EvaluationPorts, value?: unknown): Promise<void> {
  const target = readTarget(value);
  requireFolder(ports);
  if (ports.evaluation.current()) return await showRunning(ports.evaluation);
  const { homesOf } = await import("../../core/measurement/tools/homes");
  const home = await chooseHome(homesOf(await ports.workspaces.current()), target);
  if (!home) return;
  if ((await home.folder.read("evaluation.json")) !== undefined) {
    const wanted = await askWhatToDo();
    if (wanted === "open") await openConfiguration(home.folder);
    if (wanted !== "anew") return;
  }
  if (!(await setUp(home, target, ports))) return;
  const evaluate = vscode.l10n.t("Evaluate engines");
  const message = vscode.l10n.t("The evaluation of this folder is set up.");
  if ((await vscode.window.showInformationMessage(message, evaluate)) !== evaluate) return;
  await vscode.commands.executeCommand("mlEngineer.measureEngine", { folder: home.root.path });
}

async function askWhatToDo(): Promise<"open" | "anew" | undefined> {
  const items = [
    { label: `$(go-to-file) ${vscode.l10n.t("Open configuration")}`, wanted: "open" as const },
    {
      label: `$(beaker) ${vscode.l10n.t("Set up another function")}`,
      detail: vscode.l10n.t("Writes engine.py anew; other engines, test sets and budgets of the configuration stay"),
      wanted: "anew" as const,
    },
  ];
  const title = vscode.l10n.t("There is an evaluation here already");
  return (await vscode.window.showQuickPick(items, { title }))?.wanted;
}
