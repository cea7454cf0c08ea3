import * as vscode from "vscode";
import { nothingSpent } from "../../core/agent/conversation-origin";
import { type ConversationStore, newConversationId } from "../../core/agent/conversation-store";
import type { DispatchPorts, Start } from "../../core/team/dispatch";
import type { Team } from "../../core/team/team";
import { RecordError } from "../../core/workspace/record-folder";
import type { Agents } from "../handoffs/agents";
import type { Log } from "../log";
import { RefusedError } from "../refused-error";
import type { TeamService } from "../team";
import type { ChatSession } from "./session";

export interface TeamWorkPorts {
  readonly team: TeamService;
  readonly agents: Agents;
  readonly session: ChatSession;
  readonly log: Log;
  store(): Promise<ConversationStore>;
  /** Brings the view to the front, with the conversation that it showed last. */
  show(): Promise<void>;
}

/** Conversations that handoffs start, and the ways between them. */
export class TeamWork implements vscode.Disposable {
  readonly #ports: TeamWorkPorts;
  readonly #subscription: vscode.Disposable;

  constructor(ports: TeamWorkPorts) {
    this.#ports = ports;
    this.#subscription = ports.team.onDidChange(() => void this.refresh());
  }

  /** Shows the rows of handoffs as their records are now. */
  async refresh(): Promise<void> {
    const { team, session, log } = this.#ports;
    if (!vscode.workspace.workspaceFolders?.length) return;
    try {
      session.updateHandoffs((await team.handoffs()).handoffs);
    } catch (error) {
      log.warn("The handoffs of this conversation could not be read", error);
    }
  }

  /**
   * Lets the specialist of a handoff work on it, in a conversation of its own that is shown. Resolves with the end of its answer.
   * @throws RefusedError, HandoffError
   */
  async run(id: string): Promise<void> {
    this.#refuseWhileAnswering();
    const { startRun } = await import("../../core/team/dispatch");
    const ports = await this.#dispatchPorts();
    const start = await startRun(id, ports);
    try {
      await this.#begin(start);
    } catch (error) {
      await giveBack(ports.team, start);
      throw error;
    }
  }

  /**
   * Goes on with the results of the conversation that raised this handoff; where somebody did already, shows that.
   * @throws RefusedError, HandoffError
   */
  async continueWith(id: string): Promise<void> {
    this.#refuseWhileAnswering();
    const { startContinuation } = await import("../../core/team/dispatch");
    const start = await startContinuation(id, await this.#dispatchPorts());
    if ("existing" in start) return this.openConversation(start.existing);
    await this.#begin(start);
  }

  /** @throws RefusedError where it is not on this machine, or an answer is being given */
  async openConversation(id: string): Promise<void> {
    const { session, store, show } = this.#ports;
    await show();
    if (session.conversationId === id) return;
    const found = (await (await store()).list()).find((summary) => summary.id === id);
    if (!found)
      throw new RefusedError(
        vscode.l10n.t("This conversation is not on this machine: conversations are private. Open the record instead."),
      );
    this.#refuseWhileAnswering();
    await session.openConversation(id, found.title);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Resolves with the end of the answer; fails only before the question is asked. */
  async #begin(start: Start): Promise<void> {
    const { session, show, store } = this.#ports;
    await show();
    this.#refuseWhileAnswering();
    await session.begin(start, async () => {
      const { continues, conversation } = start.origin;
      if (continues !== undefined) await linkFrom(await store(), continues, conversation);
    });
  }

  #refuseWhileAnswering(): void {
    if (this.#ports.session.isRunning)
      throw new RefusedError(vscode.l10n.t("An answer is being given. Wait for its end or stop it, then try again."));
  }

  async #dispatchPorts(): Promise<DispatchPorts> {
    const { team, agents, store } = this.#ports;
    return {
      team: await team.current(),
      agents: () => agents.list(),
      newConversationId: () => newConversationId(new Date()),
      // One without a question was made by a window that closed at once: it is asked now.
      hasConversation: async (id) =>
        (await (await store()).list()).some((summary) => summary.id === id && summary.questions > 0),
    };
  }
}

/** The conversation was not made, so nobody will answer in it. */
async function giveBack({ handoffs }: Team, { origin }: Start): Promise<void> {
  if (origin.answers === undefined) return;
  const { state, run } = await handoffs.find(origin.answers);
  if (state !== "running" || run?.conversation !== origin.conversation) return;
  await handoffs.giveBack(origin.answers, { partial: "", spent: nothingSpent });
}

/** The conversation that asked may be on another machine, or deleted: then there is nothing to link from. */
async function linkFrom(store: ConversationStore, asking: string, conversation: string): Promise<void> {
  try {
    await store.markContinued(asking, conversation);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
}
