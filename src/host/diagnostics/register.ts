import * as vscode from "vscode";
import type { FirstUse } from "../first-use";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";

/** Problems in open speech code and in agent files, with what can be done about them, from the first use on. */
export function registerDiagnostics(ports: {
  readonly workspaces: Workspaces;
  readonly log: Log;
  readonly use: FirstUse;
}): vscode.Disposable {
  const parts: vscode.Disposable[] = [];
  let disposed = false;
  const load = async () => {
    const [{ ReviewDiagnostics }, { AgentDiagnostics }, { registerCodeActions }] = await Promise.all([
      import("./review-diagnostics"),
      import("./agent-diagnostics"),
      import("../code-actions"),
    ]);
    if (!disposed) parts.push(new ReviewDiagnostics(ports), new AgentDiagnostics(ports), registerCodeActions(ports));
  };
  const waiting = ports.use.whenBegun(() => {
    load().catch((error: unknown) => ports.log.error("Problems of the pipeline cannot be shown", error));
  });
  return new vscode.Disposable(() => {
    disposed = true;
    waiting.dispose();
    for (const part of parts) part.dispose();
  });
}
