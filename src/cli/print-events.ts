import type { AgentEvent } from "../core/agent/events";
import { visible, visibleContent } from "../core/workspace/visible-text";

type End = Extract<AgentEvent, { type: "end" }>;

/** Whether the run ended with an answer, if only with a report at a limit. */
export function isAnswered(end: End | undefined): boolean {
  return end?.reason === "done" || end?.reason === "limit";
}

/**
 * Prints a run and returns how it ended. As JSON one event a line; else the answer with a quiet row for each step, in which
 * nothing from a file or a model can steer the terminal. Why there is no answer is left for whoever reports errors.
 */
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
    const text = event.type === "text" ? visibleContent(event.text.replaceAll("\r\n", "\n")) : rowsOf(event);
    if (text === "") continue;
    const startsRow = event.type !== "text" && !atLineStart;
    output.write(`${startsRow ? "\n" : ""}${text}`);
    atLineStart = text.endsWith("\n");
  }
  return end;
}

function rowsOf(event: Exclude<AgentEvent, { type: "text" }>): string {
  return linesOf(event)
    .map((line) => `${visible(line)}\n`)
    .join("");
}

function linesOf(event: Exclude<AgentEvent, { type: "text" }>): readonly string[] {
  switch (event.type) {
    case "start":
      return [`${event.agent} · ${event.provider === "offline" ? "offline reviewer, no language model" : event.model}`];
    case "context":
      return [`▸ Read at start: ${event.title}  (${event.reason})  ${milliseconds(event.milliseconds)}`];
    case "tool-result":
      return [`${event.isError ? "✗" : "▸"} ${event.name}  ${event.summary}  ${milliseconds(event.milliseconds)}`];
    case "waiting":
      return [`… ${event.reason}${event.seconds === undefined ? "" : `, ${event.seconds} s`}`];
    case "notice":
      return [`! ${event.message}`];
    case "handoff":
      return [handoffLine(event)];
    case "end":
      return endLines(event);
    case "tool-call":
    case "thinking":
    case "turn":
    case "usage":
    case "message":
      return [];
  }
}

function handoffLine({ id, to, task, isNew, deferred }: Extract<AgentEvent, { type: "handoff" }>): string {
  const remark = deferred === undefined ? (isNew ? "" : ", asked for before") : `, deferred: ${deferred}`;
  return `▸ Handoff → ${to}: ${task}  (${id}${remark})`;
}

function endLines(end: End): readonly string[] {
  const { message, turns, milliseconds: time, usage } = end;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  const tokens =
    prompt + outputTokens > 0 ? ` · ${prompt} tokens in (${cacheReadTokens} cached) · ${outputTokens} out` : "";
  const reason = message !== undefined && isAnswered(end) ? [`! ${message}`] : [];
  return [...reason, "", `${turns} ${turns === 1 ? "turn" : "turns"} · ${milliseconds(time)}${tokens}`];
}

function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}
