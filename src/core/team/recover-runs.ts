import type { ConversationStore } from "../agent/conversation-store";
import type { Handoff } from "../handoff/handoff";
import type { Message } from "../model/message";
import { RecordError } from "../workspace/record-folder";
import type { Team } from "./team";

/**
 * Gives back the handoffs whose specialist died with its process, with what its conversation holds of an answer. Resolves to
 * those that are open again.
 */
export async function recoverRuns(
  { handoffs }: Team,
  conversations: () => Promise<ConversationStore>,
): Promise<readonly Handoff[]> {
  return await handoffs.recover(async ({ run }) => {
    if (!run) return "";
    try {
      const { records } = await (await conversations()).read(run.conversation);
      return records.flatMap((record) => (record.type === "message" ? textsOf(record.message) : [])).join("\n\n");
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
