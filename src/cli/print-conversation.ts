import type { StoredConversation } from "../core/agent/conversation-store";
import { visibleContent } from "../core/workspace/visible-text";

/** Prints a stored conversation: its answers as text, or its records as JSON, one a line. */
export function printConversation({ records }: StoredConversation, { json }: { readonly json: boolean }): void {
  if (json) {
    for (const record of records) process.stdout.write(`${JSON.stringify(record)}\n`);
    return;
  }
  for (const record of records) {
    if (record.type !== "message" || record.message.role !== "assistant") continue;
    for (const block of record.message.content) {
      if (block.type === "text") process.stdout.write(visibleContent(`${block.text}\n`));
    }
  }
}
