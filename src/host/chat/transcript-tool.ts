import { shownContent } from "../../core/agent/conversation-records";
import type { AgentEvent } from "../../core/agent/events";
import type { Attachment, ToolItem } from "../../protocol/chat";

export function runningTool(id: string, call: Extract<AgentEvent, { type: "tool-call" }>): ToolItem {
  const place = call.name === "Read" ? placeOf(call.input) : undefined;
  return {
    kind: "tool",
    id,
    name: call.name,
    title: call.title,
    state: "running",
    summary: "",
    content: "",
    milliseconds: 0,
    ...(place && { place }),
  };
}

export function finishedTool(item: ToolItem, result: Extract<AgentEvent, { type: "tool-result" }>): ToolItem {
  const { isError, content, milliseconds } = result;
  const summary = isError ? withoutSubject(result.summary, item.title) : result.summary;
  return { ...item, state: isError ? "failed" : "done", summary, content: shownContent(content), milliseconds };
}

/** A failure often begins with the file that the line names already; in a narrow view that would be all one sees of it. */
function withoutSubject(summary: string, title: string): string {
  const subject = /^`([^`]+)` (?=\S)/.exec(summary);
  return subject?.[1] !== undefined && title.startsWith(subject[1]) ? summary.slice(subject[0].length) : summary;
}

/** Its result never came. */
export function lostTool(item: ToolItem): ToolItem {
  return { ...item, state: "failed", summary: "The session ended before the result came." };
}

/** Longest path that a view may ask to open, as in the protocol. */
const longestPath = 4096;

/** The part of a file that a Read call is about. The input is a model's: anything can stand in it. */
function placeOf(input: unknown): Attachment | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const { file_path: path, offset, limit } = input as Readonly<Record<string, unknown>>;
  if (typeof path !== "string" || path === "" || path.length > longestPath) return undefined;
  if (!isLine(offset) && !isLine(limit)) return { path };
  const line = isLine(offset) ? Math.max(1, offset) : 1;
  const endLine = isLine(limit) ? line + Math.max(1, limit) - 1 : undefined;
  return { path, line, ...(endLine !== undefined && endLine <= 1_000_000_000 && { endLine }) };
}

function isLine(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 1_000_000_000;
}
