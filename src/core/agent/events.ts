import type { Message } from "../model/message";
import type { ModelEvent, Usage } from "../model/model";

/** How an agent's wish for a tool was answered. The panel and the prompt say the same. */
export interface ToolGrant {
  readonly name: string;
  readonly state: "granted" | "asks" | "unavailable";
  /** Why it is unavailable, or what it asks. */
  readonly reason?: string;
}

export type EndReason =
  /** The model ended its answer. */
  | "done"
  /** Turns, time or tokens ran out; the answer is a report of what was reached. */
  | "limit"
  /** The same call was made again and again. */
  | "repetition"
  /** The endpoint cut the answer: output limit, context limit or an unknown reason. */
  | "cut-off"
  | "refusal"
  | "cancelled"
  | "failed";

/**
 * Everything that happens while an agent works, as plain data in order. Chat, command line, tests and log all fold this
 * one stream; nothing reaches a person by another way.
 */
export type AgentEvent =
  | {
      readonly type: "start";
      readonly agent: string;
      readonly provider: string;
      readonly model: string;
      readonly tools: readonly ToolGrant[];
    }
  /** Something was read before the first request. `path` is absent for what is not a file of the workspace. */
  | {
      readonly type: "context";
      readonly source: "team-protocol" | "memory" | "instructions" | "pipeline-map";
      readonly title: string;
      readonly path?: string;
      readonly characters: number;
      readonly milliseconds: number;
      /** Why it was read, or that it was cut or left out. */
      readonly reason: string;
    }
  /** Work was handed to a specialist, by a call or in the answer's text; `isNew` is false when it had been asked for before. */
  | {
      readonly type: "handoff";
      readonly id: string;
      readonly to: string;
      readonly task: string;
      /** Workspace path of its record. */
      readonly path: string;
      readonly blocking: boolean;
      readonly isNew: boolean;
      /** Why no specialist runs it: it is a deferred consultation. */
      readonly deferred?: string;
    }
  /** A request goes to the model. Turns count from 1. */
  | { readonly type: "turn"; readonly turn: number }
  | { readonly type: "thinking"; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "tool-call";
      readonly id: string;
      readonly name: string;
      readonly title: string;
      readonly input: unknown;
    }
  | {
      readonly type: "tool-result";
      readonly id: string;
      readonly name: string;
      readonly isError: boolean;
      readonly summary: string;
      readonly content: string;
      readonly milliseconds: number;
    }
  /** What the model says of its waits and changed requests, as it says it. */
  | Extract<ModelEvent, { type: "waiting" | "notice" }>
  | { readonly type: "usage"; readonly usage: Usage; readonly total: Usage }
  /** The history grew by this message. Whoever stores conversations appends it; earlier messages never change. */
  | { readonly type: "message"; readonly message: Message }
  | {
      readonly type: "end";
      readonly reason: EndReason;
      /** One sentence: what happened and what to do. Present unless the reason is `done`. */
      readonly message?: string;
      readonly turns: number;
      readonly milliseconds: number;
      readonly usage: Usage;
    };
