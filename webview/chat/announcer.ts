import type { ChatState } from "../../src/protocol/chat";
import { answerTo } from "./rows/end";
import type { Strings } from "./strings";

/** A screen reader hears the first paragraph, which is the recommendation; the rest is there to be read. */
const mostCharacters = 300;

/**
 * What the one live region says after a change: that an answer has ended, and how it begins. Undefined when nothing
 * ended; conversations that are only loaded are not read out.
 */
export function announcement(before: ChatState | undefined, after: ChatState, strings: Strings): string | undefined {
  if (before === undefined || before.conversation.id !== after.conversation.id) return undefined;
  const end = after.items.at(-1);
  if (end?.kind !== "end" || before.items.some(({ id }) => id === end.id)) return undefined;
  if (!before.items.every(({ id }, index) => after.items[index]?.id === id)) return undefined;
  const text = end.message ?? firstParagraph(answerTo(end, after.items));
  return strings.text(end.reason === "done" ? "announce.done" : "announce.ended", { text });
}

function firstParagraph(markdown: string): string {
  const plain = (markdown.split(/\n\s*\n/, 1)[0] ?? "")
    .replace(/[*_`#>|]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters).trimEnd()}…` : plain;
}
