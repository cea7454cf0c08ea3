import type { Attachment } from "../../core/agent/attachments";
import type { ConversationStore, StoredConversation } from "../../core/agent/conversation-store";
import type { AgentEvent, ToolGrant } from "../../core/agent/events";
import type { Engineer, EngineerPorts } from "../../core/engineer";
import type { Handoff } from "../../core/handoff/handoff";
import type { Start } from "../../core/team/dispatch";
import { RecordError } from "../../core/workspace/record-folder";
import type { Change, ChatState, Item, ProviderStatus } from "../../protocol/chat";
import type { Log } from "../log";
import { beginConversation, defaultAgent, engineerFor, type Held, takeUpHandoff } from "./held";
import { teamStateOf } from "./team-state";
import { Transcript, type TranscriptPorts } from "./transcript";

export interface SessionPorts extends TranscriptPorts {
  readonly log: Pick<Log, "error" | "warn">;
  /** Everything an agent needs, for the folders that are open now. */
  engineerPorts(): Promise<EngineerPorts>;
  store(): Promise<ConversationStore>;
  workspaceState(): ChatState["workspace"];
  provider(): ProviderStatus;
  newTitle(): string;
  /** Folders into which files would go that wait for the person's consent; undefined while the question is not open. */
  consent?(): readonly string[] | undefined;
  /** One sentence for a person about a failure outside of the agent's own events. */
  describe(error: unknown): string;
}

/** A question that is being answered. */
interface Turn {
  readonly controller: AbortController;
  /** Its end has been shown; what follows is only writing it down. */
  ended: boolean;
  /** Resolves when it is written down. Never rejects. */
  readonly settled: Promise<void>;
}

type Listener = (changes: readonly Change[] | "all") => void;

/** Items that a view gets at once; earlier ones when it asks. */
const page = 200;

/**
 * The conversation that a window shows: what it holds, what runs, what waits. Views come and go; this is the truth that they
 * show. One question runs at a time, others queue.
 */
