import * as vscode from "vscode";
import type { FromWebview } from "../../protocol/chat";
import type { TeamService } from "../team";
import type { Workspaces } from "../workspaces";

export interface OpenPlacePorts {
  readonly workspaces: Pick<Workspaces, "current">;
  readonly team: Pick<TeamService, "current">;
}

/** Opens a place that an answer names. Only files inside the open folders, and the team's own: the path may come from a model. */
export async function openPlace(
  { path, line, endLine, beside }: Extract<FromWebview, { type: "open" }>,
  ports: OpenPlacePorts,
): Promise<void> {
  try {
    const { realPath, kind } = await located(path, ports);
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

/** Handoffs and memories that wait outside of the repository go by the path that they will have in it. */
async function located(
  path: string,
  { workspaces, team }: OpenPlacePorts,
): Promise<{ realPath: string; kind: string }> {
  try {
    return await (await workspaces.current()).locate(path);
  } catch (error) {
    const { waitingFile } = await import("../team/waiting-file");
    const realPath = await waitingFile(await team.current(), path);
    if (realPath === undefined) throw error;
    return { realPath, kind: "file" };
  }
}
