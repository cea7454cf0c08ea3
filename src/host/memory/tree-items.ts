import * as vscode from "vscode";
import { visibleShort } from "../../core/workspace/visible-text";
import type { AgentNode, MemoryNode, MemoryTreeNode, ProblemNode } from "./memory-nodes";
import { descriptionOf, labelOf } from "./memory-words";

/** Ids stay the same while a file stays where it is, so that what a person selected stays selected. */
export function treeItemOf(node: MemoryTreeNode): vscode.TreeItem {
  switch (node.kind) {
    case "agent":
      return agentItem(node);
    case "memory":
      return memoryItem(node);
    case "problem":
      return problemItem(node);
  }
}

function agentItem({ agent, children }: AgentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleShort(agent, 60), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `agent:${agent}`;
  item.description = String(children.length);
  item.contextValue = "agent";
  item.iconPath = new vscode.ThemeIcon("person");
  return item;
}

function memoryItem(node: MemoryNode): vscode.TreeItem {
  const { memory, verbs } = node;
  const label = labelOf(memory);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  // A file that waits outside of the repository may have the path of one that is in it.
  item.id = `memory:${memory.file.realPath}`;
  item.description = descriptionOf(node);
  item.iconPath = iconOf(node);
  item.contextValue = ["memory", ...(vscode.workspace.isTrusted ? verbs : [])].join(" ");
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  item.command = openCommand(node);
  return item;
}

function problemItem(node: ProblemNode): vscode.TreeItem {
  const { path, message } = node.problem;
  const item = new vscode.TreeItem(
    visibleShort(path.slice(path.lastIndexOf("/") + 1), 80),
    vscode.TreeItemCollapsibleState.None,
  );
  item.id = `problem:${path}:${message}`;
  item.description = visibleShort(message, 200);
  item.tooltip = `${visibleShort(path)}\n${visibleShort(message, 500)}`;
  item.iconPath = warning();
  item.contextValue = "problem";
  item.command = openCommand(node);
  return item;
}

function openCommand(node: MemoryNode | ProblemNode): vscode.Command {
  return { command: "mlEngineer.openMemory", title: vscode.l10n.t("Open memory"), arguments: [node] };
}

function iconOf({ memory, stale }: MemoryNode): vscode.ThemeIcon {
  if (memory.problems.length > 0) return warning();
  return stale
    ? new vscode.ThemeIcon("history", new vscode.ThemeColor("list.warningForeground"))
    : new vscode.ThemeIcon("lightbulb");
}

function warning(): vscode.ThemeIcon {
  return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
}
