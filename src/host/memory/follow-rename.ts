import * as vscode from "vscode";

/** Puts the renamed file where the old one was open: VS Code would show that one as deleted. */
export async function followRename(before: vscode.Uri, after: vscode.Uri): Promise<void> {
  for (const { viewColumn, isPreview } of tabsOf(before))
    await vscode.window.showTextDocument(after, { viewColumn, preview: isPreview, preserveFocus: true });
  // Looked up again: a preview has given its tab to the new file.
  for (const { tab } of tabsOf(before)) {
    try {
      await vscode.window.tabGroups.close(tab, true);
    } catch {
      // VS Code closed it itself, as the file is gone.
    }
  }
}

function tabsOf(file: vscode.Uri) {
  return vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
    tabs.flatMap((tab) => {
      const isOfFile = tab.input instanceof vscode.TabInputText && tab.input.uri.fsPath === file.fsPath;
      return isOfFile ? [{ tab, viewColumn, isPreview: tab.isPreview }] : [];
    }),
  );
}
