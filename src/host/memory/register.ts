import * as vscode from "vscode";
import type { FirstUse } from "../first-use";
import type { TeamService } from "../team";
import type { MemoryTreeNode } from "./memory-nodes";
import { MemoryTree, type MemoryTreePorts } from "./memory-tree";

const memoryViewId = "mlEngineer.memory";

/** The Memory view, and what makes it read the files again. */
export function registerMemory(
  parts: MemoryTreePorts & { readonly team: TeamService; readonly use: FirstUse },
): vscode.Disposable {
  const tree = new MemoryTree(parts);
  const refresh = () => tree.refresh();
  const view = vscode.window.createTreeView<MemoryTreeNode>(memoryViewId, { treeDataProvider: tree });
  return vscode.Disposable.from(
    parts.use.watch(view),
    view,
    tree,
    parts.team.onDidChange(refresh),
    parts.workspaces.onDidChange(refresh),
  );
}
