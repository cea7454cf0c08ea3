import { addSpent, nothingSpent, originOf, tokensOf } from "../agent/conversation-origin";
import type { ConversationRecord } from "../agent/conversation-records";
import type { ConversationStore } from "../agent/conversation-store";
import type { Handoff, Spent } from "../handoff/handoff";
import type { Message } from "../model/message";
import { RecordError } from "../workspace/record-folder";
import type { Team } from "./team";

/**
 * Gives back the handoffs whose specialist died with its process, with what its conversation holds of an answer and what it
 * used, as far as that is known without prices. Resolves to those that are open again. A record comes with the repository and may name any conversation: only one that was made to
 * answer this handoff gets into it.
 */
export async function recoverRuns(
  { handoffs }: Pick<Team, "handoffs">,
  conversations: () => Promise<ConversationStore>,
): Promise<readonly Handoff[]> {
  return await handoffs.recover(async ({ id, run }) => {
    if (!run) return nothing;
    try {
      const stored = await (await conversations()).read(run.conversation);
      if (originOf(stored).answers !== id) return nothing;
      const texts = stored.records.flatMap((record) => (record.type === "message" ? textsOf(record.message) : []));
      return { partial: texts.join("\n\n"), spent: stored.records.map(useOf).reduce(addSpent, nothingSpent) };
    } catch (error) {
      // The record goes back to open all the same; only what was reached is lost.
      if (error instanceof RecordError) return nothing;
      throw error;
    }
  });
}

const nothing = { partial: "", spent: nothingSpent };

function useOf(record: ConversationRecord): Spent {
  if (record.type === "turn") return { ...nothingSpent, turns: 1 };
  return record.type === "usage" ? { ...nothingSpent, tokens: tokensOf(record.usage) } : nothingSpent;
}

function textsOf({ role, content }: Message): string[] {
  if (role !== "assistant") return [];
  return content.flatMap((block) => (block.type === "text" && block.text.trim() !== "" ? [block.text.trim()] : []));
}
