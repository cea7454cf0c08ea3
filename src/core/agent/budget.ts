import type { ToolUseBlock } from "../model/message";
import type { Usage } from "../model/model";
import type { AgentEvent, EndReason } from "./events";
import type { Limits } from "./limits";

/** Why a run ends, or must end with the next turn. */
export interface Ending {
  readonly reason: EndReason;
  readonly message?: string;
}

/** Counts what one question uses and says when it is too much. */
export class Budget {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #started: number;
  #turns = 0;
  #usage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
  #lastCall = "";
  #identicalCalls = 0;
  #repeatedTool: string | undefined;

  constructor(limits: Limits, now: () => number, started: number = now()) {
    this.#limits = limits;
    this.#now = now;
    this.#started = started;
  }

  startTurn(): AgentEvent {
    this.#turns += 1;
    return { type: "turn", turn: this.#turns };
  }

  countUsage(usage: Usage): AgentEvent {
    this.#usage = {
      inputTokens: this.#usage.inputTokens + usage.inputTokens,
      outputTokens: this.#usage.outputTokens + usage.outputTokens,
      cacheReadTokens: this.#usage.cacheReadTokens + usage.cacheReadTokens,
      cacheWriteTokens: this.#usage.cacheWriteTokens + usage.cacheWriteTokens,
      ...((this.#usage.estimated || usage.estimated) && { estimated: true }),
    };
    return { type: "usage", usage, total: this.#usage };
  }

  /** Notices an agent that makes the same call again and again without another one in between. */
  countCalls(calls: readonly ToolUseBlock[]): void {
    for (const { name, input } of calls) {
      const call = JSON.stringify([name, input]);
      this.#identicalCalls = call === this.#lastCall ? this.#identicalCalls + 1 : 1;
      this.#lastCall = call;
      if (this.#identicalCalls >= this.#limits.identicalCalls) this.#repeatedTool = name;
    }
  }

  /** The limit that is reached, so that the next turn has to be the last; undefined while there is room. */
  exceeded(): Ending | undefined {
    const { turns, time, tokens, identicalCalls } = this.#limits;
    if (this.#repeatedTool !== undefined) {
      return {
        reason: "repetition",
        message: `Stopped: ${this.#repeatedTool} was called ${identicalCalls} times with the same input.`,
      };
    }
    if (this.#turns >= turns - 1) return { reason: "limit", message: `Stopped at the limit of ${turns} turns.` };
    if (this.#now() - this.#started >= time)
      return { reason: "limit", message: `Stopped at the limit of ${time / 1000} s.` };
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = this.#usage;
    if (inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens >= tokens) {
      return { reason: "limit", message: `Stopped at the limit of ${tokens} tokens.` };
    }
    return undefined;
  }

  end(ending: Ending): AgentEvent {
    return {
      type: "end",
      ...ending,
      turns: this.#turns,
      milliseconds: this.#now() - this.#started,
      usage: this.#usage,
    };
  }
}
