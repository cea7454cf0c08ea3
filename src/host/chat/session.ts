import type { Attachment } from "../../core/agent/attachments";
import {
  type ConversationStore,
  conversationOf,
  type NewConversation,
  type StoredConversation,
} from "../../core/agent/conversation-store";
import type { AgentEvent, ToolGrant } from "../../core/agent/events";
import type { Engineer, EngineerPorts } from "../../core/engineer";
import type { Change, ChatState, Item, ProviderStatus } from "../../protocol/chat";
import { hire } from "../hire";
import type { Log } from "../log";
import { modelChanged, withoutBoundBlocks } from "./model-change";
import { Transcript, type TranscriptPorts } from "./transcript";

export interface SessionPorts extends TranscriptPorts {
  readonly log: Pick<Log, "error" | "warn">;
  /** Everything an agent needs, for the folders that are open now. */
  engineerPorts(): Promise<EngineerPorts>;
  store(): Promise<ConversationStore>;
  workspaceState(): ChatState["workspace"];
  provider(): ProviderStatus;
  newTitle(): string;
  /** One sentence for a person about a failure outside of the agent's own events. */
  describe(error: unknown): string;
}

type Listener = (changes: readonly Change[] | "all") => void;

/** Items that a view gets at once; earlier ones when it asks. */
const page = 200;
const defaultAgent = "ml-ai-engineer";

/**
 * The conversation that a window shows: what it holds, what runs, what waits. Views come and go; this is the truth that they
 * show. One question runs at a time, others queue.
 */
