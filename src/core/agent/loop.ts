import type { AssistantBlock, Message, ToolResultBlock, ToolUseBlock, UserBlock } from "../model/message";
import type { Model, ModelEvent, Usage } from "../model/model";
import { Budget, type Ending } from "./budget";
import type { Conversation } from "./conversation";
import type { AgentEvent } from "./events";
import { noAnswer, repairHistory } from "./history";
import { runToolCalls, type ToolPorts } from "./tool-calls";

export interface RunRequest {
  readonly conversation: Conversation;
  /** The question; at the start of a conversation with what was read in front of it. */
  readonly content: readonly UserBlock[];
  /** When the person asked, on the clock of the ports; the time limit counts from there. Default: now. */
  readonly started?: number;
}

export interface RunPorts extends ToolPorts {
  readonly model: Model;
  /** Estimated USD of one request; undefined where no price is known. */
  price?(usage: Usage): number | undefined;
}

/**
 * Answers one question: asks the model, runs the tools it calls, and goes on until it ends. When a limit is reached, one last
 * turn without tools is left for a report. Never throws; the last event is always `end`, and the conversation is then ready
 * for the next question, whatever happened.
 */
export async function* run(
  { conversation, content, started }: RunRequest,
  ports: RunPorts,
): AsyncGenerator<AgentEvent> {
  const budget = new Budget(ports.limits, ports.now, started, ports.price);
  const append = (message: Message): AgentEvent => {
    conversation.append(message);
    return { type: "message", message };
  };
  let lastTurn: Ending | undefined;

  if (conversation.messages.at(-1)?.role === "user") yield append(answerOf(noAnswer));
  yield append({ role: "user", content });
  for (;;) {
    yield budget.startTurn();
    const stop = yield* requestTurn(conversation, ports, budget);
    const calls = stop.reason === "tool-calls" ? stop.content.filter(isCall) : [];
    const answer = calls.length > 0 ? stop.content : stop.content.filter((block) => !isCall(block));
    if (answer.length > 0) yield append({ role: "assistant", content: answer });
    else if (stop.reason !== "pause") yield append(answerOf(noAnswer));

    if (calls.length > 0 && lastTurn) {
      yield append({ role: "user", content: calls.map(refuseCall) });
      yield append(answerOf(lastTurn.message ?? noAnswer));
    }
    const ending = endingOf(stop, calls.length > 0, lastTurn);
    if (ending) return yield budget.end(ending);

    budget.countCalls(calls);
    const before = ports.now();
    const results = calls.length > 0 ? yield* runToolCalls(calls, ports) : [];
    if (calls.some((call) => hasOwnTime(call, ports))) budget.leaveOut(ports.now() - before);
    lastTurn = ports.signal.aborted ? stopped : budget.exceeded();
    const next = [...results, ...(lastTurn && lastTurn !== stopped ? [reportNow(lastTurn)] : [])];
    if (next.length > 0) yield append({ role: "user", content: next });
    if (lastTurn === stopped) {
      if (next.length > 0) yield append(answerOf(noAnswer));
      return yield budget.end(stopped);
    }
  }
}

type Stop = Extract<ModelEvent, { type: "stop" }>;

const stopped: Ending = { reason: "cancelled", message: "Stopped." };

/** One request. Forwards what a person should see, and returns how the model stopped. */
async function* requestTurn(
  conversation: Conversation,
  { model, signal }: RunPorts,
  budget: Budget,
): AsyncGenerator<AgentEvent, Stop> {
  const { system, tools } = conversation;
  const messages = repairHistory(conversation.messages);
  for await (const event of model.stream({ system, tools, messages }, signal)) {
    if (event.type === "stop") return event;
    if (event.type === "usage") yield budget.countUsage(event.usage);
    else if (event.type !== "tool-call") yield event;
  }
  return { type: "stop", reason: "failed", content: [], message: "The model ended without saying how. Ask again." };
}

/** How the run ends after this stop; undefined when it goes on. */
function endingOf(stop: Stop, hasCalls: boolean, lastTurn: Ending | undefined): Ending | undefined {
  switch (stop.reason) {
    case "tool-calls":
    case "end":
      return hasCalls && !lastTurn ? undefined : (lastTurn ?? { reason: "done" });
    case "pause":
      return lastTurn;
    case "max-tokens":
      return { reason: "cut-off", message: stop.message ?? "The answer reached the output limit. Ask to continue." };
    case "context-full":
      return {
        reason: "cut-off",
        message: stop.message ?? "The conversation no longer fits the model. Start a new one.",
      };
    case "unknown":
      return {
        reason: "cut-off",
        message: stop.message ?? "The model stopped for a reason that this version does not know.",
      };
    case "refusal":
      return { reason: "refusal", message: stop.message ?? "The model refused to answer." };
    case "cancelled":
      return stopped;
    case "failed":
      return { reason: "failed", message: stop.message ?? "The model failed. Ask again." };
  }
}

/** The tool list cannot be taken away in mid-conversation, so the last turn is asked for in words. */
function reportNow({ message }: Ending): UserBlock {
  const text = `${message ?? ""} This is your last turn: call no tool. Report what you found, with its evidence, and what is left open.`;
  return { type: "text", text };
}

function refuseCall({ id }: ToolUseBlock): ToolResultBlock {
  return {
    type: "tool_result",
    tool_use_id: id,
    content: "Not run: the limit of this question is reached.",
    is_error: true,
  };
}

function answerOf(text: string): Message {
  return { role: "assistant", content: [{ type: "text", text }] };
}

function hasOwnTime({ name }: ToolUseBlock, { tools }: RunPorts): boolean {
  return tools.some((tool) => tool.name === name && (tool.access === "ask" || tool.timeLimit !== undefined));
}

function isCall(block: AssistantBlock): block is ToolUseBlock {
  return block.type === "tool_use";
}
