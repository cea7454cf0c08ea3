import type { AssistantMessage, Message, ToolResultBlock } from "../../../src/core/model/message";
import type { Model, ModelEvent, ModelTool } from "../../../src/core/model/model";

type Stop = Extract<ModelEvent, { type: "stop" }>;

export interface Exchange {
  readonly events: readonly ModelEvent[];
  readonly text: string;
  readonly stop: Stop;
  /** The events as lines, texts joined, for comparison with a literal. */
  readonly transcript: string;
}

export interface Conversation {
  readonly messages: Message[];
  /** Asks, after answering pending tool calls with a word, and appends what came to the history. */
  ask(question: string, signal?: AbortSignal): Promise<Exchange>;
  /** Sends the history as it is, which is what follows a pause. */
  resume(): Promise<Exchange>;
}

/** The simplest client that keeps the rules of a history; the agent loop has its own way. */
export function converse(
  model: Model,
  tools: readonly ModelTool[] = [],
  system = "You are a test.",
  messages: Message[] = [],
): Conversation {
  async function send(signal: AbortSignal): Promise<Exchange> {
    const exchange = exchangeOf(await collect(model.stream({ system, tools, messages: [...messages] }, signal)));
    const { content, reason } = exchange.stop;
    const last = messages.at(-1);
    if (last?.role === "assistant")
      messages.splice(-1, 1, { role: "assistant", content: [...last.content, ...content] });
    else if (content.length > 0) messages.push({ role: "assistant", content });
    else messages.push({ role: "assistant", content: [{ type: "text", text: `(no answer: ${reason})` }] });
    return exchange;
  }

  return {
    messages,
    resume: () => send(new AbortController().signal),
    ask(question, signal = new AbortController().signal) {
      const last = messages.at(-1);
      const results = last?.role === "assistant" ? resultsFor(last) : [];
      messages.push({ role: "user", content: [...results, { type: "text", text: question }] });
      return send(signal);
    },
  };
}

export async function collect(stream: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

export function exchangeOf(events: readonly ModelEvent[]): Exchange {
  const stops = events.filter((event): event is Stop => event.type === "stop");
  const [stop] = stops;
  if (stop === undefined || stops.length > 1 || events.at(-1) !== stop) {
    throw new Error(`a stream ends with exactly one stop event: ${JSON.stringify(events)}`);
  }
  const text = events.map((event) => (event.type === "text" ? event.text : "")).join("");
  return { events, text, stop, transcript: transcriptOf(events) };
}

function resultsFor({ content }: AssistantMessage): ToolResultBlock[] {
  return content.flatMap((block) =>
    block.type === "tool_use" ? [{ type: "tool_result", tool_use_id: block.id, content: "done" }] : [],
  );
}

function transcriptOf(events: readonly ModelEvent[]): string {
  const lines: string[] = [];
  for (const event of events) {
    const line = lineOf(event);
    const [kind] = line.split(":");
    const last = lines.at(-1);
    const joins = (event.type === "text" || event.type === "thinking") && last?.startsWith(`${kind}:`);
    if (joins) lines.splice(-1, 1, last + line.slice(`${kind}: `.length));
    else if (line !== "") lines.push(line);
  }
  return lines.join("\n");
}

function lineOf(event: ModelEvent): string {
  switch (event.type) {
    case "text":
    case "thinking":
      return `${event.type}: ${event.text}`;
    case "tool-call":
      return `tool-call: ${event.id} ${event.name} ${JSON.stringify(event.input)}`;
    case "waiting": {
      const attempt = event.attempt === undefined ? "" : `, attempt ${event.attempt} of ${event.attempts}`;
      return `waiting: ${event.reason}${attempt}${event.seconds === undefined ? "" : `, ${event.seconds} s`}`;
    }
    case "notice":
      return `notice: ${event.message}`;
    case "usage":
      return "";
    case "stop":
      return `stop: ${event.reason}${event.message === undefined ? "" : `: ${event.message}`}`;
  }
}
