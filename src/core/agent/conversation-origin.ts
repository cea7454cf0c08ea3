import type { Origin, Spent } from "../handoff/handoff";
import type { Usage } from "../model/model";
import type { ConversationRecord } from "./conversation-records";

interface Recorded {
  readonly id: string;
  readonly records: readonly ConversationRecord[];
}

/** Where a stored conversation stands in the team's work. A fork stands where its parent stood. */
export function originOf({ id, records }: Recorded): Origin {
  const origin = records.findLast((record) => record.type === "origin")?.origin;
  return origin ? { ...origin, conversation: id } : personsOrigin(id);
}

/** A conversation that the person began. */
export function personsOrigin(id: string): Origin {
  return { conversation: id, root: id, depth: 0, lineage: [] };
}

/** What a stored conversation used by itself, as far as its answers ended. */
export function spentOf({ records }: Pick<Recorded, "records">): Spent {
  return records.reduce((sum, record) => {
    if (record.type !== "end") return sum;
    return addSpent(sum, { turns: record.turns, tokens: tokensOf(record.usage), usd: record.cost?.usd ?? 0 });
  }, nothingSpent);
}

export const nothingSpent: Spent = { turns: 0, tokens: 0, usd: 0 };

export function addSpent(one: Spent, other: Spent): Spent {
  return { turns: one.turns + other.turns, tokens: one.tokens + other.tokens, usd: one.usd + other.usd };
}

export function tokensOf({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage): number {
  return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
}
