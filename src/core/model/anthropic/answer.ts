import type { ModelEvent, Usage } from "../model";
import { type AnswerBlock, startBlock } from "./blocks";
import { countOf, type JsonObject, objectOf, parseJson, stringOf } from "./json";

/** The answer so far, folded from the raw events of one stream. Unknown events, blocks and deltas are passed over. */
export interface Answer {
  /** What a person gets to see because of this event. */
  accept(event: JsonObject): readonly ModelEvent[];
  readonly blocks: readonly AnswerBlock[];
  /** True once text or a tool call was handed on: the request must not be sent again by itself. */
  readonly visible: boolean;
  /** The provider's stop reason, or undefined while there is none. */
  readonly stopReason: string | undefined;
  readonly explanation: string | undefined;
  readonly usage: Usage | undefined;
}

/** `usedIds` are the tool call ids of the conversation: small servers number their calls anew in each answer. */
export function createAnswer(usedIds: Iterable<string>): Answer {
  const ids = new Set(usedIds);
  const blocks = new Map<number, AnswerBlock>();
  const state = {
    visible: false,
    stopReason: undefined as string | undefined,
    explanation: undefined as string | undefined,
    usage: undefined as Usage | undefined,
  };

  function accept(event: JsonObject): readonly ModelEvent[] {
    switch (event.type) {
      case "message_start":
        state.usage = mergedUsage(state.usage, objectOf(event.message)?.usage);
        return [];
      case "content_block_start": {
        const block = startBlock(objectOf(event.content_block) ?? {}, (wanted) => uniqueId(wanted, ids));
        if (block === undefined) return [];
        blocks.set(countOf(event.index) ?? blocks.size, block);
        return block.type === "text" ? textEvents(block.text) : [];
      }
      case "content_block_delta":
        return acceptDelta(blockAt(event), objectOf(event.delta) ?? {});
      case "content_block_stop":
        return complete(blockAt(event));
      case "message_delta":
        state.usage = mergedUsage(state.usage, event.usage);
        return acceptStop(objectOf(event.delta) ?? {});
      default:
        return [];
    }
  }

  function blockAt(event: JsonObject): AnswerBlock | undefined {
    return blocks.get(countOf(event.index) ?? blocks.size - 1);
  }

  function acceptDelta(block: AnswerBlock | undefined, delta: JsonObject): readonly ModelEvent[] {
    if (block === undefined) return [];
    switch (delta.type) {
      case "text_delta": {
        const text = stringOf(delta.text) ?? "";
        if (block.type !== "text") return [];
        block.text += text;
        return textEvents(text);
      }
      case "thinking_delta": {
        const text = stringOf(delta.thinking) ?? "";
        if (block.type !== "thinking" || text === "") return [];
        block.thinking += text;
        return [{ type: "thinking", text }];
      }
      case "signature_delta":
        if (block.type === "thinking") block.signature = stringOf(delta.signature);
        return [];
      case "citations_delta":
        if (block.type === "text") block.citations.push(delta.citation);
        return [];
      case "input_json_delta":
        if ("json" in block) block.json += stringOf(delta.partial_json) ?? "";
        return [];
      default:
        return [];
    }
  }

  function complete(block: AnswerBlock | undefined): readonly ModelEvent[] {
    if (block === undefined || block.complete) return [];
    block.complete = true;
    if (block.type === "opaque" && block.value.type === "server_tool_use" && block.json !== "") {
      block.value = { ...block.value, input: objectOf(parseJson(block.json)) ?? {} };
    }
    if (block.type !== "tool_use") return [];
    const input = block.json === "" ? block.input : parseJson(block.json);
    // A text that is not JSON may have been cut by the token limit: whether it is a call shows with the stop reason.
    return input === undefined ? [] : call(block, input);
  }

  function acceptStop(delta: JsonObject): readonly ModelEvent[] {
    state.stopReason = stringOf(delta.stop_reason) ?? state.stopReason;
    state.explanation = stringOf(objectOf(delta.stop_details)?.explanation) ?? state.explanation;
    if (state.stopReason !== "tool_use") return [];
    // Not every server says where a block ends; here the endpoint says that its calls are complete.
    const calls = [...blocks.values()].filter((block) => block.type === "tool_use");
    return [...calls.flatMap(complete), ...calls.flatMap((block) => (block.handedOn ? [] : call(block, block.json)))];
  }

  function call(block: AnswerBlock & { type: "tool_use" }, input: unknown): readonly ModelEvent[] {
    block.handedOn = true;
    block.input = objectOf(input) ?? { unparsed_input: typeof input === "string" ? input : JSON.stringify(input) };
    state.visible = true;
    return [{ type: "tool-call", id: block.id, name: block.name, input }];
  }

  function textEvents(text: string): readonly ModelEvent[] {
    if (text === "") return [];
    if (text.trim() !== "") state.visible = true;
    return [{ type: "text", text }];
  }

  return {
    accept,
    get blocks() {
      return [...blocks.values()];
    },
    get visible() {
      return state.visible;
    },
    get stopReason() {
      return state.stopReason;
    },
    get explanation() {
      return state.explanation;
    },
    get usage() {
      return state.usage;
    },
  };
}

function uniqueId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let copy = 2; id === "" || ids.has(id); copy += 1) id = `${wanted || "call"}_${copy}`;
  ids.add(id);
  return id;
}

/** The counters are totals of the whole message, and those that do not apply are left out: replace, never add. */
function mergedUsage(before: Usage | undefined, reported: unknown): Usage | undefined {
  const usage = objectOf(reported);
  if (usage === undefined) return before;
  return {
    inputTokens: countOf(usage.input_tokens) ?? before?.inputTokens ?? 0,
    outputTokens: countOf(usage.output_tokens) ?? before?.outputTokens ?? 0,
    cacheReadTokens: countOf(usage.cache_read_input_tokens) ?? before?.cacheReadTokens ?? 0,
    cacheWriteTokens: countOf(usage.cache_creation_input_tokens) ?? before?.cacheWriteTokens ?? 0,
  };
}
