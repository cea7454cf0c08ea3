import fc from "fast-check";
import type { Conversation } from "../../../src/core/agent/conversation";
import type { QuestionRecord } from "../../../src/core/agent/conversation-records";
import type { AgentEvent } from "../../../src/core/agent/events";
import { defaultLimits } from "../../../src/core/agent/limits";
import { run } from "../../../src/core/agent/loop";
import type { AssistantBlock } from "../../../src/core/model/message";
import type { Model, ModelEvent, StopReason } from "../../../src/core/model/model";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { echo } from "../../support/run-agent";

/** What a model does in one turn, piece by piece. */
interface ScriptedAnswer {
  readonly pieces: readonly {
    readonly kind: "thinking" | "text" | "opaque" | "restart" | "wait" | "notice";
    readonly text: string;
  }[];
  readonly calls: readonly unknown[];
  readonly stop: StopReason;
}

export interface ScriptedQuestion {
  readonly text: string;
  readonly readings: number;
  readonly answers: readonly ScriptedAnswer[];
}

const pieceText = fc.oneof(
  fc.constantFrom(" ", "\n\n", "word ", "é", "😀"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
);
const anyAnswer: fc.Arbitrary<ScriptedAnswer> = fc.record({
  pieces: fc.array(
    fc.record({
      kind: fc.constantFrom("thinking", "thinking", "text", "text", "text", "opaque", "restart", "wait", "notice"),
      text: pieceText,
    }),
    { maxLength: 10 },
  ),
  calls: fc.array(fc.oneof(fc.jsonValue(), fc.constant({ text: "hello" })), { maxLength: 3 }),
  stop: fc.constantFrom<StopReason[]>(
    "end",
    "tool-calls",
    "tool-calls",
    "failed",
    "cancelled",
    "pause",
    "max-tokens",
    "context-full",
    "refusal",
    "unknown",
  ),
});

export const anyScript: fc.Arbitrary<readonly ScriptedQuestion[]> = fc.array(
  fc.record({
    text: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
    readings: fc.nat(3),
    answers: fc.array(anyAnswer, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Asks the questions of a script through the real loop, as a session does, and yields all that happens in its order. */
export async function* play(
  conversation: Conversation,
  questions: readonly ScriptedQuestion[],
  nextId: () => string,
): AsyncGenerator<AgentEvent | QuestionRecord> {
  const signal = new AbortController().signal;
  for (const { text, readings, answers } of questions) {
    yield {
      type: "question",
      id: nextId(),
      at: "2026-11-22T09:00:00.000Z",
      text,
      attachments: [{ path: "a.py", line: 3 }],
    };
    yield {
      type: "start",
      agent: "ml-ai-engineer",
      provider: "scripted",
      model: "scripted",
      tools: [{ name: "Echo", state: "granted" }],
    };
    for (let index = 0; index < readings; index++)
      yield {
        type: "context",
        source: "memory",
        title: `memory ${index}`,
        path: `m${index}.md`,
        characters: 5,
        milliseconds: 1,
        reason: "fits",
      };
    const first = conversation.messages.length === 0 ? [{ type: "text", text: "what was read" } as const] : [];
    yield* run(
      { conversation, content: [...first, { type: "text", text }] },
      {
        model: modelOf(answers, conversation.messages.length),
        tools: [echo],
        workspace: { roots: [], trusted: true } as unknown as Workspace,
        limits: { ...defaultLimits, turns: 6 },
        signal,
        now: () => 0,
      },
    );
  }
}

/** Keeps to the contract of a model: a request starts again only before text was seen; a broken answer has no thinking. */
function modelOf(answers: readonly ScriptedAnswer[], salt: number): Model {
  let turn = 0;
  return {
    provider: "scripted",
    name: "scripted",
    async *stream(): AsyncGenerator<ModelEvent> {
      const { pieces, calls, stop } = answers[turn++] ?? {
        pieces: [{ kind: "text", text: "Done." }],
        calls: [],
        stop: "end",
      };
      let content: AssistantBlock[] = [];
      for (const { kind, text } of pieces) {
        if (kind === "thinking" || kind === "text") {
          yield { type: kind, text };
          content = withPiece(content, kind, text);
        } else if (kind === "opaque") content.push({ type: "server_tool_use", id: text });
        else if (kind === "notice") yield { type: "notice", message: text };
        else if (kind === "wait") yield { type: "waiting", reason: "The model is silent", seconds: 20 };
        else if (!content.some((block) => block.type === "text" && String(block.text).trim() !== "")) {
          for (const seconds of [2, 1])
            yield { type: "waiting", reason: "Rate limit", seconds, attempt: 2, attempts: 5 };
          content = [];
        }
      }
      const broken = stop !== "end" && stop !== "tool-calls" && stop !== "pause";
      if (broken) content = content.filter(({ type }) => type !== "thinking");
      content = content.filter((block) => block.type !== "text" || String(block.text).trim() !== "");
      if (stop === "tool-calls")
        for (const [index, input] of calls.entries())
          content.push({
            type: "tool_use",
            id: `call_${salt}_${turn}_${index}`,
            name: index === 2 ? "Unknown" : "Echo",
            input: objectOf(input),
          });
      yield { type: "usage", usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 } };
      const reason = stop === "tool-calls" && calls.length === 0 ? "end" : stop;
      yield { type: "stop", reason, content, ...(broken && { message: `Ended: ${reason}.` }) };
    },
  };
}

function withPiece(content: readonly AssistantBlock[], kind: "thinking" | "text", text: string): AssistantBlock[] {
  const last = content.at(-1);
  if (kind === "text" && last?.type === "text")
    return [...content.slice(0, -1), { type: "text", text: String(last.text) + text }];
  if (kind === "thinking" && last?.type === "thinking")
    return [...content.slice(0, -1), { type: "thinking", thinking: String(last.thinking) + text, signature: "s" }];
  return [...content, kind === "text" ? { type: "text", text } : { type: "thinking", thinking: text, signature: "s" }];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : { unparsed_input: String(value) };
}