export class ChatSession {
  readonly #ports: SessionPorts;
  readonly #listeners = new Set<Listener>();
  #transcript: Transcript;
  #stored: StoredConversation | undefined;
  #engineer: Engineer | undefined;
  #title: string;
  #shownFrom = 0;
  #tools: readonly ToolGrant[] = [];
  #suggestions: readonly string[] = [];
  #running: AbortController | undefined;
  #queue: { readonly id: string; readonly text: string; readonly attachments: readonly Attachment[] }[] = [];
  #queued = 0;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#transcript = new Transcript(ports);
    this.#title = ports.newTitle();
  }

  onChanges(listener: Listener): void {
    this.#listeners.add(listener);
  }

  get conversationId(): string | undefined {
    return this.#stored?.id;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get items(): readonly Item[] {
    return this.#transcript.items;
  }

  get title(): string {
    return this.#title;
  }

  state(): ChatState {
    const { items } = this.#transcript;
    this.#shownFrom = Math.max(0, items.length - page);
    return { items: items.slice(this.#shownFrom), earlier: this.#shownFrom, ...this.#values() };
  }

  /** The page of items before those that the view has. */
  earlier(): { readonly items: readonly Item[]; readonly earlier: number } {
    const end = this.#shownFrom;
    this.#shownFrom = Math.max(0, end - page);
    return { items: this.#transcript.items.slice(this.#shownFrom, end), earlier: this.#shownFrom };
  }

  /** Something that the state shows changed outside of this session: model, trust, folders, suggestions. */
  refresh(suggestions?: readonly string[]): void {
    if (suggestions) this.#suggestions = suggestions;
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  /** Folders or trust changed: what the agent may read is decided anew with the next question. */
  forgetEngineer(): void {
    this.#engineer = undefined;
  }

  /** Asks now, or after the questions before it. Resolves when it has been answered or queued. */
  async ask(text: string, attachments: readonly Attachment[]): Promise<void> {
    if (text.trim() === "" || this.#ports.workspaceState() !== "ready") return;
    this.#queue.push({ id: `w${++this.#queued}`, text: text.trim(), attachments });
    this.#emit([{ type: "state", values: this.#values() }]);
    if (!this.#running) await this.#work();
  }

  unqueue(id: string): void {
    this.#queue = this.#queue.filter((question) => question.id !== id);
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Asks `text`, or the same again, in place of the question that `itemId` is or belongs to: in a fork, so nothing is lost. */
  async askAgain(itemId: string, text?: string): Promise<void> {
    const { items } = this.#transcript;
    const index = items.findIndex(({ id }) => id === itemId);
    const question = items.slice(0, index + 1).findLast((item) => item.kind === "question");
    if (this.#running || question?.kind !== "question" || !this.#stored) return;
    await this.#show(await (await this.#ports.store()).fork(this.#stored.id, question.id), this.#title);
    await this.ask(text ?? question.text, question.attachments);
  }

  async startConversation(): Promise<void> {
    this.stop();
    await this.#show(undefined, this.#ports.newTitle());
  }

  async openConversation(id: string, title: string): Promise<void> {
    this.stop();
    const stored = await (await this.#ports.store()).open(id);
    for (const { line, message } of stored.problems) this.#ports.log.warn(`${id}.jsonl:${line}: ${message}`);
    await this.#show(stored, title);
  }

  rename(title: string): void {
    this.#title = title;
    this.#emit("all");
  }

  async #show(stored: StoredConversation | undefined, title: string): Promise<void> {
    const transcript = await Transcript.load(stored?.records ?? [], this.#ports);
    this.#stored = stored;
    this.#engineer = undefined;
    this.#queue = [];
    this.#title = title;
    this.#transcript = transcript;
    this.#emit("all");
  }

  async #work(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const running = new AbortController();
      this.#running = running;
      const transcript = this.#transcript;
      try {
        await this.#answer(next.text, next.attachments, running.signal);
      } catch (error) {
        this.#ports.log.error("The question could not be answered", error);
        // Another window may have continued the conversation: with the next question it is read anew.
        this.#engineer = undefined;
        const message = this.#ports.describe(error);
        const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
        const failed: AgentEvent = { type: "end", reason: "failed", message, turns: 0, milliseconds: 0, usage };
        if (transcript === this.#transcript) this.#emit(transcript.apply(failed));
      } finally {
        this.#running = undefined;
      }
      // Another conversation was opened meanwhile; it has its own questions.
      this.#emit([{ type: "state", values: this.#values() }]);
    }
  }

  async #answer(text: string, attachments: readonly Attachment[], signal: AbortSignal): Promise<void> {
    const transcript = this.#transcript;
    const isShown = () => transcript === this.#transcript;
    const question = {
      type: "question",
      id: transcript.nextQuestionId,
      at: new Date().toISOString(),
      text,
      attachments,
    } as const;
    this.#emit([...transcript.apply(question), { type: "state", values: this.#values() }]);
    const store = await this.#ports.store();
    const engineer = await this.#engineerFor(store, text);
    const id = this.#stored?.id ?? "";
    await store.append(id, [question]);
    for await (const event of engineer.ask(text, signal, attachments)) {
      if (event.type === "start") this.#tools = event.tools;
      const changes = transcript.apply(event);
      if (isShown()) this.#emit(changes);
      const record = transcript.recordOf(event);
      if (record) await store.append(id, [record]);
    }
  }

  /** The agent of this conversation, hired anew after a reload; in a copy of the conversation when another model answers now. */
  async #engineerFor(store: ConversationStore, question: string): Promise<Engineer> {
    if (this.#engineer) return this.#engineer;
    const ports = await this.#ports.engineerPorts();
    // What is on the disk is newer than what was opened.
    const stored = this.#stored && (await store.open(this.#stored.id));
    const agent = stored?.header?.agent ?? defaultAgent;
    let engineer = await hire(agent, ports, stored && conversationOf(stored));
    if (!stored) {
      this.#stored = await store.create(headerOf(engineer));
      this.#title = question.replace(/\s+/g, " ").slice(0, 60);
    } else if (stored.header && modelChanged(stored.header, engineer.model)) {
      const records = withoutBoundBlocks(stored.records, stored.id);
      this.#stored = await store.create({ ...stored.header, ...headerOf(engineer) }, records);
      engineer = await hire(agent, ports, conversationOf(this.#stored));
    }
    this.#engineer = engineer;
    this.#emit([{ type: "state", values: this.#values() }]);
    return engineer;
  }

  #values(): Omit<ChatState, "items" | "earlier"> {
    return {
      conversation: {
        id: this.#stored?.id ?? "new",
        title: this.#title,
        agent: this.#stored?.header?.agent ?? defaultAgent,
      },
      running: this.#running !== undefined,
      queue: this.#queue.map(({ id, text }) => ({ id, text })),
      suggestions: this.#openSuggestions(),
      provider: this.#ports.provider(),
      tools: this.#tools,
      workspace: this.#ports.workspaceState(),
    };
  }

  /** What was asked already is not suggested again. */
  #openSuggestions(): readonly string[] {
    const asked = new Set(this.#transcript.items.map((item) => (item.kind === "question" ? item.text : "")));
    return this.#suggestions.filter((question) => !asked.has(question));
  }

  #emit(changes: readonly Change[] | "all"): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }
}

function headerOf({ definition, model, conversation }: Engineer): NewConversation {
  const { system, tools } = conversation;
  return { agent: definition.name, provider: model.provider, model: model.name, system, tools };
}
