/** A content block of an answer, as it is to be streamed. */
export type Block =
  | { readonly type: "text"; readonly text: string; readonly piece?: number }
  | { readonly type: "thinking"; readonly thinking: string; readonly signed?: boolean }
  | {
      readonly type: "tool_use";
      readonly id: string;
      readonly name: string;
      /** A string is streamed as it is, so that it may be broken JSON. */
      readonly input: object | string;
    }
  /** A whole block at once, for example of a server tool. */
  | { readonly type: "whole"; readonly block: object }
  /** Raw events in the middle of an answer. */
  | { readonly type: "events"; readonly events: readonly Event[] };

export interface AnswerFrames {
  readonly blocks: readonly Block[];
  /** By default `tool_use` when the answer has tool calls, else `end_turn`. */
  readonly stopReason?: string | null;
  readonly stopDetails?: object;
  /** Replaces the end of the message by an error event. */
  readonly error?: { readonly type: string; readonly message: string };
  readonly withoutUsage?: boolean;
}

export interface FrameContext {
  readonly model: string;
  readonly usage: Usage;
  /** Issues the signature of a thinking block for this very conversation. */
  sign(thinking: string): string;
}

export interface Usage {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

export interface Event {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function framesOf(answer: AnswerFrames, context: FrameContext): readonly Event[] {
  const length = JSON.stringify(answer.blocks).length;
  const usage = { output_tokens: Math.ceil(length / 4) };
  return [
    {
      type: "message_start",
      message: {
        id: "msg_test",
        type: "message",
        role: "assistant",
        model: context.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        ...(answer.withoutUsage ? {} : { usage: { ...context.usage, output_tokens: 1 } }),
      },
    },
    { type: "ping" },
    ...blockFrames(answer.blocks, context),
    ...(answer.error === undefined
      ? [
          {
            type: "message_delta",
            delta: { stop_reason: stopReasonOf(answer), stop_sequence: null, stop_details: answer.stopDetails ?? null },
            ...(answer.withoutUsage ? {} : { usage }),
          },
          { type: "message_stop" },
        ]
      : [{ type: "error", error: answer.error }]),
  ];
}

export function serialise(event: Event): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function stopReasonOf({ stopReason, blocks }: AnswerFrames): string | null {
  if (stopReason !== undefined) return stopReason;
  return blocks.some((block) => block.type === "tool_use") ? "tool_use" : "end_turn";
}

function blockFrames(blocks: readonly Block[], context: FrameContext): Event[] {
  let index = -1;
  return blocks.flatMap((block): Event[] => {
    if (block.type === "events") return [...block.events];
    index += 1;
    const [start, deltas] = contentOf(block, context);
    return [
      { type: "content_block_start", index, content_block: start },
      ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
      { type: "content_block_stop", index },
    ];
  });
}

function contentOf(block: Exclude<Block, { type: "events" }>, context: FrameContext): [object, object[]] {
  switch (block.type) {
    case "text":
      return [
        { type: "text", text: "" },
        pieces(block.text, block.piece ?? 12).map((text) => ({ type: "text_delta", text })),
      ];
    case "thinking": {
      const deltas: object[] = pieces(block.thinking, 12).map((thinking) => ({ type: "thinking_delta", thinking }));
      if (block.signed === false) return [{ type: "thinking", thinking: "" }, deltas];
      const signature = context.sign(block.thinking);
      return [{ type: "thinking", thinking: "", signature: "" }, [...deltas, { type: "signature_delta", signature }]];
    }
    case "tool_use": {
      const json = typeof block.input === "string" ? block.input : JSON.stringify(block.input);
      const deltas =
        json === "{}" ? [] : pieces(json, 7).map((part) => ({ type: "input_json_delta", partial_json: part }));
      return [{ type: "tool_use", id: block.id, name: block.name, input: {} }, deltas];
    }
    case "whole":
      return [block.block, []];
  }
}

/** Pieces of so many characters, never through the middle of one. */
function pieces(text: string, size: number): string[] {
  const characters = [...text];
  const result: string[] = [];
  for (let start = 0; start < characters.length; start += size) {
    result.push(characters.slice(start, start + size).join(""));
  }
  return result;
}
