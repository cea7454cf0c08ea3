import type { Cost } from "../../core/agent/conversation-records";
import type { AgentEvent, EndReason } from "../../core/agent/events";
import type { ChatAction, EndItem, NoticeItem } from "../../protocol/chat";

/** An event of an end, or its record with the cost of that day. */
type End = Extract<AgentEvent, { type: "end" }> & { readonly cost?: Cost };

/** The rows that end an answer: its figures, and before them what to do when it went wrong. */
export function endItemsOf(
  end: End,
  id: string,
  model: string,
  estimated: Cost | undefined,
): readonly [...NoticeItem[], EndItem] {
  const { reason, message, usage, milliseconds } = end;
  // What was never sent cost nothing, which needs no figure.
  const cost = Object.values(usage).some((tokens) => tokens > 0) ? (end.cost ?? estimated) : undefined;
  const item: EndItem = {
    kind: "end",
    id,
    reason,
    ...(message !== undefined && { message }),
    model,
    usage,
    ...(cost && { cost }),
    milliseconds,
  };
  const tone = reason === "failed" ? "error" : "note";
  const actions = actionsOf(reason, message ?? "");
  return actions
    ? [{ kind: "notice", id: `${id}n`, tone, text: message ?? "The answer ended here.", actions }, item]
    : [item];
}

/** Where the session ended while an answer was being given. */
export function interruptedNotice(id: string): NoticeItem {
  const text = "The session ended before this answer was complete. Its unfinished part is lost.";
  return { kind: "notice", id, tone: "note", text, actions: ["retry"] };
}

/** Undefined for an end that needs nothing done: its row says enough. */
function actionsOf(reason: EndReason, message: string): readonly ChatAction[] | undefined {
  switch (reason) {
    case "done":
    case "cancelled":
    case "limit":
    case "repetition":
      return undefined;
    case "refusal":
      return ["retry", "choose-model"];
    case "cut-off":
      return ["retry", "new-conversation"];
    case "failed":
      return failureActions.find(({ says }) => says.test(message))?.actions ?? ["retry", "show-log"];
  }
}

/** A failure comes as a sentence of core/model: these are its words for what only a person can put right. */
const failureActions: readonly { readonly says: RegExp; readonly actions: readonly ChatAction[] }[] = [
  {
    says: /\(401\)|\bno API key\b|\bAPI key could not be read\b|\bneeds a key\b/,
    actions: ["set-api-key", "choose-model", "show-log"],
  },
  { says: /\(40[234]\)/, actions: ["choose-model", "retry", "show-log"] },
  { says: /\(413\)|\bstart a new (conversation|one)\b/i, actions: ["new-conversation", "retry", "show-log"] },
];
