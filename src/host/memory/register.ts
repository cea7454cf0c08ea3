import * as vscode from "vscode";
import type { TeamService } from "../team";
import type { MemoryTreeNode } from "./memory-nodes";
import { MemoryTree, type MemoryTreePorts } from "./memory-tree";

const memoryViewId = "mlEngineer.memory";

/** The Memory view, and what makes it read the files again. */
export function registerMemory(parts: MemoryTreePorts & { readonly team: TeamService }): vscode.Disposable {
  const tree = new MemoryTree(parts);
  const refresh = () => tree.refresh();
  return vscode.Disposable.from(
    vscode.window.createTreeView<MemoryTreeNode>(memoryViewId, { treeDataProvider: tree }),
    tree,
    parts.team.onDidChange(refresh),
    parts.workspaces.onDidChange(refresh),
  );
}
