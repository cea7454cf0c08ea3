/**
 * Messages in the shape of the Messages API, so that history can be stored, replayed and compared byte for byte
 * without a translation in between.
 */
export interface TextBlock {
  readonly type: "text";
  readonly text: string;
  /** Sources of a server tool, as the provider sent them. */
  readonly citations?: readonly unknown[];
}

interface ThinkingBlock {
  readonly type: "thinking";
  readonly thinking: string;
  readonly signature?: string;
}

export interface ToolUseBlock {
  readonly type: "tool_use";
  readonly id: string;
  readonly name: string;
  /** Always an object, as the Messages API demands; text that was not one is kept as `{ unparsed_input: text }`. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolResultBlock {
  readonly type: "tool_result";
  readonly tool_use_id: string;
  readonly content: string;
  readonly is_error?: boolean;
}

/** A block that only its provider understands (redacted thinking, server tools). It is sent back unchanged. */
export interface OpaqueBlock {
  readonly type: "redacted_thinking" | "server_tool_use" | "web_search_tool_result" | "web_fetch_tool_result";
  readonly [key: string]: unknown;
}

export type AssistantBlock = TextBlock | ThinkingBlock | ToolUseBlock | OpaqueBlock;
export type UserBlock = TextBlock | ToolResultBlock;

export interface AssistantMessage {
  readonly role: "assistant";
  readonly content: readonly AssistantBlock[];
}

interface UserMessage {
  readonly role: "user";
  readonly content: readonly UserBlock[];
}

export type Message = AssistantMessage | UserMessage;
