/** The fields that each part of a request may have. */
export interface Fields {
  readonly request: readonly string[];
  readonly tool: readonly string[];
  readonly block: Readonly<Record<string, readonly string[]>>;
}

/** What a small server of one's own is sure to know. */
const compatible: Fields = {
  request: ["model", "max_tokens", "system", "messages", "tools", "stream"],
  tool: ["name", "description", "input_schema"],
  block: {
    text: ["type", "text"],
    thinking: ["type", "thinking", "signature"],
    tool_use: ["type", "id", "name", "input"],
    tool_result: ["type", "tool_use_id", "content", "is_error"],
  },
};

const full: Fields = {
  request: [
    ...compatible.request,
    ...["cache_control", "thinking", "output_config", "metadata", "stop_sequences", "tool_choice", "service_tier"],
    "diagnostics",
  ],
  tool: [...compatible.tool, "type", "cache_control", "strict", "eager_input_streaming", "defer_loading"],
  block: {
    text: ["type", "text", "cache_control", "citations"],
    thinking: ["type", "thinking", "signature"],
    redacted_thinking: ["type", "data"],
    tool_use: ["type", "id", "name", "input", "cache_control"],
    tool_result: ["type", "tool_use_id", "content", "is_error", "cache_control"],
    server_tool_use: ["type", "id", "name", "input", "cache_control"],
    web_search_tool_result: ["type", "tool_use_id", "content", "cache_control"],
    web_fetch_tool_result: ["type", "tool_use_id", "content", "cache_control"],
  },
};

export const fieldsOf = { full, compatible };
