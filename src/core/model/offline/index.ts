import type { Message, TextBlock, ToolResultBlock, ToolUseBlock } from "../message";
import type { Model, ModelEvent, ModelRequest } from "../model";
import { escalate } from "./escalation";
import { type Plan, type PlannedCall, planFor } from "./plan";
import { type GatheredResult, reportOf } from "./report";
import { memoryOf, reportedRun } from "./run-report";

/**
 * Answers without a language model: calls the tools that can decide a question and reports what they returned. It keeps
 * nothing between requests; where it stands it reads from the messages, like any model.
 */
export function createOfflineModel(): Model {
  return {
    provider: "offline",
    name: "offline reviewer",
    async *stream(request, signal) {
      if (signal.aborted) {
        yield { type: "stop", reason: "cancelled", content: [], message: "Stopped." };
        return;
      }
      yield* answer(request);
    },
  };
}

function* answer({ messages, tools }: ModelRequest): Generator<ModelEvent> {
  const asked = messages.findLastIndex((message) => message.role === "user" && message.content.some(isText));
  const question = messages[asked]?.content.findLast(isText)?.text ?? "";
  const plan = planFor(question);
  const isOffered = ({ name }: PlannedCall) => tools.some((tool) => tool.name === name);
  const planned = plan.calls.some(isOffered) ? plan.calls : (plan.instead ?? []);
  const calls = planned.filter(isOffered);
  const results = gathered(messages.slice(asked + 1));
  const next = nextCalls(plan, calls, results).filter(isOffered);
  if (next.length > 0) {
    const content = next.map((call, index) => toolUse(call, `offline_${messages.length}_${index}`));
    for (const { id, name, input } of content) yield { type: "tool-call", id, name, input };
    yield { type: "stop", reason: "tool-calls", content };
    return;
  }
  const parts = calls.length > 0 ? reportOf(plan, results) : [noTools];
  for (const text of parts) yield { type: "text", text };
  yield { type: "stop", reason: "end", content: [{ type: "text", text: parts.join("").trimEnd() }] };
}

/** First what the plan looks at, then what the review found to hand over, or the figures of an evaluation to keep. */
function nextCalls(
  { handsOver, keepsFigures }: Plan,
  calls: readonly PlannedCall[],
  results: readonly GatheredResult[],
): readonly PlannedCall[] {
  if (results.length === 0) return calls;
  const evaluation = results.find(({ name, isError }) => name === "Evaluate" && !isError);
  if (keepsFigures && evaluation && !results.some(({ name }) => name === "WriteMemory")) {
    const run = reportedRun(evaluation.content);
    const memory = run && memoryOf(run);
    return memory ? [memory] : [];
  }
  if (!handsOver || results.some(({ name }) => name === "RequestHandoff")) return [];
  const review = results.find(({ name, isError }) => name === "ReviewPipeline" && !isError);
  return review ? escalate(review.content) : [];
}

const noTools =
  "No language model is connected, and this agent has no tool that I could check the code with. Ask an agent that may read files.";

function toolUse({ name, input }: PlannedCall, id: string): ToolUseBlock {
  return { type: "tool_use", id, name, input };
}

function gathered(messages: readonly Message[]): GatheredResult[] {
  const names = new Map<string, string>();
  const results: GatheredResult[] = [];
  for (const { content } of messages) {
    for (const block of content) {
      if (block.type === "tool_use") names.set((block as ToolUseBlock).id, (block as ToolUseBlock).name);
      if (block.type !== "tool_result") continue;
      const { tool_use_id: id, content: text, is_error: isError = false } = block as ToolResultBlock;
      results.push({ name: names.get(id) ?? "A tool", content: text, isError });
    }
  }
  return results;
}

function isText(block: Message["content"][number]): block is TextBlock {
  return block.type === "text";
}
