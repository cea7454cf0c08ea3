import { expect } from "vitest";
import * as z from "zod/mini";
import type { Conversation } from "../../src/core/agent/conversation";
import type { AgentEvent } from "../../src/core/agent/events";
import { findViolation } from "../../src/core/agent/history";
import { defaultLimits, type Limits } from "../../src/core/agent/limits";
import { run } from "../../src/core/agent/loop";
import type { Model } from "../../src/core/model/model";
import { defineTool, success, type Tool, type ToolResult } from "../../src/core/tools/tool";
import type { Workspace } from "../../src/core/workspace/workspace";

const noWorkspace = { roots: [], trusted: true } as unknown as Workspace;

/** Returns its text. */
export const echo = textTool(async ({ text }) => success(text, text));

export interface AskOptions {
  readonly tools?: readonly Tool[];
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
  readonly approve?: () => Promise<boolean>;
}

/** Asks "Why?" and collects what happens. */
export async function ask(
  talk: Conversation,
  model: Model,
  { tools = [echo], limits, signal, approve }: AskOptions = {},
): Promise<AgentEvent[]> {
  const ports = {
    model,
    tools,
    workspace: noWorkspace,
    limits: { ...defaultLimits, ...limits },
    signal: signal ?? new AbortController().signal,
    now: () => performance.now(),
  };
  const events: AgentEvent[] = [];
  for await (const event of run(
    { conversation: talk, content: [{ type: "text", text: "Why?" }] },
    { ...ports, ...(approve && { approve }) },
  ))
    events.push(event);
  return events;
}

/** A run as text: one line an event, without times and messages. */
export function transcript(events: readonly AgentEvent[]): string {
  return events
    .map((event) => {
      switch (event.type) {
        case "turn":
          return `turn ${event.turn}`;
        case "text":
          return `text ${event.text}`;
        case "tool-call":
          return `call ${event.id} ${event.name}(${event.title})`;
        case "tool-result":
          return `result ${event.id} ${event.isError ? "error " : ""}${event.summary}`;
        case "end":
          return `end ${event.reason}${event.message ? `: ${event.message}` : ""}`;
        default:
          return "";
      }
    })
    .filter((line) => line !== "")
    .join("\n");
}

/** The conversation is valid for the next question. */
export function expectReady(talk: Conversation): void {
  expect(talk.messages.at(-1)?.role).toBe("assistant");
  expect(
    findViolation([...talk.messages, { role: "user", content: [{ type: "text", text: "Next" }] }]),
  ).toBeUndefined();
}

/** A tool called Echo with one text as its input. */
export function textTool(action: (input: { text: string }) => Promise<ToolResult>): Tool {
  return defineTool({
    name: "Echo",
    description: "Returns its text.",
    input: z.object({ text: z.string() }),
    access: "read",
    title: ({ text }) => text,
    run: action,
  });
}
