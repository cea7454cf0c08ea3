import { createHash } from "node:crypto";
import type { Usage } from "./frames";
import { rawElements, rawMembers } from "./raw-json";

/** A request as bytes: what the prompt cache and the signatures of thinking blocks look at. */
export interface Prompt {
  readonly frame: string;
  readonly messages: readonly string[];
  readonly caches: boolean;
}

/** What the server remembers of the conversations it has answered in, by their first message. */
export interface Conversations {
  /** The first rule that the request breaks against what was sent before. */
  violation(prompt: Prompt): string | undefined;
  usage(prompt: Prompt): Usage;
  paused(prompt: Prompt): boolean;
  sign(prompt: Prompt, thinking: string): string;
  /** The request is being answered: from here on it is the prefix of the next one. */
  accept(prompt: Prompt, paused: boolean): void;
  /** What was answered is no prefix any more, so that a fork is taken; signatures stay bound to their prefix. */
  forget(): void;
}

export function promptOf(text: string): Prompt {
  const members = rawMembers(text);
  return {
    frame: withoutCacheMarks(`${members.get("tools") ?? "[]"}${members.get("system") ?? '""'}`),
    messages: rawElements(members.get("messages") ?? "[]").map(withoutCacheMarks),
    caches: text.includes('"cache_control"'),
  };
}

export function createConversations(): Conversations {
  const accepted = new Map<string, { readonly prompt: Prompt; readonly paused: boolean }>();
  const signatures = new Map<string, { readonly thinking: string; readonly prefix: string }>();
  const previousOf = (prompt: Prompt) => (prompt.messages.length > 1 ? accepted.get(keyOf(prompt)) : undefined);

  return {
    violation(prompt) {
      return prefixViolation(prompt, previousOf(prompt)?.prompt) ?? signatureViolation(prompt, signatures);
    },
    usage(prompt) {
      const previous = previousOf(prompt)?.prompt;
      const total = tokens([prompt.frame, ...prompt.messages]);
      if (!prompt.caches) {
        return { input_tokens: total, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
      }
      const read = previous?.caches ? tokens(commonPrefix(previous, prompt)) : 0;
      return { input_tokens: 0, cache_read_input_tokens: read, cache_creation_input_tokens: total - read };
    },
    paused: (prompt) => previousOf(prompt)?.paused ?? false,
    sign(prompt, thinking) {
      const prefix = hash([prompt.frame, ...prompt.messages]);
      const signature = hash([prefix, thinking]);
      signatures.set(signature, { thinking, prefix });
      return signature;
    },
    accept(prompt, paused) {
      accepted.set(keyOf(prompt), { prompt, paused });
    },
    forget: () => accepted.clear(),
  };
}

/** System, tools and earlier messages must come back as they were; thinking may be left out of them. */
function prefixViolation(prompt: Prompt, previous: Prompt | undefined): string | undefined {
  if (previous === undefined) return undefined;
  if (prompt.frame !== previous.frame)
    return "prefix: system prompt or tools differ from the earlier request of this conversation";
  if (prompt.messages.length < previous.messages.length) return "prefix: messages of this conversation are missing";
  const changed = previous.messages.findIndex((message, index) => {
    const now = prompt.messages[index] ?? "";
    return now !== message && now !== withoutThinking(message);
  });
  return changed < 0 ? undefined : `prefix: messages.${changed} differs from the earlier request of this conversation`;
}

function signatureViolation(
  prompt: Prompt,
  signatures: ReadonlyMap<string, { readonly thinking: string; readonly prefix: string }>,
): string | undefined {
  for (const [index, message] of prompt.messages.entries()) {
    const { content } = JSON.parse(message) as { content: readonly Record<string, unknown>[] };
    for (const block of typeof content === "string" ? [] : content) {
      if (block.type !== "thinking" || block.signature === undefined) continue;
      const issued = signatures.get(String(block.signature));
      if (issued === undefined || issued.thinking !== block.thinking) {
        return `messages.${index}.content: Invalid \`signature\` in \`thinking\` block`;
      }
      if (issued.prefix !== hash([prompt.frame, ...prompt.messages.slice(0, index)])) {
        return `messages.${index}.content: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation.`;
      }
    }
  }
  return undefined;
}

function commonPrefix(previous: Prompt, prompt: Prompt): readonly string[] {
  if (previous.frame !== prompt.frame) return [];
  const different = previous.messages.findIndex((message, index) => message !== prompt.messages[index]);
  return [prompt.frame, ...prompt.messages.slice(0, different < 0 ? previous.messages.length : different)];
}

function keyOf({ messages }: Prompt): string {
  return messages[0] ?? "";
}

function tokens(parts: readonly string[]): number {
  return Math.ceil(Buffer.byteLength(parts.join("")) / 4);
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

function withoutCacheMarks(raw: string): string {
  return raw.replace(/,"cache_control":\{[^{}]*\}/g, "");
}

function withoutThinking(raw: string): string {
  const { role, content } = JSON.parse(raw) as { role: string; content: readonly { type: string }[] };
  return typeof content === "string"
    ? raw
    : JSON.stringify({ role, content: content.filter(({ type }) => !/thinking$/.test(type)) });
}
