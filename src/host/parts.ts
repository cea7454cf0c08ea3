import * as vscode from "vscode";
import type { EngineerPorts } from "../core/engineer";
import { Chat } from "./chat/chat";
import { suggestionsFor } from "./chat/suggestions";
import { createLog, type Log } from "./log";
import { ModelService } from "./model-service";
import { Workspaces } from "./workspaces";

/** What the extension is made of. Commands, views and providers get it handed in; there are no globals. */
export interface Parts extends vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly workspaces: Workspaces;
  readonly models: ModelService;
  readonly chat: Chat;
  /** What an agent needs, for the folders that are open now. */
  engineerPorts(): Promise<EngineerPorts>;
  /** Questions that fit the workspace; none where nothing may be read. */
  suggestions(): Promise<readonly string[]>;
}

export function createParts(context: vscode.ExtensionContext): Parts {
  const log = createLog(vscode.window.createOutputChannel("ML Engineer", { log: true }));
  const workspaces = new Workspaces(context.extensionUri);
  const models = new ModelService(context, log);
  const engineerPorts = async (): Promise<EngineerPorts> => ({
    workspace: await workspaces.current(),
    bundled: await workspaces.bundled(),
    createModel: (definition) => models.createModel(definition),
    mapPipeline: workspaces.mapPipeline,
    now: () => performance.now(),
    date: new Date().toISOString().slice(0, 10),
  });
  const suggestions = async () => {
    if (workspaces.state !== "ready") return [];
    return suggestionsFor(await workspaces.mapPipeline(await workspaces.current(), AbortSignal.timeout(60_000)));
  };
  const chat = new Chat({ context, log, models, workspaces, engineerPorts, suggestions });
  const owned = [chat, models, workspaces, log];
  const dispose = () => owned.forEach((part) => void part.dispose());
  return { context, log, workspaces, models, chat, engineerPorts, suggestions, dispose };
}
