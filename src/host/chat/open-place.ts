import * as vscode from "vscode";
import type { FromWebview } from "../../protocol/chat";
import type { Workspaces } from "../workspaces";

/** Opens a place that an answer names. Only files inside the open folders: the path may come from a model. */
export async function openPlace(
  { path, line, endLine, beside }: Extract<FromWebview, { type: "open" }>,
  workspaces: Workspaces,
): Promise<void> {
  try {
    const { realPath, kind } = await (await workspaces.current()).locate(path);
    const uri = vscode.Uri.file(realPath);
    if (kind === "directory") return void (await vscode.commands.executeCommand("revealInExplorer", uri));
    const selection =
      line === undefined ? undefined : new vscode.Range(line - 1, 0, (endLine ?? line) - 1, Number.MAX_SAFE_INTEGER);
    await vscode.window.showTextDocument(uri, {
      ...(selection && { selection }),
      viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preview: true,
    });
  } catch (error) {
    void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}
