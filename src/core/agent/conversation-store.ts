import { randomBytes } from "node:crypto";
import {
  type LoadedFile,
  RecordError,
  type RecordFolder,
  type RecordLog,
  type RecordProblem,
} from "../workspace/record-folder";
import { Conversation } from "./conversation";
import { type ConversationSummary, summarise } from "./conversation-index";
import {
  type ConversationHeader,
  type ConversationRecord,
  isConversationRecord,
  isMessageRecord,
  recordVersion,
} from "./conversation-records";
import { type SearchHit, searchConversation } from "./conversation-search";

export interface StoredConversation {
  readonly id: string;
  /** Undefined when it is lost or of a newer version: the conversation can be shown and not continued. */
  readonly header: ConversationHeader | undefined;
  /** All records that can be read, in order. */
  readonly records: readonly ConversationRecord[];
  /** What could not be read. Everything else is unharmed. */
  readonly problems: readonly RecordProblem[];
}

export type NewConversation = Pick<ConversationHeader, "agent" | "provider" | "model" | "system" | "tools">;

/** What the store needs besides its folder. */
export interface ConversationStorePorts {
  now(): Date;
}

/**
 * The conversations of one folder: a file each, only ever appended to. Two windows may use the same folder at the same
 * time; the second one that continues a conversation from an old state gets a RecordError `conflict`, and opens it again.
 * All methods reject with RecordError only.
 */
export class ConversationStore {
  readonly #folder: RecordFolder;
  readonly #ports: ConversationStorePorts;
  readonly #logs = new Map<string, Promise<RecordLog>>();
  readonly #summaries = new Map<string, { readonly version: string; readonly summary: ConversationSummary }>();

  constructor(folder: RecordFolder, ports: ConversationStorePorts = { now: () => new Date() }) {
    this.#folder = folder;
    this.#ports = ports;
  }

