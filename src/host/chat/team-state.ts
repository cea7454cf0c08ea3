import { originOf } from "../../core/agent/conversation-origin";
import type { StoredConversation } from "../../core/agent/conversation-store";
import { type Handoff, isBlocking } from "../../core/handoff/handoff";
import type { Item, TeamState } from "../../protocol/chat";

/** Where a conversation stands in the work of the team, by the records as they are now. */
export function teamStateOf(
  stored: StoredConversation | undefined,
  items: readonly Item[],
  handoffs: readonly Handoff[],
): Pick<TeamState, "role" | "results"> {
  const role = stored && roleOf(stored, handoffs);
  const results = resultsOf(items, handoffs);
  return { ...(role && { role }), ...(results && { results }) };
}

/** Whether work can go on with what was answered to it: something is, and nothing is waited for. For all handoffs of a conversation. */
export function isReadyToContinue(asked: readonly Handoff[]): boolean {
  const isWaitedFor = (handoff: Handoff) =>
    isBlocking(handoff) && (handoff.state === "open" || handoff.state === "sent" || handoff.state === "running");
  return asked.some(({ state }) => state === "answered") && !asked.some(isWaitedFor);
}

function roleOf(stored: StoredConversation, handoffs: readonly Handoff[]): TeamState["role"] {
  const { answers, continues, task, lineage } = originOf(stored);
  const agent = stored.header?.agent ?? "";
  if (continues !== undefined)
    return { kind: "continues", agent, task: shortTask(task ?? ""), conversation: continues };
  const handoff = answers === undefined ? undefined : handoffs.find(({ id }) => id === answers);
  if (answers === undefined) return undefined;
  return {
    kind: "answers",
    agent: handoff?.to ?? agent,
    task: shortTask(handoff?.task ?? lineage.at(-1) ?? ""),
    conversation: handoff?.origin.conversation ?? "",
  };
}

/** Copies of a conversation show the handoffs of the original, so what counts are the conversations that raised those shown. */
function resultsOf(items: readonly Item[], handoffs: readonly Handoff[]): TeamState["results"] {
  const shown = new Set(items.flatMap((item) => (item.kind === "handoff" ? [item.handoff] : [])));
  if (shown.size === 0) return undefined;
  const asking = new Set(handoffs.flatMap(({ id, origin }) => (shown.has(id) ? [origin.conversation] : [])));
  const raised = handoffs.filter(({ origin }) => asking.has(origin.conversation));
  for (const conversation of asking) {
    const asked = raised.filter(({ origin }) => origin.conversation === conversation);
    const answered = asked.filter(({ state }) => state === "answered");
    const [first] = answered;
    if (first && isReadyToContinue(asked)) return { state: "ready", handoff: first.id, count: answered.length };
  }
  const continued = raised
    .filter(({ continuation }) => continuation !== undefined)
    .sort((one, other) => ((one.continued ?? "") < (other.continued ?? "") ? 1 : -1))[0];
  if (continued?.continuation === undefined) return undefined;
  return { state: "continued", conversation: continued.continuation };
}

function shortTask(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119).toWellFormed()}…` : line;
}
