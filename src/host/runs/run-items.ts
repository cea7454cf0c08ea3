import * as vscode from "vscode";
import { visible, visibleShort } from "../../core/workspace/visible-text";
import { progressWords, stepWords } from "../evaluation/progress-words";
import type { BrokenRunNode, DayNode, RunNode, RunningNode, RunTreeNode } from "./run-nodes";
import { dayLabel, descriptionOf, labelOf, outcomeOf } from "./run-words";

/** Ids stay the same while a run stays where it is, so that what a person selected stays selected. */
export function treeItemOf(node: RunTreeNode, now: Date): vscode.TreeItem {
  switch (node.kind) {
    case "day":
      return dayItem(node, now);
    case "run":
      return runItem(node, now);
    case "broken":
      return brokenItem(node);
    case "running":
      return runningItem(node);
  }
}

function dayItem({ day, isRecent, children }: DayNode, now: Date): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(dayLabel(day, now), isRecent ? Expanded : Collapsed);
  item.id = `day:${day}`;
  item.description = String(children.length);
  item.contextValue = "day";
  return item;
}

function runItem(node: RunNode, now: Date): vscode.TreeItem {
  const { id } = node.run.record;
  const item = new vscode.TreeItem(labelOf(node.run.record), vscode.TreeItemCollapsibleState.None);
  item.id = `run:${node.run.folder.path}`;
  item.description = descriptionOf(node, now);
  item.iconPath = iconOf(node);
  item.contextValue = ["run", ...verbsOf(node)].join(" ");
  item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
  item.command = { command: "mlEngineer.openReport", title: vscode.l10n.t("Open report"), arguments: [id] };
  return item;
}

/** What a person can do with a run. Conditions of the menus name these. */
function verbsOf({ run: { record }, isBaseline, hasOtherBaseline }: RunNode): readonly string[] {
  if (!vscode.workspace.isTrusted) return [];
  if (record.shard) return ["delete"];
  if (record.state !== "complete") return ["resume", "delete"];
  return [
    "compare",
    ...(hasOtherBaseline ? ["compareWithBaseline"] : []),
    ...(isBaseline ? [] : ["setBaseline"]),
    "delete",
  ];
}

function brokenItem({ problem: { name, path, message } }: BrokenRunNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleShort(name, 80), vscode.TreeItemCollapsibleState.None);
  item.id = `broken:${path}`;
  item.description = vscode.l10n.t("broken");
  item.tooltip = visibleShort(message, 500);
  item.iconPath = icon("warning", "list.warningForeground");
  item.contextValue = `broken${vscode.workspace.isTrusted ? " delete" : ""}`;
  item.accessibilityInformation = { label: `${item.label}, ${item.description}: ${visibleShort(message, 200)}` };
  return item;
}

function runningItem({ running: { title, step, progress, turns, rates } }: RunningNode): vscode.TreeItem {
  // What is evaluated would leave no room for how far it is.
  const item = new vscode.TreeItem(vscode.l10n.t("Evaluating"), vscode.TreeItemCollapsibleState.None);
  item.id = "running";
  item.tooltip = visible(title);
  item.description = wordsOf(step, turns) ?? (progress ? progressWords(progress, rates) : "");
  item.iconPath = icon("sync~spin");
  item.contextValue = "running";
  item.accessibilityInformation = { label: `${item.tooltip}, ${item.description}` };
  return item;
}

function wordsOf(step: RunningNode["running"]["step"], turns: RunningNode["running"]["turns"]): string | undefined {
  if (step === "reading") return vscode.l10n.t("Reading the test sets…");
  if (step === "asking") return vscode.l10n.t("Waiting for your answer…");
  return step === "clips" ? undefined : stepWords(step, turns);
}

function iconOf({ run: { record }, summary }: RunNode): vscode.ThemeIcon {
  if (record.state !== "complete") return icon("debug-pause");
  if (!record.change) return icon("beaker");
  if (record.change.ran && record.change.ran.verdict !== "own") return icon("circle-slash");
  const comparison = summary?.comparisons[0];
  switch (comparison && outcomeOf(comparison)) {
    case "better":
      return icon("arrow-down", "charts.green");
    case "worse":
      return icon("arrow-up", "charts.red");
    case "identical":
    case "not worse by more than the margin":
      return icon("pass");
    default:
      return icon("git-compare");
  }
}

function icon(name: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}
