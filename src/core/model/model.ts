import type { AssistantBlock, Message } from "./message";

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** `system` and `tools` are frozen for a conversation, and `messages` only ever grows. */
export interface ModelRequest {
  readonly system: string;
  readonly tools: readonly ModelTool[];
  readonly messages: readonly Message[];
}

/** Tokens of one request. A bucket that the endpoint does not report is 0. */
export interface Usage {
  /** Prompt tokens that were neither read from nor written to the cache. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** The endpoint reports no usage: this was counted or estimated here, and nothing is paid by it. */
  readonly estimated?: true;
}

export type StopReason =
  | "end"
  | "tool-calls"
  /** The provider paused a long turn; the same messages are sent again. */
  | "pause"
  | "max-tokens"
  | "context-full"
  | "refusal"
  | "cancelled"
  | "failed"
  /** A reason that this version does not know: stop and show it. */
  | "unknown";

export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "thinking"; readonly text: string }
  /** A complete tool call. It only runs when the stop reason is `tool-calls`. Input that is not JSON arrives as the raw string. */
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly input: unknown }
  /**
   * A wait that a person should see, for example "rate limit, attempt 2 of 5"; repeated every second as a countdown.
   * `seconds` is absent when the end is unknown. With `attempt`, the request starts again: thinking shown so far is void.
   */
  | {
      readonly type: "waiting";
      readonly reason: string;
      readonly seconds?: number;
      readonly attempt?: number;
      readonly attempts?: number;
    }
  /** The request was changed to suit the endpoint, for example thinking blocks were left out. */
  | { readonly type: "notice"; readonly message: string }
  /** Once for each request that the endpoint began to answer, so that the sum is what is paid for. */
  | { readonly type: "usage"; readonly usage: Usage }
  | {
      readonly type: "stop";
      readonly reason: StopReason;
      /** What may be appended to the history: complete blocks and partial text; never partial thinking or tool calls. */
      readonly content: readonly AssistantBlock[];
      /** One sentence for the person: what happened and what to do. Present unless the reason is `end`, `tool-calls` or `pause`. */
      readonly message?: string;
    };

/** A language model behind one endpoint. */
export interface Model {
  /** Provider name as in the settings: `anthropic`, `vscode`, `local`, `offline`. */
  readonly provider: string;
  /** Model name as people see it, for example `claude-opus-5-5` or `offline reviewer`. */
  readonly name: string;
  /** Ends with exactly one `stop` event; never throws for a failure of the model, the network or an abort. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
