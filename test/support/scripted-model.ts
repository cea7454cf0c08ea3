import type { AssistantBlock, TextBlock, ToolUseBlock } from "../../src/core/model/message";
import type { Model, ModelEvent, ModelRequest } from "../../src/core/model/model";

/** What the model does in one turn: a list of blocks, or a function of what it was sent. */
export type ScriptedTurn =
  | Partial<Extract<ModelEvent, { type: "stop" }>>
  | ((request: ModelRequest, signal: AbortSignal) => Promise<Partial<Extract<ModelEvent, { type: "stop" }>>>);

/** A model that answers from a list and keeps what it was sent, as text, so that a test can compare bytes. Throws past the end of its script. */
export function scriptedModel(turns: readonly ScriptedTurn[]): Model & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    provider: "scripted",
    name: "scripted",
    requests,
    async *stream(request, signal) {
      requests.push(
        structuredClone({
          ...request,
          tools: request.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
        }),
      );
      const turn = turns[requests.length - 1];
      if (turn === undefined) throw new Error(`the script has only ${turns.length} turns`);
      const { content = [], reason, ...stop } = typeof turn === "function" ? await turn(request, signal) : turn;
      for (const block of content) {
        if (block.type === "text") yield { type: "text", text: (block as { text: string }).text };
        if (isCall(block)) yield { type: "tool-call", id: block.id, name: block.name, input: block.input };
      }
      yield { type: "usage", usage: { inputTokens: 100, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 } };
      yield { type: "stop", reason: reason ?? (content.some(isCall) ? "tool-calls" : "end"), content, ...stop };
    },
  };
}

export const says = (text: string): TextBlock => ({ type: "text", text });
export const calls = (id: string, name: string, input: ToolUseBlock["input"]): ToolUseBlock => ({
  type: "tool_use",
  id,
  name,
  input,
});

function isCall(block: AssistantBlock): block is ToolUseBlock {
  return block.type === "tool_use";
}
