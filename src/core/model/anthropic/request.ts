/// <reference lib="es2024.string" />
import type Anthropic from "@anthropic-ai/sdk";
import type { Message } from "../message";
import type { ModelRequest } from "../model";
import type { Capabilities } from "./capabilities";

/** `full`: everything the provider offers. `compatible`: only what every server that speaks the Messages API takes. */
export type EndpointProfile = "full" | "compatible";

export interface RequestShape {
  readonly model: string;
  readonly profile: EndpointProfile;
  readonly capabilities: Capabilities;
  readonly maxTokens: number | undefined;
  /** Messages whose thinking blocks the endpoint has refused. */
  readonly withoutThinking: WeakSet<Message>;
}

/** Room for a long report; more would let one runaway answer cost a fortune. */
const generousLimit = 32_000;
/** Small servers refuse a limit that does not fit beside the prompt. */
const cautiousLimit = 8_192;

/** The same conversation gives the same bytes each time, which prompt caches and signed thinking blocks live by. */
export function requestBody(request: ModelRequest, shape: RequestShape): Anthropic.MessageCreateParamsStreaming {
  const body = {
    model: shape.model,
    max_tokens: outputLimit(shape),
    system: request.system.toWellFormed(),
    messages: request.messages.map((message) => wireMessage(message, shape.withoutThinking)),
    tools: request.tools.map(({ name, description, inputSchema }) =>
      wellFormed({ name, description, input_schema: inputSchema }),
    ),
    stream: true,
    ...(shape.profile === "full" ? { cache_control: { type: "ephemeral" } } : {}),
    ...(shape.profile === "full" && shape.capabilities.adaptiveThinking
      ? { thinking: { type: "adaptive", display: "summarized" } }
      : {}),
  };
  // Our blocks are a subset of the SDK's; only its closed unions for tool schemas and provider blocks are narrower.
  return body as unknown as Anthropic.MessageCreateParamsStreaming;
}

export function outputLimit({ profile, capabilities, maxTokens }: RequestShape): number {
  const wanted = maxTokens ?? (profile === "full" ? generousLimit : cautiousLimit);
  return Math.max(1, Math.min(wanted, capabilities.maxTokens ?? maxTokens ?? cautiousLimit));
}

/** Messages never change once they are in a history, so each is checked once and not again with every request. */
const wireMessages = new WeakMap<Message, Message>();

function wireMessage(message: Message, withoutThinking: WeakSet<Message>): Message {
  let wire = wireMessages.get(message);
  if (wire === undefined) {
    wire = wellFormed(message);
    wireMessages.set(message, wire);
  }
  if (wire.role === "user" || !withoutThinking.has(message)) return wire;
  return { role: "assistant", content: wire.content.filter((block) => !isThinking(block.type)) };
}

export function isThinking(type: string): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

/** Half of a character pair, left by a cut somewhere, would be refused in this request and every later one. */
function wellFormed<Value>(value: Value): Value {
  return mapStrings(value, (text) => text.toWellFormed()) as Value;
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapStrings(item, map)]));
}
