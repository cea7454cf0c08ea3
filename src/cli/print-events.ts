import type { AgentEvent } from "../core/agent/events";

type End = Extract<AgentEvent, { type: "end" }>;

/** Prints a run and returns how it ended. As JSON one event a line; else the answer with a quiet row for each step. */
export async function printEvents(
  events: AsyncIterable<AgentEvent>,
  output: { write(text: string): unknown },
  { json }: { readonly json: boolean },
): Promise<End | undefined> {
  let end: End | undefined;
  let atLineStart = true;
  for await (const event of events) {
    if (event.type === "end") end = event;
    if (json) {
      output.write(`${JSON.stringify(event)}\n`);
      continue;
    }
    const text = event.type === "text" ? event.text : rowOf(event);
    if (text === "") continue;
    const startsRow = event.type !== "text" && !atLineStart;
    output.write(`${startsRow ? "\n" : ""}${text}`);
    atLineStart = text.endsWith("\n");
  }
  return end;
}

function rowOf(event: Exclude<AgentEvent, { type: "text" }>): string {
  switch (event.type) {
    case "start":
      return `${event.agent} · ${event.provider === "offline" ? "offline reviewer, no language model" : event.model}\n`;
    case "context":
      return `▸ Read at start: ${event.title}  (${event.reason})  ${milliseconds(event.milliseconds)}\n`;
    case "tool-result":
      return `${event.isError ? "✗" : "▸"} ${event.name}  ${event.summary}  ${milliseconds(event.milliseconds)}\n`;
    case "waiting":
      return `… ${event.reason}${event.seconds === undefined ? "" : `, ${event.seconds} s`}\n`;
    case "notice":
      return `! ${event.message}\n`;
    case "end":
      return endRow(event);
    case "tool-call":
    case "thinking":
    case "turn":
    case "usage":
    case "message":
      return "";
  }
}

function endRow({ message, turns, milliseconds: time, usage }: End): string {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  const tokens =
    prompt + outputTokens > 0 ? ` · ${prompt} tokens in (${cacheReadTokens} cached) · ${outputTokens} out` : "";
  return `${message ? `! ${message}\n` : ""}\n${turns} ${turns === 1 ? "turn" : "turns"} · ${milliseconds(time)}${tokens}\n`;
}

function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}
