import type { ModelEvent, StopReason } from "../model";
import type { Answer } from "./answer";
import { contentOf } from "./blocks";
import { presentable } from "./redact";

export type StopEvent = Extract<ModelEvent, { type: "stop" }>;

/** The end of a stream that came to its end, or whose end is known although the last bytes are missing. */
export function stopOf(answer: Answer, maxTokens: number, secrets: readonly string[]): StopEvent {
  const reason = reasonOf(answer);
  const message = messageOf(reason, answer, maxTokens, secrets);
  const content = contentOf(answer.blocks, reason);
  return message === undefined ? { type: "stop", reason, content } : { type: "stop", reason, content, message };
}

/** The end of a stream that was broken off: complete blocks and the text so far are kept. */
export function brokenOff(
  reason: "cancelled" | "failed" | "context-full",
  answer: Answer | undefined,
  message: string,
): StopEvent {
  return { type: "stop", reason, content: answer === undefined ? [] : contentOf(answer.blocks, reason), message };
}

function reasonOf(answer: Answer): StopReason {
  switch (answer.stopReason) {
    case "tool_use":
      return answer.blocks.some((block) => block.type === "tool_use" && block.handedOn) ? "tool-calls" : "end";
    case "end_turn":
    case "stop_sequence":
      return "end";
    case "pause_turn":
      return "pause";
    case "max_tokens":
      return "max-tokens";
    case "model_context_window_exceeded":
      return "context-full";
    case "refusal":
      return "refusal";
    default:
      return "unknown";
  }
}

function messageOf(
  reason: StopReason,
  answer: Answer,
  maxTokens: number,
  secrets: readonly string[],
): string | undefined {
  switch (reason) {
    case "max-tokens":
      return `The answer reached its limit of ${maxTokens} tokens and breaks off here. Ask to continue, or ask for less.`;
    case "context-full":
      return contextFull;
    case "refusal": {
      const explanation = presentable(answer.explanation ?? "", secrets);
      return `The model declined to answer${explanation === "" ? "." : `: ${explanation.replace(/[^.!?]$/, "$&.")}`} Ask in another way, or start a new conversation.`;
    }
    case "unknown":
      return answer.stopReason === undefined
        ? "The model stopped without saying why. Ask to continue, or ask again."
        : `The model stopped for a reason that this version does not know: "${presentable(answer.stopReason, secrets, 60)}". Ask to continue, or ask again.`;
    default:
      return undefined;
  }
}

export const contextFull =
  "The conversation no longer fits into the model's context window. Start a new conversation, or hand the work over.";
