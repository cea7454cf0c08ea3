import * as z from "zod/mini";
import type { Origin } from "../handoff/handoff";
import type { Message } from "../model/message";
import type { ModelTool } from "../model/model";
import { cutCharacters } from "../workspace/visible-text";
import type { Attachment } from "./attachments";
import type { AgentEvent } from "./events";

/** The format of the files. A file of a higher version is shown as far as it is understood, and not continued. */
export const recordVersion = 1;

/** The first record: what stays the same for the whole conversation. */
export interface ConversationHeader {
  readonly type: "conversation";
  readonly id: string;
  readonly version: number;
  /** ISO 8601, as all times here. */
  readonly created: string;
  readonly agent: string;
  readonly provider: string;
  readonly model: string;
  /** Frozen: with the tools the start of every request. */
  readonly system: string;
  readonly tools: readonly ModelTool[];
}

/** A question as the person asked it; what the model got stands in the message that follows. */
export interface QuestionRecord {
  readonly type: "question";
  /** Unique within the conversation; forks and edits name it. */
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Estimated USD by a price table of the day `asOf`. */
export interface Cost {
  readonly usd: number;
  readonly asOf: string;
}

type End = Extract<AgentEvent, { type: "end" }>;

/**
 * Events as they are stored. Text and thinking are in the message that follows them, and a wait is over once it is
 * read. An end keeps the cost as it was estimated on that day.
 */
export type StoredEvent =
  | Exclude<AgentEvent, End | { type: "text" | "thinking" | "waiting" }>
  | (End & { readonly cost?: Cost });

export type ConversationRecord =
  | ConversationHeader
  | QuestionRecord
  | StoredEvent
  | { readonly type: "title"; readonly title: string; readonly at: string }
  /** This conversation began as a copy of its parent's first messages. */
  | { readonly type: "fork"; readonly parent: string; readonly messages: number; readonly at: string }
  /** Where this conversation stands in the team's work. Without this record it is one with the person. */
  | { readonly type: "origin"; readonly origin: Origin }
  /** Another conversation went on with the results of the handoffs of this one. */
  | { readonly type: "continued"; readonly conversation: string; readonly at: string }
  /** The file is about to go; it only stays when the system refused. */
  | { readonly type: "deleted"; readonly at: string };

/** What is stored of an event; undefined for what is not. */
export function recordOf(event: AgentEvent, cost?: Cost): StoredEvent | undefined {
  switch (event.type) {
    case "text":
    case "thinking":
    case "waiting":
      return undefined;
    case "tool-result":
      return { ...event, content: shownContent(event.content) };
    case "end":
      return { ...event, ...(cost && { cost }) };
    default:
      return event;
  }
}

/** Code points of a tool result that people see. What the model saw is in the messages. */
const mostShown = 8000;

/** A tool result cut for display. What was cut once is not cut again. */
export function shownContent(content: string): string {
  const [, omitted] = cutCharacters(content, mostShown);
  if (omitted === 0) return content;
  const [shown, hidden] = cutCharacters(content, mostShown - 100);
  return `${shown}\n[${hidden} more characters are not shown here]`;
}

export function isConversationRecord(value: { readonly type: string }): value is ConversationRecord {
  return schema.safeParse(value).success;
}

/** Records that say something about the file or its place, and not what happened in the conversation. */
export function isAboutTheFile(
  record: ConversationRecord,
): record is Extract<
  ConversationRecord,
  { type: "conversation" | "title" | "fork" | "origin" | "continued" | "deleted" }
> {
  return ["conversation", "title", "fork", "origin", "continued", "deleted"].includes(record.type);
}

export function isMessageRecord(record: ConversationRecord): record is { type: "message"; message: Message } {
  return record.type === "message";
}

// Only what the code relies on is checked, and the checked object itself is used, so that its bytes stay the same.
const usage = z.looseObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
});
const text = z.string();
const input = z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value));
const textBlock = z.looseObject({ type: z.literal("text"), text });
const assistantBlock = z.union([
  textBlock,
  z.looseObject({ type: z.literal("thinking"), thinking: text, signature: z.optional(text) }),
  z.looseObject({ type: z.literal("tool_use"), id: text, name: text, input }),
  z.looseObject({
    type: z.enum(["redacted_thinking", "server_tool_use", "web_search_tool_result", "web_fetch_tool_result"]),
  }),
]);
const userBlock = z.union([
  textBlock,
  z.looseObject({
    type: z.literal("tool_result"),
    tool_use_id: text,
    content: text,
    is_error: z.optional(z.boolean()),
  }),
]);
const message = z.union([
  z.looseObject({ role: z.literal("user"), content: z.array(userBlock) }),
  z.looseObject({ role: z.literal("assistant"), content: z.array(assistantBlock) }),
]);
const tool = z.looseObject({ name: text, description: text, inputSchema: input });
const grant = z.looseObject({
  name: text,
  state: z.enum(["granted", "asks", "unavailable"]),
  reason: z.optional(text),
});
const line = z.optional(z.number());
const schema = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("conversation"),
    id: text,
    version: z.number(),
    created: text,
    agent: text,
    provider: text,
    model: text,
    system: text,
    tools: z.array(tool),
  }),
  z.looseObject({
    type: z.literal("question"),
    id: text,
    at: text,
    text,
    attachments: z.array(z.looseObject({ path: text, line, endLine: line })),
  }),
  z.looseObject({ type: z.literal("title"), title: text, at: text }),
  z.looseObject({ type: z.literal("fork"), parent: text, messages: z.number(), at: text }),
  z.looseObject({
    type: z.literal("origin"),
    origin: z.looseObject({
      conversation: text,
      root: text,
      depth: z.number(),
      lineage: z.array(text),
      answers: z.optional(text),
      continues: z.optional(text),
      task: z.optional(text),
    }),
  }),
  z.looseObject({ type: z.literal("continued"), conversation: text, at: text }),
  z.looseObject({ type: z.literal("deleted"), at: text }),
  z.looseObject({ type: z.literal("start"), agent: text, provider: text, model: text, tools: z.array(grant) }),
  z.looseObject({
    type: z.literal("context"),
    source: text,
    title: text,
    path: z.optional(text),
    characters: z.number(),
    milliseconds: z.number(),
    reason: text,
  }),
  z.looseObject({
    type: z.literal("handoff"),
    id: text,
    to: text,
    task: text,
    path: text,
    blocking: z.boolean(),
    isNew: z.boolean(),
    deferred: z.optional(text),
  }),
  z.looseObject({ type: z.literal("turn"), turn: z.number() }),
  z.looseObject({ type: z.literal("tool-call"), id: text, name: text, title: text }),
  z.looseObject({
    type: z.literal("tool-result"),
    id: text,
    name: text,
    isError: z.boolean(),
    summary: text,
    content: text,
    milliseconds: z.number(),
  }),
  z.looseObject({ type: z.literal("notice"), message: text }),
  z.looseObject({ type: z.literal("usage"), usage, total: usage }),
  z.looseObject({ type: z.literal("message"), message }),
  z.looseObject({
    type: z.literal("end"),
    reason: z.enum(["done", "limit", "repetition", "cut-off", "refusal", "cancelled", "failed"]),
    message: z.optional(text),
    turns: z.number(),
    milliseconds: z.number(),
    usage,
    cost: z.optional(z.looseObject({ usd: z.number(), asOf: text })),
  }),
]);
