import * as vscode from "vscode";

/** Asks where, writes, and offers to open it. The first folder of the window is proposed. */
export async function saveReport(fileName: string, content: string): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, fileName) }),
    title: vscode.l10n.t("Export the report"),
    saveLabel: vscode.l10n.t("Export"),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
  const open = vscode.l10n.t("Open file");
  const message = vscode.l10n.t("Exported to {0}.", target.fsPath);
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand("vscode.open", target);
  }
}