  /** A new conversation; `records` follow its header. The id is given where others had to know it before. */
  async create(
    { agent, provider, model, system, tools }: NewConversation,
    records: readonly ConversationRecord[] = [],
    id = newConversationId(this.#ports.now()),
  ): Promise<StoredConversation> {
    const created = this.#time();
    const header: ConversationHeader = {
      type: "conversation",
      id,
      version: recordVersion,
      created,
      agent,
      provider,
      model,
      system,
      // The list may hold whole tools: what a model sees of them is what is frozen.
      tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    };
    const all = [header, ...records];
    this.#logs.set(id, Promise.resolve(await this.#folder.create(id, all)));
    return { id, header, records: all, problems: [] };
  }

  /**
   * Reads a conversation from the disk to go on with it, also one that is open here: others may have continued it.
   * Appends asked for earlier are in it; later ones follow what was read.
   */
  async open(id: string): Promise<StoredConversation> {
    const previous = this.#logs.get(id);
    const loading = Promise.resolve(previous?.then((log) => log.idle()))
      .catch(() => {})
      .then(() => this.#folder.load(id));
    const log = loading.then((loaded) => loaded.log);
    void this.#keep(id, log);
    return await storedOf(id, await loading);
  }

  /** Reads a conversation to show it. Whoever is going on with it is not disturbed. */
  async read(id: string): Promise<StoredConversation> {
    return await storedOf(id, await this.#folder.load(id));
  }

  /** Newest first. Rebuilt from the files; a file that did not change since is not read again. */
  async list(): Promise<readonly ConversationSummary[]> {
    const files = [...(await this.#folder.list())].sort((one, other) => other.modified - one.modified);
    const summaries: ConversationSummary[] = [];
    for (const file of files) {
      const version = `${file.size} ${file.modified}`;
      const known = this.#summaries.get(file.name);
      const summary = known?.version === version ? known.summary : await summarise(this.#folder, file);
      if (summary === undefined) continue;
      this.#summaries.set(file.name, { version, summary });
      summaries.push(summary);
    }
    return summaries;
  }

  /** Conversations with a title, a question or an answer that holds every word of the text, newest first. */
  async search(text: string, signal?: AbortSignal): Promise<readonly SearchHit[]> {
    const hits: SearchHit[] = [];
    for (const summary of await this.list()) {
      if (signal?.aborted || hits.length === mostHits) break;
      const hit = await searchConversation(this.#folder, summary, text);
      if (hit) hits.push(hit);
    }
    return hits;
  }

  /**
   * Appends what happened, in order. Questions, the messages that end a turn, and ends are on the disk when this
   * resolves; the rest survives the process and, at most, not a loss of power.
   */
  async append(id: string, records: readonly ConversationRecord[]): Promise<void> {
    if (records.length === 0) return;
    const log = await this.#logOf(id);
    await log.append(records, { durable: records.some(endsTurn) });
  }

  async rename(id: string, title: string): Promise<void> {
    const record: ConversationRecord = { type: "title", title: title.trim().slice(0, 200), at: this.#time() };
    await this.#folder.note(id, record);
  }

  /** Links a conversation to the one that went on with the results of its handoffs. Saying it again changes nothing. */
  async markContinued(id: string, conversation: string): Promise<void> {
    const { records } = await this.read(id);
    if (records.some((record) => record.type === "continued" && record.conversation === conversation)) return;
    const record: ConversationRecord = { type: "continued", conversation, at: this.#time() };
    await this.#folder.note(id, record);
  }

  /** The file goes. Should the system refuse, the conversation is at least not listed any more. */
  async remove(id: string): Promise<void> {
    const record: ConversationRecord = { type: "deleted", at: this.#time() };
    await this.#folder.note(id, record).catch(() => {});
    this.#logs.delete(id);
    this.#summaries.delete(id);
    await this.#folder.remove(id);
  }

  /**
   * A new conversation with everything before the question of that id: for editing or retrying it. The messages are
   * the same byte for byte, and the copy does not need its parent.
   */
  async fork(id: string, questionId: string): Promise<StoredConversation> {
    const { header, records } = await this.read(id);
    const index = records.findIndex((record) => record.type === "question" && record.id === questionId);
    if (!header || index === -1)
      throw new RecordError("missing", id, `${id} has no question ${questionId} that can be asked again.`);
    const copied = records.slice(0, index).filter(({ type }) => !isOwn.has(type));
    const messages = copied.filter(isMessageRecord).length;
    return await this.create(header, [{ type: "fork", parent: id, messages, at: this.#time() }, ...copied]);
  }

  #logOf(id: string): Promise<RecordLog> {
    return (
      this.#logs.get(id) ??
      this.#keep(
        id,
        this.#folder.load(id).then(({ log }) => log),
      )
    );
  }

  #keep(id: string, log: Promise<RecordLog>): Promise<RecordLog> {
    this.#logs.set(id, log);
    log.catch(() => {
      if (this.#logs.get(id) === log) this.#logs.delete(id);
    });
    return log;
  }

  #time(): string {
    return this.#ports.now().toISOString();
  }
}

async function storedOf(id: string, { records: stored, problems }: LoadedFile): Promise<StoredConversation> {
  const records: ConversationRecord[] = [];
  const unknown: RecordProblem[] = [];
  for (const [index, { record, line }] of stored.entries()) {
    // Checking tens of thousands of records takes a while; others get their turn in between.
    if (index % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
    if (isConversationRecord(record)) records.push(record);
    else unknown.push({ file: id, line, message: `a record of type ${record.type.slice(0, 40)} is not understood` });
  }
  const header = records.find((record) => record.type === "conversation");
  if (header && header.version > recordVersion)
    unknown.push({ file: id, line: 1, message: "written by a newer version; it is shown, but not continued" });
  return {
    id,
    header: header && header.version <= recordVersion ? header : undefined,
    records,
    problems: [...problems, ...unknown].sort((one, other) => one.line - other.line),
  };
}

export function newConversationId(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/\D/g, "")}-${randomBytes(5).toString("hex")}`;
}

/** What a model saw of a stored conversation, repaired where the session ended in the middle; undefined without a header. */
export function conversationOf({ header, records }: StoredConversation): Conversation | undefined {
  if (header === undefined) return undefined;
  const messages = records.filter(isMessageRecord).map(({ message }) => message);
  return new Conversation({ system: header.system, tools: header.tools, messages });
}

/** Conversations that a search finds at most. */
const mostHits = 100;

/** Records that say something about one file and are not copied to another. */
const isOwn: ReadonlySet<string> = new Set(["conversation", "fork", "continued", "deleted"]);

function endsTurn(record: ConversationRecord): boolean {
  return (
    record.type === "end" || record.type === "question" || (isMessageRecord(record) && record.message.role === "user")
  );
}
