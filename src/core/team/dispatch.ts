import { type Handoff, HandoffError, type Origin } from "../handoff/handoff";
import { briefOf, continuationOf } from "../handoff/prompt";
import { agentNameOf, runRefusal } from "../handoff/rules";
import type { Team } from "./team";

/** A conversation that is to be started: who answers in it, where it stands, and its first question. */
export interface Start {
  readonly agent: string;
  /** Names the conversation, which is made under this id. */
  readonly origin: Origin;
  readonly question: string;
  readonly title: string;
}

export interface DispatchPorts {
  readonly team: Team;
  /** The definitions that can be run. */
  agents(): Promise<readonly { readonly name: string }[]>;
  newConversationId(): string;
  /** Whether a conversation is in the store of this machine. */
  hasConversation(id: string): Promise<boolean>;
}

/**
 * Claims a handoff for its specialist. The conversation that is then asked lands its answer in the record by itself.
 * @throws HandoffError with the reason why it cannot be run
 */
export async function startRun(id: string, { team, agents, newConversationId }: DispatchPorts): Promise<Start> {
  const handoff = await team.handoffs.find(id);
  const refusal = runRefusal(handoff, await agents());
  if (refusal !== undefined) throw new HandoffError(refusal);
  const conversation = newConversationId();
  const claimed = await team.handoffs.start(handoff.id, { conversation });
  const { spent: _before, ...above } = claimed.origin;
  const origin: Origin = {
    conversation,
    root: above.root,
    depth: above.depth + 1,
    lineage: [...above.lineage, claimed.from],
    answers: claimed.id,
  };
  const title = `${claimed.to}: ${claimed.task}`.replace(/\s+/g, " ").slice(0, 60);
  return { agent: agentNameOf(claimed.to), origin, question: briefOf(claimed), title };
}

/**
 * Goes on with the work that asked for this handoff, on all results that are there. Doing it again, elsewhere or after a
 * crash gives the conversation that exists already.
 * @throws HandoffError while nothing is answered, or something that the work waits for is not
 */
export async function startContinuation(
  id: string,
  { team, newConversationId, hasConversation }: DispatchPorts,
): Promise<Start | { readonly existing: string }> {
  const asked = await team.handoffs.find(id);
  const { conversation, handoffs } = await claimed(team, asked, newConversationId);
  // A claim without its conversation was made by a process that is gone, or on another machine.
  if (await hasConversation(conversation)) return { existing: conversation };
  const [first] = handoffs;
  if (!first) throw new HandoffError(`Nothing of the handoff ${id} can be continued.`);
  const { spent: _before, ...above } = first.origin;
  const origin: Origin = {
    ...above,
    conversation,
    continues: above.conversation,
    task: first.originalTask,
  };
  if (origin.answers !== undefined) await takeUpAgain(team, origin.answers, conversation);
  const title = `Continued: ${first.originalTask}`.replace(/\s+/g, " ").slice(0, 60);
  return { agent: first.from, origin, question: continuationOf(handoffs), title };
}

async function claimed(
  { handoffs: store }: Team,
  { state, continuation, origin }: Handoff,
  newConversationId: () => string,
): Promise<{ readonly conversation: string; readonly handoffs: readonly Handoff[] }> {
  if (state !== "continued" || continuation === undefined)
    return await store.continueWith(origin.conversation, newConversationId());
  return { conversation: continuation, handoffs: await store.ofContinuation(continuation) };
}

/** The record that waited for this work is being worked on again; unless it was answered otherwise meanwhile. */
export async function takeUpAgain(
  { handoffs }: Pick<Team, "handoffs">,
  id: string,
  conversation: string,
): Promise<void> {
  try {
    const { state } = await handoffs.find(id);
    if (state === "open" || state === "sent") await handoffs.start(id, { conversation });
  } catch (error) {
    if (!(error instanceof HandoffError)) throw error;
  }
}
