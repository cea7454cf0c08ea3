import { originOf, personsOrigin, spentOf } from "../../core/agent/conversation-origin";
import {
  type ConversationStore,
  conversationOf,
  type NewConversation,
  newConversationId,
  type StoredConversation,
} from "../../core/agent/conversation-store";
import type { Engineer, EngineerPorts } from "../../core/engineer";
import type { Start } from "../../core/team/dispatch";
import { RecordError } from "../../core/workspace/record-folder";
import { hire } from "../hire";
import { modelChanged, withoutBoundBlocks } from "./model-change";
import type { Transcript } from "./transcript";

/** A conversation as this window holds it. A turn keeps the one that it began in, whatever is shown meanwhile. */
export interface Held {
  readonly transcript: Transcript;
  stored: StoredConversation | undefined;
  /** Undefined until a question needs one, and after something changed that it was hired for. */
  engineer: Engineer | undefined;
  title: string;
  /** Another window continued it: what that added is read before the next question. */
  stale?: boolean;
}

export const defaultAgent = "ml-ai-engineer";

/** The agent of a conversation, hired anew after a reload; in a copy of the conversation when another model answers now. */
export async function engineerFor(
  held: Held,
  question: string,
  { ports, store }: { readonly ports: EngineerPorts; readonly store: ConversationStore },
): Promise<Engineer> {
  // What is on the disk is newer than what was opened.
  const stored = held.stored && (await store.open(held.stored.id));
  if (!stored) {
    const id = newConversationId(new Date());
    const engineer = await hire(defaultAgent, ports, { origin: personsOrigin(id) });
    held.stored = await store.create(headerOf(engineer), [], id);
    held.title = question.replace(/\s+/g, " ").slice(0, 60);
    return engineer;
  }
  const agent = stored.header?.agent ?? defaultAgent;
  const engineer = await hire(agent, ports, engagementOf(stored));
  if (!stored.header || !modelChanged(stored.header, engineer.model)) return engineer;
  const records = withoutBoundBlocks(stored.records, stored.id);
  held.stored = await store.create({ ...stored.header, ...headerOf(engineer) }, records);
  return hire(agent, ports, engagementOf(held.stored));
}

/** What a start gives: the conversation as it is stored, and its agent where the question is still to be asked. */
export interface Begun {
  readonly stored: StoredConversation;
  readonly engineer: Engineer | undefined;
  readonly isAsked: boolean;
}

/** Makes the conversation of a start, or finds it where another window or an earlier attempt made it. */
export async function beginConversation(
  { agent, origin, title }: Start,
  { ports, store }: { readonly ports: EngineerPorts; readonly store: ConversationStore },
): Promise<Begun> {
  const engineer = await hire(agent, ports, { origin });
  const at = new Date().toISOString();
  try {
    const records = [
      { type: "origin", origin },
      { type: "title", title, at },
    ] as const;
    return { stored: await store.create(headerOf(engineer), records, origin.conversation), engineer, isAsked: false };
  } catch (error) {
    if (!(error instanceof RecordError) || error.problem !== "exists") throw error;
    const stored = await store.open(origin.conversation);
    return { stored, engineer: undefined, isAsked: stored.records.some(({ type }) => type === "question") };
  }
}

/** A specialist that is asked again works again on the handoff that it did not answer, so that its answer lands there. */
export async function takeUpHandoff(stored: StoredConversation | undefined, { team }: EngineerPorts): Promise<void> {
  const answers = stored && originOf(stored).answers;
  if (!team || !stored || answers === undefined) return;
  const { handoffs } = await team.handoffs.list();
  if (handoffs.find(({ id }) => id === answers)?.state !== "open") return;
  const { takeUpAgain } = await import("../../core/team/dispatch");
  await takeUpAgain(team, answers, stored.id);
}

function engagementOf(stored: StoredConversation) {
  return { conversation: conversationOf(stored), origin: originOf(stored), spent: spentOf(stored) };
}

function headerOf({ definition, model, conversation }: Engineer): NewConversation {
  const { system, tools } = conversation;
  return { agent: definition.name, provider: model.provider, model: model.name, system, tools };
}
