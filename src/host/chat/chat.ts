import * as vscode from "vscode";
import type { Attachment } from "../../core/agent/attachments";
import type { ConversationStore } from "../../core/agent/conversation-store";
import type { EngineerPorts } from "../../core/engineer";
import { RecordError } from "../../core/workspace/record-folder";
import type { ChatAction, FromWebview, Handlers, ToWebview } from "../../protocol/chat";
import type { FirstUse } from "../first-use";
import type { Agents } from "../handoffs/agents";
import type { Log } from "../log";
import type { ModelService } from "../model-service";
import { RefusedError } from "../refused-error";
import type { TeamService } from "../team";
import { teamFolderNames } from "../team/consent";
import type { Workspaces } from "../workspaces";
import { ChatView, chatViewId } from "./chat-view";
import { askTitle, Conversations, confirmDelete } from "./conversations";
import { LastConversation } from "./last-conversation";
import { Mentions } from "./mentions";
import { openPlace } from "./open-place";
import { ChatSession } from "./session";
import { TeamWork } from "./team-work";
import { viewStrings } from "./view-strings";

export interface ChatPorts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly use: Pick<FirstUse, "begin">;
  readonly models: ModelService;
  readonly workspaces: Workspaces;
  readonly team: TeamService;
  readonly agents: Agents;
  engineerPorts(): Promise<EngineerPorts>;
  suggestions(): Promise<readonly string[]>;
}

