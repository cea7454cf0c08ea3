import * as vscode from "vscode";
import { visibleShort } from "../../core/workspace/visible-text";
import type { AgentNode, GroupName, GroupNode, HandoffNode, HandoffTreeNode, ProblemNode } from "./handoff-nodes";
import { descriptionOf, groupLabel, labelOf } from "./handoff-words";
import { verbsOf } from "./verbs";

/** Ids stay the same while a handoff stays where it is, so that what a person opened stays open. */
export function treeItemOf(node: HandoffTreeNode, now: Date): vscode.TreeItem {
  switch (node.kind) {
    case "group":
      return groupItem(node);
    case "agent":
      return agentItem(node);
    case "handoff":
      return handoffItem(node, now);
    case "problem":
      return problemItem(node);
  }
}

/** Those that are done are closed at first. */
const isDone: ReadonlySet<GroupName> = new Set<GroupName>(["continued", "dismissed"]);

function groupItem({ name, count }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    groupLabel(name),
    isDone.has(name) ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = `group:${name}`;
  item.description = String(count);
  item.contextValue = "group";
  return item;
}

function agentItem({ group, to, children }: AgentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleShort(to, 60), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `agent:${group}:${to}`;
  item.description = String(children.length);
  item.contextValue = "agent";
  item.iconPath = new vscode.ThemeIcon("person");
  return item;
}

function handoffItem(node: HandoffNode, now: Date): vscode.TreeItem {
  const { handoff, refusal } = node;
  const label = labelOf(handoff);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `handoff:${handoff.id}`;
  item.description = descriptionOf(node, now);
  item.iconPath = iconOf(node);
  item.contextValue = ["handoff", ...(vscode.workspace.isTrusted ? verbsOf(handoff, refusal) : [])].join(" ");
  item.accessibilityInformation = { label: `${visibleShort(handoff.to, 60)}: ${label}, ${item.description}` };
  item.command = { command: "mlEngineer.openHandoff", title: vscode.l10n.t("Open handoff"), arguments: [handoff.id] };
  return item;
}

function problemItem({ problem }: ProblemNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    visibleShort(problem.path.slice(problem.path.lastIndexOf("/") + 1), 80),
    vscode.TreeItemCollapsibleState.None,
  );
  item.id = `problem:${problem.path}:${problem.message}`;
  item.description = visibleShort(problem.message, 200);
  item.tooltip = `${visibleShort(problem.path)}\n${visibleShort(problem.message, 500)}`;
  item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  item.contextValue = "problem";
  item.command = { command: "mlEngineer.openHandoff", title: vscode.l10n.t("Open handoff"), arguments: [problem.path] };
  return item;
}

function iconOf({ handoff, refusal, isReady }: HandoffNode): vscode.ThemeIcon {
  const icon = (name: string, color?: string) =>
    new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
  switch (handoff.state) {
    case "open":
      if (handoff.deferred !== undefined) return icon("comment-unresolved");
      return icon("circle-large-outline", refusal === undefined ? "charts.blue" : undefined);
    case "sent":
      return icon("comment-discussion");
    case "running":
      return icon("sync~spin");
    case "answered":
      return icon(isReady ? "pass-filled" : "pass", "charts.green");
    case "continued":
      return icon("pass", "disabledForeground");
    case "dismissed":
      return icon("circle-slash", "disabledForeground");
  }
}
