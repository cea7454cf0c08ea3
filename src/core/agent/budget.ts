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
  #leftOut = 0;
  readonly #price: (usage: Usage) => number | undefined;
  #turns = 0;
  #usage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
  #usd = 0;
  #lastCall = "";
  #identicalCalls = 0;
  #repeatedTool: string | undefined;

  /** `price` estimates the USD of one request; undefined where no price is known. */
  constructor(
    limits: Limits,
    now: () => number,
    started: number = now(),
    price: (usage: Usage) => number | undefined = () => undefined,
  ) {
    this.#price = price;
    this.#limits = limits;
    this.#now = now;
    this.#started = started;
  }

  startTurn(): AgentEvent {
    this.#turns += 1;
    return { type: "turn", turn: this.#turns };
  }

  /** Milliseconds of work with a limit of its own, or in which the person was asked: they use up no time of the question. */
  leaveOut(milliseconds: number): void {
    this.#leftOut += milliseconds;
  }

  countUsage(usage: Usage): AgentEvent {
    this.#usd += this.#price(usage) ?? 0;
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
    const { turns, time, tokens, usd, identicalCalls } = this.#limits;
    if (this.#repeatedTool !== undefined) {
      return {
        reason: "repetition",
        message: `Stopped: ${this.#repeatedTool} was called ${identicalCalls} times with the same input.`,
      };
    }
    if (this.#turns >= turns - 1) return this.#reached(`${turns} ${turns === 1 ? "turn" : "turns"}`);
    if (this.#now() - this.#started - this.#leftOut >= time)
      return { reason: "limit", message: `Stopped at the limit of ${time / 1000} s.` };
    if (this.#usd > 0 && this.#usd >= usd) return this.#reached(`${usd.toFixed(2)} USD`);
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = this.#usage;
    if (inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens >= tokens)
      return this.#reached(`${tokens} tokens`);
    return undefined;
  }

  #reached(amount: string): Ending {
    const message = this.#limits.isRest
      ? `Stopped: what was left of the budget of this conversation and all it started, ${amount}, is used up.`
      : `Stopped at the limit of ${amount}.`;
    return { reason: "limit", message };
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