/** The chat of this window: session, view, stored conversations, and what their buttons do. */
export class Chat implements vscode.Disposable {
  /** Conversations that handoffs start. */
  readonly work: TeamWork;
  readonly #askedForHandoff = new vscode.EventEmitter<string>();
  readonly #ports: ChatPorts;
  readonly #conversations: Conversations;
  readonly #session: ChatSession;
  readonly #view: ChatView;
  readonly #mentions: Mentions;
  readonly #last: LastConversation;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(ports: ChatPorts) {
    const { context, log, models, workspaces, team, agents } = ports;
    this.#ports = ports;
    this.#conversations = new Conversations(context);
    this.#mentions = new Mentions(workspaces);
    this.#session = new ChatSession({
      log,
      store: () => this.#conversations.store(),
      workspaceState: () => workspaces.state,
      provider: () => models.status,
      estimate: (model, usage) => models.estimate(model, usage),
      newTitle: () => vscode.l10n.t("New conversation"),
      consent: () => (team.consent.isOpen ? teamFolderNames : undefined),
      describe: (error) => log.redacted(describe(error)),
      engineerPorts: ports.engineerPorts,
    });
    this.#view = new ChatView({
      extensionUri: context.extensionUri,
      session: this.#session,
      log,
      strings: viewStrings(context.extensionUri),
      handlers: (post) => this.#handlers(post),
    });
    this.#last = new LastConversation({ state: context.workspaceState, session: this.#session, log });
    this.work = new TeamWork({
      team,
      agents,
      session: this.#session,
      log,
      store: () => this.#conversations.store(),
      show: async () => {
        await this.show();
        await this.#last.restore();
      },
    });
    this.#session.onChanges(() => {
      this.#setContext();
      this.#last.remember();
    });
    this.#subscriptions = [
      this.work,
      this.#askedForHandoff,
      vscode.window.registerWebviewViewProvider(chatViewId, this.#view),
      models.onDidChange(() => {
        this.#session.forgetEngineer();
        this.#session.refresh();
      }),
      workspaces.onDidChange(() => {
        this.#session.forgetEngineer();
        this.#session.refresh();
        void this.#suggest();
      }),
    ];
  }

  /** Somebody wants to see this handoff in its tree. */
  readonly onDidAskForHandoff: vscode.Event<string> = (listener, thisArguments, disposables) =>
    this.#askedForHandoff.event(listener, thisArguments, disposables);

  /** Whether a person has the view before them. */
  get isVisible(): boolean {
    return this.#view.isVisible;
  }

  /** The conversations of this workspace. */
  conversations(): Promise<ConversationStore> {
    return this.#conversations.store();
  }

  /** @param keepsFocus for what nobody is waiting for: whoever types goes on typing where they are */
  async ask(text: string, attachments: readonly Attachment[], { keepsFocus = false } = {}): Promise<void> {
    await (keepsFocus ? this.#view.reveal() : this.show());
    await this.#last.restore();
    await this.#session.ask(text, attachments);
  }

  compose(text: string, attachments: readonly Attachment[]): Promise<void> {
    return this.#view.compose({ type: "compose", text, attachments });
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
  }

  stop(): void {
    this.#session.stop();
  }

  async startConversation(): Promise<void> {
    await this.#last.restore();
    await this.#session.startConversation();
    await this.show();
  }

  async pickConversation(): Promise<void> {
    await this.#last.restore();
    for (;;) {
      const action = await this.#conversations.pick(this.#session.conversationId);
      if (!action) return;
      const { id, title } = action.summary;
      if (action.type === "open") return this.#session.openConversation(id, title);
      if (action.type === "rename") await this.renameConversation(id, title);
      else await this.deleteConversation(id, title);
    }
  }

  async renameConversation(id = this.#session.conversationId, title = this.#session.title): Promise<void> {
    const chosen = id && (await askTitle(title))?.trim();
    if (!id || !chosen) return;
    await (await this.#conversations.store()).rename(id, chosen);
    if (id === this.#session.conversationId) this.#session.rename(chosen);
  }

  async deleteConversation(id = this.#session.conversationId, title = this.#session.title): Promise<void> {
    if (!id || !(await confirmDelete(title))) return;
    if (id === this.#session.conversationId) await this.#session.startConversation();
    await (await this.#conversations.store()).remove(id);
  }

  async exportConversation(): Promise<void> {
    const id = this.#session.conversationId;
    if (!id) return;
    const { agent, model, created } = (await (await this.#conversations.store()).read(id)).header ?? unknownHead;
    const { exportMarkdown } = await import("./export-markdown");
    const content = exportMarkdown({ title: this.#session.title, agent, model, created }, this.#session.items);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "markdown", content }));
  }

  dispose(): void {
    this.#session.stop();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #handlers(post: (message: ToWebview) => void): Handlers<FromWebview> {
    const session = this.#session;
    return {
      ready: async () => {
        this.#ports.use.begin();
        await this.#last.restore();
        this.#view.snapshot();
        void this.#suggest();
        void this.work.refresh();
      },
      ask: ({ text, attachments }) => session.ask(text, attachments.map(attachmentOf)),
      unqueue: ({ id }) => session.unqueue(id),
      edit: ({ id, text }) => session.askAgain(id, text),
      retry: ({ id }) => session.askAgain(id),
      open: (place) => openPlace(place, this.#ports),
      "open-link": async ({ url }) => {
        if (/^https?:\/\//i.test(url)) await vscode.env.openExternal(vscode.Uri.parse(url, true));
      },
      copy: async ({ text }) => vscode.env.clipboard.writeText(text),
      "show-handoff": ({ id }) => this.#askedForHandoff.fire(id),
      continue: async ({ handoff }) => {
        await vscode.commands.executeCommand("mlEngineer.continueHandoff", handoff);
      },
      "open-conversation": ({ id }) => this.#openConversation(id),
      earlier: () => post({ type: "earlier", ...session.earlier() }),
      "find-mentions": async ({ request, query }) =>
        post({ type: "mentions", request, mentions: await this.#mentions.find(query) }),
      action: async ({ action }) => {
        await this.#actions[action]();
      },
    };
  }

  readonly #actions: Readonly<Record<ChatAction, () => unknown>> = {
    stop: () => this.stop(),
    retry: () => {
      const last = this.#session.items.at(-1);
      return last && this.#session.askAgain(last.id);
    },
    "show-log": () => this.#ports.log.show(),
    "connect-model": () => this.#ports.models.connect(),
    "set-api-key": () => this.#ports.models.setKey(),
    "choose-model": () => this.#ports.models.choose(),
    "new-conversation": () => this.startConversation(),
    "show-conversations": () => this.pickConversation(),
    "manage-trust": () => vscode.commands.executeCommand("workbench.trust.manage"),
    "open-folder": () => vscode.commands.executeCommand("workbench.action.files.openFolder"),
    "keep-team-files": () => vscode.commands.executeCommand("mlEngineer.keepTeamFiles"),
    "keep-team-private": () => this.#ports.team.consent.refuse(),
    reload: () => this.#view.snapshot(),
  };

  async #openConversation(id: string): Promise<void> {
    try {
      await this.work.openConversation(id);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      void vscode.window.showWarningMessage(error.message);
    }
  }

  async #suggest(): Promise<void> {
    try {
      this.#session.refresh(await this.#ports.suggestions());
    } catch (error) {
      this.#ports.log.warn("No questions could be suggested", error);
    }
  }

  /** Told when it changes: an answer brings hundreds of changes of which none is about this. */
  #setContext(): void {
    const context = {
      "mlEngineer.running": this.#session.isRunning,
      "mlEngineer.hasConversation": this.#session.conversationId !== undefined,
    };
    for (const [name, value] of Object.entries(context)) {
      if (this.#context.get(name) === value) continue;
      this.#context.set(name, value);
      void vscode.commands.executeCommand("setContext", name, value);
    }
  }

  readonly #context = new Map<string, boolean>();
}

/** A failure outside of the agent's own events, for a person. */
function describe(error: unknown): string {
  if (error instanceof RecordError && error.problem === "conflict") {
    return vscode.l10n.t(
      "This conversation was continued in another window. Ask again: what was added there is read first.",
    );
  }
  return error instanceof Error ? error.message : String(error);
}

/** The first line of the file is lost; the rest can be exported all the same. */
const unknownHead = { agent: "", model: "", created: "" };

function attachmentOf({
  path,
  line,
  endLine,
}: {
  path: string;
  line?: number | undefined;
  endLine?: number | undefined;
}): Attachment {
  return { path, ...(line !== undefined && { line }), ...(endLine !== undefined && { endLine }) };
}
