import * as vscode from "vscode";
import type { Root } from "../../core/workspace/workspace";

/**
 * Saves every changed file of a folder, as VS Code does before it debugs: what runs is what is on the disk, and an engine
 * imports more than the file with the lens. @throws when one cannot be saved
 */
export async function saveFiles({ path }: Root): Promise<void> {
  const changed = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === "file" && isBelow(path, uri.fsPath),
  );
  for (const document of changed) {
    if (await document.save()) continue;
    throw new Error(vscode.l10n.t("{0} could not be saved: what runs is what is on the disk.", document.uri.fsPath));
  }
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
}
