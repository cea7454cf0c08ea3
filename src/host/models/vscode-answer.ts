import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { StopEvent } from "../../core/model/anthropic/stop";
import type { AssistantBlock, Message, ToolUseBlock } from "../../core/model/message";
import type { ModelEvent } from "../../core/model/model";

/** An answer while its parts arrive. Parts of a kind that we do not know, such as thinking, are passed over. */
export class VscodeAnswer {
  readonly #usedIds: Set<string>;
  readonly #calls: ToolUseBlock[] = [];
  #text = "";

  constructor(messages: readonly Message[]) {
    this.#usedIds = new Set(
      messages.flatMap(({ content }) => content.flatMap((block) => ("id" in block ? [String(block.id)] : []))),
    );
  }

  *accept(part: unknown): Generator<ModelEvent> {
    if (part instanceof vscode.LanguageModelTextPart && part.value !== "") {
      // Text behind a call belongs to the next paragraph of the same answer.
      this.#text += part.value;
      yield { type: "text", text: part.value };
    }
    if (part instanceof vscode.LanguageModelToolCallPart) {
      const { name, input } = part;
      const id = this.#uniqueId(part.callId);
      this.#calls.push({ type: "tool_use", id, name, input: inputOf(input) });
      yield { type: "tool-call", id, name, input };
    }
  }

  get countedText(): string {
    return [this.#text, ...this.#calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`)].join("\n");
  }

  stop(): StopEvent {
    if (this.#calls.length > 0)
      return { type: "stop", reason: "tool-calls", content: [...this.#textBlocks(), ...this.#calls] };
    if (this.#textBlocks().length > 0) return { type: "stop", reason: "end", content: this.#textBlocks() };
    const message = vscode.l10n.t("The model answered nothing. Ask again, or choose another model.");
    return { type: "stop", reason: "unknown", content: [], message };
  }

  /** Keeps the text; a call that nobody will answer must not enter the history. */
  brokenOff({ reason, message }: Pick<StopEvent, "reason" | "message">): StopEvent {
    const content = this.#textBlocks();
    return message === undefined ? { type: "stop", reason, content } : { type: "stop", reason, content, message };
  }

  #textBlocks(): AssistantBlock[] {
    return this.#text.trim() === "" ? [] : [{ type: "text", text: this.#text }];
  }

  /** Some providers number their calls from the start with each answer. */
  #uniqueId(wanted: string): string {
    const id = wanted === "" || this.#usedIds.has(wanted) ? `call_${randomUUID()}` : wanted;
    this.#usedIds.add(id);
    return id;
  }
}

function inputOf(input: unknown): ToolUseBlock["input"] {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as ToolUseBlock["input"];
  return { unparsed_input: typeof input === "string" ? input : (JSON.stringify(input) ?? "") };
}
