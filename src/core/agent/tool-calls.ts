import type { ToolResultBlock, ToolUseBlock } from "../model/message";
import { failure, type Tool, type ToolResult } from "../tools/tool";
import { cutCharacters } from "../workspace/visible-text";
import type { Workspace } from "../workspace/workspace";
import { type Approve, askFirst } from "./ask-first";
import { stopped, withDeadline } from "./deadline";
import type { AgentEvent } from "./events";
import type { Limits } from "./limits";

export interface ToolPorts {
  readonly tools: readonly Tool[];
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Asks the person about one call of an `ask` tool. Without it such calls are refused. */
  readonly approve?: Approve;
}

/**
 * Runs the calls of one turn, read-only ones at the same time, and yields each result as it comes. Returns one result for
 * every call, in the order of the calls, whatever happened: a call without a result would make every later request fail.
 */
export async function* runToolCalls(
  calls: readonly ToolUseBlock[],
  ports: ToolPorts,
): AsyncGenerator<AgentEvent, readonly ToolResultBlock[]> {
  for (const call of calls) {
    yield { type: "tool-call", id: call.id, name: call.name, title: titleOf(call, ports), input: call.input };
  }
  const results = new Map<string, ToolResultBlock>();
  const waiting = calls.map((call, index) => ({ call, index }));
  const running = new Map<string, Promise<{ call: ToolUseBlock; result: ToolResult; milliseconds: number }>>();
  while (waiting.length > 0 || running.size > 0) {
    while (waiting.length > 0 && running.size < ports.limits.concurrentTools) {
      const next = waiting.shift();
      if (next) running.set(next.call.id, timed(next.call, next.index, ports));
    }
    const { call, result, milliseconds } = await Promise.race(running.values());
    running.delete(call.id);
    const content = bounded(result.content, ports.limits.toolOutput);
    results.set(call.id, {
      type: "tool_result",
      tool_use_id: call.id,
      content,
      ...(result.isError && { is_error: true }),
    });
    const { isError, summary } = result;
    yield { type: "tool-result", id: call.id, name: call.name, isError, summary, content, milliseconds };
  }
  return calls.map((call) => results.get(call.id)).filter((result) => result !== undefined);
}

async function timed(call: ToolUseBlock, index: number, ports: ToolPorts) {
  const start = ports.now();
  const result = await runOne(call, index, ports);
  return { call, result, milliseconds: ports.now() - start };
}

async function runOne(call: ToolUseBlock, index: number, ports: ToolPorts): Promise<ToolResult> {
  const { tools, limits, signal, workspace } = ports;
  if (signal.aborted) return stopped;
  if (index >= limits.callsPerTurn)
    return failure(`Not run: at most ${limits.callsPerTurn} calls in one turn.`, "Call it again in the next turn.");
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool)
    return failure(
      `There is no tool ${JSON.stringify(call.name)}.`,
      `Available: ${tools.map(({ name }) => name).join(", ")}.`,
    );
  const { unparsed_input: unparsed } = call.input;
  if (typeof unparsed === "string")
    return failure(`The input is not valid JSON: ${unparsed.slice(0, 200)}`, "Send it again.");
  const context = { workspace, call: call.id };
  const milliseconds = tool.timeLimit ?? limits.toolTime;
  if (tool.access === "ask") return askFirst(tool, call, { ...ports, milliseconds, context });
  return withDeadline(milliseconds, signal, (signal) => tool.invoke(call.input, { ...context, signal }));
}

function titleOf(call: ToolUseBlock, { tools }: ToolPorts): string {
  return tools.find(({ name }) => name === call.name)?.title(call.input) ?? "";
}

/** Cuts by code point, so that no half of a surrogate pair is left, and says so. Never leaves a result empty. */
function bounded(content: string, maximum: number): string {
  const [text, omitted] = cutCharacters(content.toWellFormed(), maximum);
  if (omitted > 0) return `${text}\n[${omitted} characters left out]`;
  return text === "" ? "(no output)" : text;
}
