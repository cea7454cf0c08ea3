/** What one question may use. When a limit is reached the agent gets one last turn to report, without tools. */
export interface Limits {
  /** Requests to the model. */
  readonly turns: number;
  /** Milliseconds from the question to the last turn. */
  readonly time: number;
  /** Prompt and output tokens over all turns, cached ones included. */
  readonly tokens: number;
  /** Estimated USD; requests without a known price count nothing. */
  readonly usd: number;
  /** Turns, tokens and USD are what is left of a budget that covers more than this question. */
  readonly isRest?: boolean;
  /** Milliseconds for one tool call. */
  readonly toolTime: number;
  /** Characters of one tool result. */
  readonly toolOutput: number;
  /** Tool calls of one turn; the rest is answered with an error. */
  readonly callsPerTurn: number;
  /** Tool calls that run at the same time. */
  readonly concurrentTools: number;
  /** Identical calls in a row after which the agent is stopped as looping. */
  readonly identicalCalls: number;
}

export const defaultLimits: Limits = {
  turns: 40,
  time: 20 * 60_000,
  tokens: 4_000_000,
  usd: 10,
  toolTime: 30_000,
  toolOutput: 64_000,
  callsPerTurn: 20,
  concurrentTools: 4,
  identicalCalls: 5,
};
