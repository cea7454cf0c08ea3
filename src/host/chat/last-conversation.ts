import type * as vscode from "vscode";
import * as z from "zod/mini";
import type { Log } from "../log";
import type { ChatSession } from "./session";

export interface LastConversationPorts {
  readonly state: vscode.Memento;
  readonly session: Pick<ChatSession, "conversationId" | "title" | "openConversation">;
  readonly log: Pick<Log, "warn">;
}

const stateKey = "mlEngineer.conversation";
const schema = z.object({ id: z.string(), title: z.string() });

/** Which conversation this workspace showed last, so that a window that is reloaded goes on with it. */
export class LastConversation {
  readonly #ports: LastConversationPorts;
  #restored: Promise<void> | undefined;
  #known: string | undefined;

  constructor(ports: LastConversationPorts) {
    this.#ports = ports;
  }

  /** To be called whenever the session changed. */
  remember(): void {
    const { session, state } = this.#ports;
    const { conversationId: id, title } = session;
    const value = id === undefined ? undefined : { id, title };
    const text = JSON.stringify(value);
    if (text === this.#known) return;
    this.#known = text;
    void state.update(stateKey, value);
  }

  /** Opens it, once. What a person does with the session waits for this, so that it is not overtaken. Never rejects. */
  restore(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  async #restore(): Promise<void> {
    const { session, state, log } = this.#ports;
    const last = schema.safeParse(state.get(stateKey));
    if (!last.success || session.conversationId !== undefined) return;
    try {
      await session.openConversation(last.data.id, last.data.title);
    } catch (error) {
      log.warn("The last conversation could not be opened", error);
    }
  }
}
