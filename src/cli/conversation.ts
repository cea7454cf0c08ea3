import { originOf, personsOrigin } from "../core/agent/conversation-origin";
import { type ConversationRecord, recordOf } from "../core/agent/conversation-records";
import { ConversationStore, newConversationId } from "../core/agent/conversation-store";
import type { AgentEvent } from "../core/agent/events";
import { Engineer, type EngineerPorts, UnknownAgentError } from "../core/engineer";
import { ProviderError } from "../core/model";
import type { Start } from "../core/team/dispatch";
import { RecordError, RecordFolder } from "../core/workspace/record-folder";
import { askForConsent, countWaiting } from "./consent";
import { messageOf, WorkFailed, WrongUsage } from "./errors";
import { interrupted } from "./options";
import { isAnswered, printEvents } from "./print-events";
import type { StateFolder } from "./state";

export async function openConversations({ conversations }: StateFolder): Promise<ConversationStore> {
  return new ConversationStore(await RecordFolder.open(conversations));
}

/** Whether a conversation is there, and not only as an attempt that failed or was killed before anything was said. */
export async function hasConversation(store: ConversationStore, id: string): Promise<boolean> {
  try {
    const { header, records } = await store.read(id);
    return header !== undefined && !isWithoutAnswer(records);
  } catch (error) {
    if (error instanceof RecordError) return false;
    throw error;
  }
}

function isWithoutAnswer(records: readonly ConversationRecord[]): boolean {
  const end = records.findLast((record) => record.type === "end");
  if (end) return end.reason === "failed" && end.usage.outputTokens === 0;
  const asked = records.findLast((record) => record.type === "question")?.at ?? "";
  return !isAnswering(records) && Date.now() - Date.parse(asked) > longestSilence;
}

/** Whether something was said. */
export function isAnswering(records: readonly ConversationRecord[]): boolean {
  return records.some((record) => record.type === "message" && record.message.role === "assistant");
}

/** Milliseconds after which the program that asked a question and kept nothing of an answer is taken for killed. */
const longestSilence = 30 * 60_000;

/** A conversation with the person that begins with this question. */
export function personsStart(agent: string, question: string): Start {
  return { agent, origin: personsOrigin(newConversationId(new Date())), question, title: "" };
}

/**
 * Asks the first question of a new conversation, prints what happens, and keeps it in the state folder.
 * @throws WorkFailed when it ends without an answer; RecordError `exists`, before anything is asked, when another process
 * has just made the same conversation
 */
export async function converse(
  start: Start,
  ports: EngineerPorts,
  { state, json }: { readonly state: StateFolder; readonly json: boolean },
): Promise<void> {
  const engineer = await hire(start, ports);
  const events = engineer.ask(start.question, interrupted());
  const kept = await keeper(start, engineer, state);
  const before = ports.team && (await countWaiting(ports.team));
  const end = await printEvents(kept ? keeping(events, kept) : events, process.stdout, { json });
  if (ports.team && before !== undefined) await askForConsent(ports.team, state, before);
  if (!isAnswered(end)) throw new WorkFailed(end?.message ?? "The answer ended without saying how.");
}

async function hire({ agent, origin }: Start, ports: EngineerPorts): Promise<Engineer> {
  try {
    return await Engineer.hire(agent, ports, { origin });
  } catch (error) {
    if (error instanceof UnknownAgentError || error instanceof ProviderError) throw new WrongUsage(error.message);
    throw error;
  }
}

type Keep = (event: AgentEvent) => Promise<void>;

/** Undefined where nothing can be kept, for example without a home folder: the answer matters more than its copy. */
async function keeper(
  { agent, origin, question, title }: Start,
  { model, conversation }: Engineer,
  state: StateFolder,
): Promise<Keep | undefined> {
  try {
    const store = await openConversations(state);
    if (origin.continues !== undefined) await makeRoom(store, origin);
    const at = new Date().toISOString();
    const header = { agent, provider: model.provider, model: model.name, ...conversation };
    await store.create(
      { ...header, system: conversation.system, tools: conversation.tools },
      [
        { type: "origin", origin },
        ...(title === "" ? [] : [{ type: "title", title, at } as const]),
        { type: "question", id: "q1", at, text: question, attachments: [] },
      ],
      origin.conversation,
    );
    if (origin.continues !== undefined) await linkFrom(store, origin.continues, origin.conversation);
    return async (event) => {
      const record = recordOf(event);
      if (record) await store.append(origin.conversation, [record]);
    };
  } catch (error) {
    if (error instanceof RecordError && error.problem === "exists") throw error;
    process.stderr.write(`This conversation is not kept: ${messageOf(error)}\n`);
    return undefined;
  }
}

/** An attempt at this continuation in which nothing was said gives way to the next. No other conversation does. */
async function makeRoom(store: ConversationStore, { conversation, continues }: Start["origin"]): Promise<void> {
  try {
    const stored = await store.read(conversation);
    if (originOf(stored).continues === continues && isWithoutAnswer(stored.records)) await store.remove(conversation);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
}

/** The conversation that asked may be on another machine. */
async function linkFrom(store: ConversationStore, asking: string, conversation: string): Promise<void> {
  try {
    await store.markContinued(asking, conversation);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
}

async function* keeping(events: AsyncIterable<AgentEvent>, keep: Keep): AsyncGenerator<AgentEvent> {
  for await (const event of events) {
    await keep(event);
    yield event;
  }
}
