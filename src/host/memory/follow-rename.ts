import * as vscode from "vscode";

/** Puts the renamed file where the old one was open: VS Code would show that one as deleted. */
export async function followRename(before: vscode.Uri, after: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) =>
    group.tabs.flatMap((tab) => {
      const isOfFile = tab.input instanceof vscode.TabInputText && tab.input.uri.fsPath === before.fsPath;
      return isOfFile ? [{ tab, group }] : [];
    }),
  );
  for (const { tab, group } of tabs) {
    const { viewColumn } = group;
    await vscode.window.showTextDocument(after, { viewColumn, preview: tab.isPreview, preserveFocus: true });
    await vscode.window.tabGroups.close(tab, true);
  }
}
