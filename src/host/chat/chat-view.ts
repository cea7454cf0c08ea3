import * as vscode from "vscode";
import { type Change, type FromWebview, fromWebview, type Handlers, type ToWebview } from "../../protocol/chat";
import type { Log } from "../log";
import { ChangeBatch } from "./change-batch";
import { pageOf } from "./page";
import type { ChatSession } from "./session";

export const chatViewId = "mlEngineer.chat";

export interface ChatViewPorts {
  readonly extensionUri: vscode.Uri;
  readonly session: ChatSession;
  readonly log: Log;
  readonly strings: Readonly<Record<string, unknown>> | undefined;
  /** Answers what the view says; `post` reaches the view that said it. */
  handlers(post: (message: ToWebview) => void): Handlers<FromWebview>;
}

/** The chat in the side bar. It shows what the session holds and may be thrown away and made anew at any time. */
export class ChatView implements vscode.WebviewViewProvider {
  readonly #ports: ChatViewPorts;
  #view: vscode.WebviewView | undefined;
  #sequence = 0;
  readonly #batch = new ChangeBatch((changes) => this.#post({ type: "patch", sequence: ++this.#sequence, changes }));

  constructor(ports: ChatViewPorts) {
    this.#ports = ports;
    ports.session.onChanges((changes) => this.#show(changes));
  }

  get isVisible(): boolean {
    return this.#view?.visible ?? false;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const folder = vscode.Uri.joinPath(this.#ports.extensionUri, "dist", "webview");
    const address = (file: string) => view.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const handlers = this.#ports.handlers((message) => this.#post(message));
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message, handlers));
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#batch.clear();
    });
    view.webview.html = pageOf({
      cspSource: view.webview.cspSource,
      script: address("chat.js"),
      styles: [address("codicon.css"), address("chat.css")],
      language: vscode.env.language,
      strings: this.#ports.strings,
    });
  }

  /** Brings the view to the front and leaves the focus where it is, as far as a view that was never open lets it. */
  async reveal(): Promise<void> {
    if (this.#view) return this.#view.show(true);
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
  }

  /** Brings the view to the front and puts text into its composer. */
  async compose(message: Extract<ToWebview, { type: "compose" }>): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    this.#post(message);
  }

  /** The whole state: at the start, after a reload, and when the conversation changed. */
  snapshot(): void {
    this.#batch.clear();
    this.#post({ type: "snapshot", sequence: ++this.#sequence, state: this.#ports.session.state() });
  }

  #show(changes: readonly Change[] | "all"): void {
    if (!this.#view) return;
    if (changes === "all") this.snapshot();
    else this.#batch.add(changes);
  }

  #receive(message: unknown, handlers: Handlers<FromWebview>): void {
    const parsed = fromWebview.safeParse(message);
    if (!parsed.success) {
      this.#ports.log.warn(`The chat view sent a message of an unknown shape: ${parsed.error.message}`);
      return;
    }
    const handle = handlers[parsed.data.type] as (message: FromWebview) => void | Promise<void>;
    Promise.resolve(handle(parsed.data)).catch((error: unknown) =>
      this.#ports.log.error(`${parsed.data.type} failed`, error),
    );
  }

  #post(message: ToWebview): void {
    void this.#view?.webview.postMessage(message);
  }
}
