import type { Message } from "../model/message";
import type { ModelTool } from "../model/model";
import { repairHistory } from "./history";

/**
 * What a model sees of a conversation. The system prompt and the tool list are frozen, and messages are only ever appended:
 * newest models verify the bytes before their own thinking, and the prompt cache lives by them.
 */
export class Conversation {
  readonly system: string;
  readonly tools: readonly ModelTool[];
  #messages: readonly Message[];

  constructor({
    system,
    tools,
    messages = [],
  }: { system: string; tools: readonly ModelTool[]; messages?: readonly Message[] }) {
    this.system = system;
    this.tools = tools;
    this.#messages = repairHistory(messages);
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  append(message: Message): void {
    this.#messages = [...this.#messages, message];
  }

  /** A new conversation with the same prefix up to, and without, the message at `index`: for editing or retrying a question. */
  fork(index: number): Conversation {
    return new Conversation({ system: this.system, tools: this.tools, messages: this.#messages.slice(0, index) });
  }
}
