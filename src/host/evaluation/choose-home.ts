import * as vscode from "vscode";
import type { Home } from "../../core/measurement/tools/homes";
import type { Root } from "../../core/workspace/workspace";
import type { EvaluationTarget } from "./target";

/**
 * The folder that is meant: the one that was named, the only one, the one of the active editor, else the person says which.
 * @returns undefined when the person leaves
 */
export async function chooseHome(homes: readonly Home[], { folder }: EvaluationTarget = {}): Promise<Home | undefined> {
  const [only, ...others] = homes;
  if (folder !== undefined) {
    const meant = homes.find(({ root }) => isSameFolder(root, folder));
    if (meant) return meant;
    throw new Error(vscode.l10n.t("This folder is not open any more."));
  }
  if (others.length === 0) return only;
  const items = homes.map((home) => ({ label: home.root.name, description: home.folder.path, home }));
  const title = vscode.l10n.t("Which folder is evaluated?");
  return (await vscode.window.showQuickPick(items, { title }))?.home;
}

export function isSameFolder({ name, path }: Root, folder: string): boolean {
  return name === folder || path === folder;
}
