import { addSpent, nothingSpent } from "../agent/conversation-origin";
import type { Limits } from "../agent/limits";
import type { Handoff, Origin, Spent } from "../handoff/handoff";

/** What a person's conversation and everything it started may use in all, unless the settings say otherwise. */
export const defaultBudget: Spent = { turns: 200, tokens: 20_000_000, usd: 20 };

/**
 * What is left of the budget that covers a conversation and all that began with the same person's conversation: its own
 * use, the use of the conversations with the person that asked, and that of every run.
 */
export function restOfBudget(
  budget: Spent,
  { root, conversation, depth }: Origin,
  ownSpent: Spent,
  handoffs: readonly Handoff[],
): Spent {
  const related = handoffs.filter(({ origin }) => origin.root === root);
  const asking = new Map<string, Spent>();
  for (const { origin } of related) {
    // A specialist's own use stands in the record that it answers.
    if (origin.depth > 0 || origin.conversation === conversation) continue;
    const known = asking.get(origin.conversation) ?? nothingSpent;
    asking.set(origin.conversation, largest(known, origin.spent ?? nothingSpent));
  }
  const runs = related.map(({ spent }) => spent);
  const used = [...asking.values(), ...runs, ...(depth === 0 ? [ownSpent] : [])].reduce(addSpent, nothingSpent);
  return { turns: budget.turns - used.turns, tokens: budget.tokens - used.tokens, usd: budget.usd - used.usd };
}

/** The limits of a question within what is left; undefined when nothing is. */
export function limitsWithin(limits: Limits, rest: Spent): Limits | undefined {
  if (rest.turns < 1 || rest.tokens <= 0 || rest.usd <= 0) return undefined;
  const isRest = rest.turns < limits.turns || rest.tokens < limits.tokens || rest.usd < limits.usd;
  if (!isRest) return limits;
  return {
    ...limits,
    turns: Math.min(limits.turns, rest.turns),
    tokens: Math.min(limits.tokens, rest.tokens),
    usd: Math.min(limits.usd, rest.usd),
    isRest,
  };
}

function largest(one: Spent, other: Spent): Spent {
  return {
    turns: Math.max(one.turns, other.turns),
    tokens: Math.max(one.tokens, other.tokens),
    usd: Math.max(one.usd, other.usd),
  };
}
