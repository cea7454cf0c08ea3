import * as vscode from "vscode";
import type { Handoff } from "../../core/handoff/handoff";
import type { Workspaces } from "../workspaces";

/** Opens a record: what is stored is what is shown. A broken one is known by its workspace path only. */
export async function openRecord(record: Handoff | string, workspaces: Workspaces | undefined): Promise<void> {
  // A problem names a line as well.
  const path = typeof record === "string" ? record.replace(/:\d+$/, "") : undefined;
  const realPath = path === undefined ? undefined : (await (await workspaces?.current())?.locate(path))?.realPath;
  const file = typeof record === "string" ? realPath : record.realPath;
  if (file === undefined) return;
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}
