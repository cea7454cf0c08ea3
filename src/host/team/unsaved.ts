import * as vscode from "vscode";
import { PathError } from "../../core/workspace/path-error";
import type { Workspaces } from "../workspaces";

/** Whether an editor holds another text of this file than the disk does, also when it was opened through a link. */
export async function hasUnsavedChanges(
  { realPath }: { readonly realPath: string },
  workspaces: Pick<Workspaces, "current">,
): Promise<boolean> {
  const file = vscode.Uri.file(realPath).fsPath;
  for (const { isDirty, uri } of vscode.workspace.textDocuments) {
    if (!isDirty || uri.scheme !== "file") continue;
    if (uri.fsPath === file || (await realPathOf(uri.fsPath, workspaces)) === realPath) return true;
  }
  return false;
}

/** Undefined for what does not lie in the open folders. */
async function realPathOf(path: string, workspaces: Pick<Workspaces, "current">): Promise<string | undefined> {
  try {
    return (await (await workspaces.current()).locate(path)).realPath;
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}
