import type { Usage } from "./model";

/** USD per million tokens. A price that is not known is absent. */
interface Price {
  readonly input: number;
  readonly output: number;
  /** Written to the cache for five minutes, which is what our requests ask for. */
  readonly cacheWrite?: number;
  readonly cacheRead?: number;
}

interface ListedPrice extends Price {
  /** The price of a whole request whose prompt has more than `tokens` tokens. */
  readonly longPrompt?: Price & { readonly tokens: number };
}

/** A price that a person set; it goes before the table. */
interface OwnPrice extends Price {
  /** The day it was looked up, as written. */
  readonly asOf?: string;
}

export type OwnPrices = Readonly<Record<string, OwnPrice>>;

export interface Cost {
  readonly usd: number;
  /** The day of the price, or `your settings`. */
  readonly asOf: string;
}

export interface PricedRequest {
  readonly usage: Usage;
  readonly provider: string;
  /** The identifier as it was requested. */
  readonly model: string;
}

/** The day on which the table was compared with Anthropic's price list. */
export const pricesAsOf = "2026-11-22";

const table: Readonly<Record<string, ListedPrice>> = {
  "claude-fable-5-1": { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 0.25 },
  "claude-opus-5-5": { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2 },
  "claude-opus-5": { input: 5, output: 25, cacheWrite: 6.25, cacheRead: 0.5 },
  "claude-sonnet-5-5": { input: 2, output: 10, cacheWrite: 2.5, cacheRead: 0.1 },
  "claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2 },
  "claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    cacheWrite: 0.125,
    cacheRead: 0.01,
    longPrompt: { tokens: 100_000, input: 0.5, output: 2.5, cacheWrite: 0.625, cacheRead: 0.05 },
  },
  "claude-haiku-4-5": { input: 1, output: 5 },
};

/**
 * Estimates one request, because the price of some models depends on the size of the prompt; a run costs the sum of its
 * requests. Undefined when the model, or a kind of token that was used, has no known price: no price is better than a wrong one.
 */
export function estimateCost({ usage, provider, model }: PricedRequest, own: OwnPrices = {}): Cost | undefined {
  if (usage.estimated) return undefined;
  const listed = priceOf(provider, model, own);
  if (listed === undefined) return undefined;
  const { inputTokens, outputTokens, cacheWriteTokens, cacheReadTokens } = usage;
  const prompt = inputTokens + cacheWriteTokens + cacheReadTokens;
  const { longPrompt } = listed.price;
  const price = longPrompt !== undefined && prompt > longPrompt.tokens ? longPrompt : listed.price;
  const parts = [
    amount(inputTokens, price.input),
    amount(outputTokens, price.output),
    amount(cacheWriteTokens, price.cacheWrite),
    amount(cacheReadTokens, price.cacheRead),
  ];
  const usd = parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
  return usd === undefined ? undefined : { usd, asOf: listed.asOf };
}

/** The cost so far and the next request's; without a price for one of them there is none for both. */
export function addCost(sum: Cost | undefined, next: Cost | undefined): Cost | undefined {
  return sum === undefined || next === undefined ? undefined : { usd: sum.usd + next.usd, asOf: next.asOf };
}

/** The price that `estimateCost` would use for a short prompt. A server of one's own has none but what the person set. */
export function priceOf(
  provider: string,
  model: string,
  own: OwnPrices = {},
): { readonly price: ListedPrice; readonly asOf: string } | undefined {
  const names = [model, model.replace(/-20\d{6}$/, "")];
  for (const name of names) {
    const price = Object.hasOwn(own, name) ? own[name] : undefined;
    if (price !== undefined) return { price, asOf: price.asOf ?? "your settings" };
  }
  if (provider !== "anthropic") return undefined;
  for (const name of names) {
    const price = Object.hasOwn(table, name) ? table[name] : undefined;
    if (price !== undefined) return { price, asOf: pricesAsOf };
  }
  return undefined;
}

function amount(tokens: number, price: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  return price === undefined ? undefined : (tokens * price) / 1_000_000;
}
