import type { AssistantBlock, OpaqueBlock } from "../message";
import type { StopReason } from "../model";
import { type JsonObject, objectOf, stringOf } from "./json";

/** A block while it arrives. */
export type AnswerBlock =
  | { readonly type: "text"; complete: boolean; text: string; readonly citations: unknown[] }
  | { readonly type: "thinking"; complete: boolean; thinking: string; signature: string | undefined }
  | {
      readonly type: "tool_use";
      complete: boolean;
      readonly id: string;
      readonly name: string;
      /** The pieces of the input, joined. */
      json: string;
      input: JsonObject;
      /** Whether the tool call has been handed on. */
      handedOn: boolean;
    }
  | { readonly type: "opaque"; complete: boolean; value: JsonObject; json: string };

const opaqueTypes: readonly string[] = [
  "redacted_thinking",
  "server_tool_use",
  "web_search_tool_result",
  "web_fetch_tool_result",
] satisfies OpaqueBlock["type"][];

/** Undefined for a kind of block that this version does not know. */
export function startBlock(start: JsonObject, uniqueId: (wanted: string) => string): AnswerBlock | undefined {
  const type = stringOf(start.type) ?? "";
  if (type === "text") {
    const citations = Array.isArray(start.citations) ? [...start.citations] : [];
    return { type, complete: false, text: stringOf(start.text) ?? "", citations };
  }
  if (type === "thinking") {
    const signature = stringOf(start.signature) || undefined;
    return { type, complete: false, thinking: stringOf(start.thinking) ?? "", signature };
  }
  if (type === "tool_use") {
    const id = uniqueId(stringOf(start.id) ?? "");
    const name = stringOf(start.name) || "unnamed";
    return { type, complete: false, id, name, json: "", input: objectOf(start.input) ?? {}, handedOn: false };
  }
  return opaqueTypes.includes(type) ? { type: "opaque", complete: false, value: start, json: "" } : undefined;
}

/**
 * What may go into the history so that the next request is valid: no half thinking block, no tool call that nobody will
 * answer, no blank text, no thinking at the very end, and no text behind a tool call.
 */
export function contentOf(blocks: readonly AnswerBlock[], reason: StopReason): readonly AssistantBlock[] {
  const content = blocks.flatMap((block) => keptBlock(block, reason));
  if (reason === "pause") return content;
  const answered = withoutPendingServerTools(content);
  const calls = answered.filter((block) => block.type === "tool_use");
  return [
    ...withoutLastThinking(
      answered.filter((block) => block.type !== "tool_use"),
      calls.length > 0,
    ),
    ...calls,
  ];
}

function keptBlock(block: AnswerBlock, reason: StopReason): AssistantBlock[] {
  switch (block.type) {
    case "text": {
      const { text, citations } = block;
      if (text.trim() === "") return [];
      return [citations.length > 0 ? { type: "text", text, citations } : { type: "text", text }];
    }
    case "thinking": {
      const { thinking, signature } = block;
      if (!block.complete || (thinking === "" && signature === undefined)) return [];
      return [signature === undefined ? { type: "thinking", thinking } : { type: "thinking", thinking, signature }];
    }
    case "tool_use":
      if (!block.handedOn || reason !== "tool-calls") return [];
      return [{ type: "tool_use", id: block.id, name: block.name, input: block.input }];
    case "opaque":
      // startBlock let only the types of OpaqueBlock pass.
      return block.complete ? [block.value as unknown as OpaqueBlock] : [];
  }
}

function withoutPendingServerTools(content: readonly AssistantBlock[]): readonly AssistantBlock[] {
  const answered = new Set(content.map((block) => ("tool_use_id" in block ? block.tool_use_id : undefined)));
  return content.filter((block) => block.type !== "server_tool_use" || answered.has(block.id));
}

function withoutLastThinking(content: readonly AssistantBlock[], callsFollow: boolean): readonly AssistantBlock[] {
  if (callsFollow) return content;
  const last = content.findLastIndex((block) => block.type !== "thinking" && block.type !== "redacted_thinking");
  return content.slice(0, last + 1);
}
