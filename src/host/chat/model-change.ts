import type { ConversationHeader, ConversationRecord } from "../../core/agent/conversation-records";
import type { Model } from "../../core/model/model";

export function modelChanged(
  header: Pick<ConversationHeader, "provider" | "model">,
  { provider, name }: Pick<Model, "provider" | "name">,
): boolean {
  return header.provider !== provider || header.model !== name;
}

/** Blocks that only the endpoint understands which made them: another model refuses them or drops what follows. */
const boundBlocks: ReadonlySet<string> = new Set([
  "thinking",
  "redacted_thinking",
  "server_tool_use",
  "web_search_tool_result",
  "web_fetch_tool_result",
]);

/** Records that say something about one file and are not copied to another. */
const ownTypes: ReadonlySet<string> = new Set(["conversation", "fork", "continued", "deleted"]);

/**
 * The records of a conversation for a copy that another model continues. A conversation is bound to its model, byte for byte;
 * the copy keeps what every model understands.
 */
export function withoutBoundBlocks(
  records: readonly ConversationRecord[],
  parent: string,
): readonly ConversationRecord[] {
  const copied = records.flatMap((record): readonly ConversationRecord[] => {
    if (ownTypes.has(record.type)) return [];
    if (record.type !== "message" || record.message.role !== "assistant") return [record];
    const content = record.message.content.filter(({ type }) => !boundBlocks.has(type));
    return content.length > 0 ? [{ type: "message", message: { role: "assistant", content } }] : [];
  });
  const messages = copied.filter(({ type }) => type === "message").length;
  return [{ type: "fork", parent, messages, at: new Date().toISOString() }, ...copied];
}
