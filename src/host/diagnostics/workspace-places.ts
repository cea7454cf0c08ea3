import * as vscode from "vscode";
import { PathError } from "../../core/workspace/path-error";
import type { Root, Workspace } from "../../core/workspace/workspace";

/** The workspace path of a file, or undefined for what is no readable file of the workspace. */
export async function workspacePath(uri: vscode.Uri, workspace: Workspace): Promise<string | undefined> {
  if (uri.scheme !== "file") return undefined;
  return (await located(uri, workspace))?.path;
}

/** Finds the address of a workspace path as VS Code knows it: below the folder as the person opened it, which may be a link. */
export async function createAddressBook(workspace: Workspace): Promise<(path: string) => vscode.Uri | undefined> {
  const folders = new Map<string, vscode.Uri>();
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== "file") continue;
    const location = await located(uri, workspace);
    // The innermost root holds a path, so only a root's own folder stands for it.
    if (location && isRootItself(location, workspace)) folders.set(location.root.name, uri);
  }
  return (path) => {
    const [first = "", ...rest] = path.split("/");
    const [single] = workspace.roots;
    const hasOneRoot = workspace.roots.length === 1 && single !== undefined;
    const folder = folders.get(hasOneRoot ? single.name : first);
    return folder && vscode.Uri.joinPath(folder, ...(hasOneRoot ? [first, ...rest] : rest));
  };
}

function isRootItself({ root, path }: { root: Root; path: string }, { roots }: Workspace): boolean {
  return path === (roots.length === 1 ? "." : root.name);
}

async function located(uri: vscode.Uri, workspace: Workspace) {
  try {
    return await workspace.locate(uri.fsPath);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}
