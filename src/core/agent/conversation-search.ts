import type { RecordFolder } from "../workspace/record-folder";
import { cutCharacters, visible } from "../workspace/visible-text";
import type { ConversationSummary } from "./conversation-index";
import { type ConversationRecord, isConversationRecord } from "./conversation-records";

/** A conversation that holds what was searched for. */
export interface SearchHit {
  readonly conversation: ConversationSummary;
  readonly where: "title" | "question" | "answer";
  /** One line around the first word found. */
  readonly excerpt: string;
}

const wanted = /^"type":"(?:question|message)"/;
/** Tool results make up most of a file, and they are not what people remember a conversation by. */
const fromUser = /^"type":"message","message":\{"role":"user"/;

/** Whether one text of the conversation holds every word, in whatever case: title first, then in the order of the file. */
export async function searchConversation(
  folder: RecordFolder,
  conversation: ConversationSummary,
  text: string,
): Promise<SearchHit | undefined> {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return undefined;
  const inTitle = excerptOf(conversation.title, words);
  if (inTitle !== undefined) return { conversation, where: "title", excerpt: inTitle };
  const isWanted = (head: string) => wanted.test(head) && !fromUser.test(head);
  try {
    for await (const entry of folder.read(conversation.id, { wanted: isWanted })) {
      if (!("record" in entry) || !isConversationRecord(entry.record)) continue;
      const where = entry.record.type === "question" ? "question" : "answer";
      const excerpt = excerptOf(textOf(entry.record), words);
      if (excerpt !== undefined) return { conversation, where, excerpt };
    }
  } catch {
    // Listed with its problem; a search just does not find anything more in it.
  }
  return undefined;
}

function textOf(record: ConversationRecord): string {
  if (record.type === "question") return record.text;
  if (record.type !== "message" || record.message.role !== "assistant") return "";
  return record.message.content.map((block) => (block.type === "text" ? String(block.text) : "")).join("");
}

function excerptOf(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  if (!words.every((word) => lower.includes(word))) return undefined;
  const found = lower.indexOf(words[0] ?? "");
  const start = Math.max(0, found - 40);
  // Cutting may halve a surrogate pair, which well-formed text shows as a replacement character.
  const [shown, omitted] = cutCharacters(text.slice(start, start + 400).toWellFormed(), 120);
  const more = omitted > 0 || start + 400 < text.length;
  return visible(`${start > 0 ? "…" : ""}${shown}${more ? "…" : ""}`.replaceAll(/\s+/g, " "));
}