export class ChatSession {
  readonly #ports: SessionPorts;
  readonly #listeners = new Set<Listener>();
  #held: Held;
  #shownFrom = 0;
  #tools: readonly ToolGrant[] = [];
  #suggestions: readonly string[] = [];
  #handoffs: readonly Handoff[] = [];
  #turn: Turn | undefined;
  #queue: { readonly id: string; readonly text: string; readonly attachments: readonly Attachment[] }[] = [];
  #queued = 0;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#held = { transcript: new Transcript(ports), stored: undefined, engineer: undefined, title: ports.newTitle() };
  }

  onChanges(listener: Listener): void {
    this.#listeners.add(listener);
  }

  get conversationId(): string | undefined {
    return this.#held.stored?.id;
  }

  /** An answer is being given or is next. One that was stopped is not, although it may still be on its way out. */
  get isRunning(): boolean {
    return this.#turn !== undefined && (this.#isAnswering || this.#queue.length > 0);
  }

  get items(): readonly Item[] {
    return this.#held.transcript.items;
  }

  get title(): string {
    return this.#held.title;
  }

  state(): ChatState {
    const { items } = this;
    this.#shownFrom = Math.max(0, items.length - page);
    return { items: items.slice(this.#shownFrom), earlier: this.#shownFrom, ...this.#values() };
  }

  /** The page of items before those that the view has. */
  earlier(): { readonly items: readonly Item[]; readonly earlier: number } {
    const end = this.#shownFrom;
    this.#shownFrom = Math.max(0, end - page);
    return { items: this.items.slice(this.#shownFrom, end), earlier: this.#shownFrom };
  }

  /** Something that the state shows changed outside of this session: model, trust, folders, suggestions. */
  refresh(suggestions?: readonly string[]): void {
    if (suggestions) this.#suggestions = suggestions;
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  /** The records of the team changed. */
  updateHandoffs(handoffs: readonly Handoff[]): void {
    this.#handoffs = handoffs;
    const changes = this.#held.transcript.updateHandoffs(handoffs);
    this.#emit([...changes, { type: "state", values: this.#values() }]);
  }

  /** Folders or trust changed: what the agent may read is decided anew with the next question. */
  forgetEngineer(): void {
    this.#held.engineer = undefined;
  }

  /** Asks now, or after the questions before it. Resolves when it has been answered or queued. */
  async ask(text: string, attachments: readonly Attachment[]): Promise<void> {
    if (text.trim() === "" || this.#ports.workspaceState() !== "ready") return;
    this.#queue.push({ id: `w${++this.#queued}`, text: text.trim(), attachments });
    this.#emit([{ type: "state", values: this.#values() }]);
    if (!this.#turn) await this.#work();
  }

  unqueue(id: string): void {
    this.#queue = this.#queue.filter((question) => question.id !== id);
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  /** The view is told at once; whatever still has to end ends behind it. */
  stop(): void {
    if (!this.#isAnswering) return;
    this.#turn?.controller.abort();
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  /** Asks `text`, or the same again, in place of the question that `itemId` is or belongs to: in a fork, so nothing is lost. */
  async askAgain(itemId: string, text?: string): Promise<void> {
    while (this.#turn && !this.isRunning) await this.#turn.settled;
    const { stored, title, stale } = this.#held;
    const index = this.items.findIndex(({ id }) => id === itemId);
    const question = this.items.slice(0, index + 1).findLast((item) => item.kind === "question");
    if (this.isRunning || question?.kind !== "question" || !stored) return;
    // Nothing of a question that met a conflict was stored, so there is nothing to fork.
    if (stale) return this.ask(text ?? question.text, question.attachments);
    await this.#show(await (await this.#ports.store()).fork(stored.id, question.id), title);
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

  /**
   * Shows the conversation of a start and asks its question, unless it was asked there before. Resolves when it has been
   * answered; `begun` runs as soon as the conversation is stored.
   */
  async begin(start: Start, begun: () => Promise<void>): Promise<void> {
    const store = await this.#ports.store();
    const { stored, engineer, isAsked } = await beginConversation(start, {
      ports: await this.#ports.engineerPorts(),
      store,
    });
    await begun();
    this.stop();
    await this.#show(stored, start.title);
    this.#held.engineer = engineer;
    if (!isAsked) await this.ask(start.question, []);
  }

  rename(title: string): void {
    this.#held.title = title;
    this.#emit("all");
  }

  get #isAnswering(): boolean {
    return this.#turn !== undefined && !this.#turn.ended && !this.#turn.controller.signal.aborted;
  }

  async #show(stored: StoredConversation | undefined, title: string): Promise<void> {
    const transcript = await Transcript.load(stored?.records ?? [], this.#ports);
    transcript.updateHandoffs(this.#handoffs);
    this.#held = { transcript, stored, engineer: undefined, title };
    this.#queue = [];
    this.#emit("all");
  }

  async #readAgain({ stored, title }: Held): Promise<void> {
    const queue = this.#queue;
    if (stored) await this.#show(await (await this.#ports.store()).open(stored.id), title);
    this.#queue = queue;
  }

  async #work(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const controller = new AbortController();
      if (this.#held.stale) await this.#readAgain(this.#held);
      const held = this.#held;
      const { text, attachments } = next;
      const settled = Promise.resolve()
        .then(() => this.#answer(held, text, attachments, controller.signal))
        .catch((error: unknown) => this.#fail(held, error));
      this.#turn = { controller, ended: false, settled };
      this.#emit([{ type: "state", values: this.#values() }]);
      await settled;
      this.#turn = undefined;
      // Another conversation may have been opened meanwhile; it has its own questions.
      this.#emit([{ type: "state", values: this.#values() }]);
    }
  }

  async #answer(held: Held, text: string, attachments: readonly Attachment[], signal: AbortSignal): Promise<void> {
    const { transcript } = held;
    const question = {
      type: "question",
      id: transcript.nextQuestionId,
      at: new Date().toISOString(),
      text,
      attachments,
    } as const;
    this.#tell(held, transcript.apply(question));
    const store = await this.#ports.store();
    const engineer = await this.#engineerFor(held, store, text);
    const id = held.stored?.id ?? "";
    await store.append(id, [question]);
    await takeUpHandoff(held.stored, await this.#ports.engineerPorts());
    for await (const event of engineer.ask(text, signal, attachments)) {
      if (event.type === "start") this.#tools = event.tools;
      this.#tell(held, transcript.apply(event));
      if (event.type === "end") this.#end();
      const record = transcript.recordOf(event);
      if (record) await store.append(id, [record]);
    }
  }

  /** What went wrong outside of the agent is shown as the end of the answer. */
  #fail(held: Held, error: unknown): void {
    this.#ports.log.error("The question could not be answered", error);
    // What the agent holds may no longer be what is stored.
    held.engineer = undefined;
    held.stale = error instanceof RecordError && error.problem === "conflict";
    const message = this.#ports.describe(error);
    const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const failed: AgentEvent = { type: "end", reason: "failed", message, turns: 0, milliseconds: 0, usage };
    this.#tell(held, held.transcript.apply(failed));
    this.#end();
  }

  #end(): void {
    if (this.#turn) this.#turn.ended = true;
    this.#emit([{ type: "state", values: this.#values() }]);
  }

  async #engineerFor(held: Held, store: ConversationStore, question: string): Promise<Engineer> {
    if (held.engineer) return held.engineer;
    held.engineer = await engineerFor(held, question, { ports: await this.#ports.engineerPorts(), store });
    this.#tell(held, [{ type: "state", values: this.#values() }]);
    return held.engineer;
  }

  #values(): Omit<ChatState, "items" | "earlier"> {
    const { stored, title } = this.#held;
    const consent = this.#ports.consent?.();
    return {
      conversation: { id: stored?.id ?? "new", title, agent: stored?.header?.agent ?? defaultAgent },
      running: this.isRunning,
      queue: this.#queue.map(({ id, text }) => ({ id, text })),
      suggestions: this.#openSuggestions(),
      provider: this.#ports.provider(),
      tools: this.#tools,
      workspace: this.#ports.workspaceState(),
      team: { ...teamStateOf(stored, this.items, this.#handoffs), ...(consent && { consent }) },
    };
  }

  /** What was asked already is not suggested again, and a specialist is not asked about other things than its own. */
  #openSuggestions(): readonly string[] {
    if ((this.#held.stored?.header?.agent ?? defaultAgent) !== defaultAgent) return [];
    const asked = new Set(this.items.map((item) => (item.kind === "question" ? item.text : "")));
    return this.#suggestions.filter((question) => !asked.has(question));
  }

  /** The view shows one conversation; what happens in another is only written down. */
  #tell(held: Held, changes: readonly Change[]): void {
    if (held === this.#held) this.#emit(changes);
  }

  #emit(changes: readonly Change[] | "all"): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }
}
