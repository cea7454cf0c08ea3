import * as vscode from "vscode";
import { Chat } from "./chat/chat";
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
}

export function createParts(context: vscode.ExtensionContext): Parts {
  const log = createLog(vscode.window.createOutputChannel("ML Engineer", { log: true }));
  const workspaces = new Workspaces(context.extensionUri);
  const models = new ModelService(context, log);
  const chat = new Chat({ context, log, models, workspaces });
  const owned = [chat, models, workspaces, log];
  return { context, log, workspaces, models, chat, dispose: () => owned.forEach((part) => void part.dispose()) };
}
