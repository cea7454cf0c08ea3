import { originOf } from "../agent/conversation-origin";
import type { ConversationStore } from "../agent/conversation-store";
import type { Handoff } from "../handoff/handoff";
import type { Message } from "../model/message";
import { RecordError } from "../workspace/record-folder";
import type { Team } from "./team";

/**
 * Gives back the handoffs whose specialist died with its process, with what its conversation holds of an answer. Resolves to
 * those that are open again. A record comes with the repository and may name any conversation: only one that was made to
 * answer this handoff gets into it.
 */
export async function recoverRuns(
  { handoffs }: Pick<Team, "handoffs">,
  conversations: () => Promise<ConversationStore>,
): Promise<readonly Handoff[]> {
  return await handoffs.recover(async ({ id, run }) => {
    if (!run) return "";
    try {
      const stored = await (await conversations()).read(run.conversation);
      if (originOf(stored).answers !== id) return "";
      return stored.records
        .flatMap((record) => (record.type === "message" ? textsOf(record.message) : []))
        .join("\n\n");
    } catch (error) {
      // The record goes back to open all the same; only what was reached is lost.
      if (error instanceof RecordError) return "";
      throw error;
    }
  });
}

function textsOf({ role, content }: Message): string[] {
  if (role !== "assistant") return [];
  return content.flatMap((block) => (block.type === "text" && block.text.trim() !== "" ? [block.text.trim()] : []));
}
