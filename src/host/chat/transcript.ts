import {
  type ConversationRecord,
  type Cost,
  isAboutTheFile,
  type QuestionRecord,
  recordOf,
} from "../../core/agent/conversation-records";
import type { AgentEvent } from "../../core/agent/events";
import type { Handoff } from "../../core/handoff/handoff";
import type { Message } from "../../core/model/message";
import type { Usage } from "../../core/model/model";
import { addCost } from "../../core/model/prices";
import type { Change, Item, NoticeItem, ToolItem } from "../../protocol/chat";
import { endItemsOf, interruptedNotice } from "./transcript-end";
import { handoffItem, updatedHandoff } from "./transcript-handoff";
import { ItemList } from "./transcript-items";
import { StreamedMessage } from "./transcript-message";
import { finishedTool, lostTool, runningTool } from "./transcript-tool";

export interface TranscriptPorts {
  /** Estimated cost of one request; undefined for a model without a price. */
  estimate(model: string, usage: Usage): Cost | undefined;
}

/**
 * What a person sees of a conversation, folded from its events as they come or from its records when it is opened
 * again. Both give the same items with the same ids: whatever was streamed is replaced by the message that is stored.
 */
export class Transcript {
  readonly #ports: TranscriptPorts;
  readonly #items = new ItemList();
  #message = new StreamedMessage(this.#items, 0);
  readonly #running = new Map<string, ToolItem>();
  #counts = { messages: 0, questions: 0, readings: 0, tools: 0, notices: 0, waits: 0, ends: 0, handoffs: 0 };
  #reading: Extract<Item, { kind: "reading" }> | undefined;
  #waiting: NoticeItem | undefined;
  #model = "";
  /** Of the requests of this answer: the price of some models depends on the size of each. */
  #costs: (Cost | undefined)[] = [];
  /** A question was asked and its end is still to come. */
  #open = false;
  /** The person's message that belongs to the question is still to come. */
  #asked = false;
  /** An answer began without a question: its record is lost, and its message stands in for it. */
  #unasked = false;

  constructor(ports: TranscriptPorts) {
    this.#ports = ports;
  }

  /** What is stored, ready to go on with the next question. An answer that was cut off by the end of a session says so. */
  static from(records: readonly ConversationRecord[], ports: TranscriptPorts): Transcript {
    const transcript = new Transcript(ports);
    for (const record of records) transcript.add(record);
    transcript.interrupt();
    return transcript;
  }

  /** The same for a conversation that may be long: lets other work through in between. */
  static async load(records: readonly ConversationRecord[], ports: TranscriptPorts): Promise<Transcript> {
    const transcript = new Transcript(ports);
    for (const [index, record] of records.entries()) {
      transcript.add(record);
      if (index % 1000 === 999) await new Promise((resolve) => setImmediate(resolve));
    }
    transcript.interrupt();
    return transcript;
  }

  /** The present ones; the list grows with the conversation. */
  get items(): readonly Item[] {
    return this.#items.all;
  }

  /** For the next question's record: unique within the conversation. */
  get nextQuestionId(): string {
    return `q${this.#counts.questions + 1}`;
  }

  /** What is stored of an event that was just applied, an end with the cost that is shown. */
  recordOf(event: AgentEvent): ConversationRecord | undefined {
    return recordOf(event, event.type === "end" ? this.#cost(event.usage) : undefined);
  }

  /** The next event or record, live or stored. */
  apply(event: AgentEvent | QuestionRecord): readonly Change[] {
    return this.#items.collect(() => this.#apply(event));
  }

  /** A record of a file. Those that are not about what happened change nothing. */
  add(record: ConversationRecord): void {
    if (!isAboutTheFile(record)) this.apply(record);
  }

  /** The records of handoffs changed: their rows show the present state. */
  updateHandoffs(handoffs: readonly Handoff[]): readonly Change[] {
    return this.#items.collect(() => {
      if (this.#counts.handoffs === 0) return;
      const known = new Map(handoffs.map((handoff) => [handoff.id, handoff]));
      for (const item of this.items) {
        const handoff = item.kind === "handoff" ? known.get(item.handoff) : undefined;
        const updated = handoff && item.kind === "handoff" ? updatedHandoff(item, handoff) : undefined;
        if (updated) this.#items.replace(updated);
      }
    });
  }

  /** Nothing more will come for the question that is open: the process that answered it is gone. */
  interrupt(): readonly Change[] {
    return this.#items.collect(() => this.#interrupt());
  }

  #apply(event: AgentEvent | QuestionRecord): void {
    if (event.type !== "context") this.#reading = undefined;
    if (event.type !== "waiting") this.#endWait();
    switch (event.type) {
      case "question":
        this.#interrupt();
        this.#ask(event);
        this.#asked = true;
        break;
      case "start":
        this.#model = event.model;
        this.#costs = [];
        this.#unasked = !this.#asked;
        this.#open = true;
        break;
      case "context":
        this.#read(event);
        break;
      case "turn":
        this.#message.discard();
        break;
      case "thinking":
      case "text":
        this.#message.stream(event.type, event.text);
        break;
      case "message":
        this.#complete(event.message);
        break;
      case "tool-call": {
        const item = runningTool(`t${++this.#counts.tools}`, event);
        this.#running.set(event.id, item);
        this.#items.append(item);
        break;
      }
      case "tool-result": {
        const item = this.#running.get(event.id);
        this.#running.delete(event.id);
        if (item) this.#items.replace(finishedTool(item, event));
        break;
      }
      case "handoff":
        this.#items.append(handoffItem(`h${++this.#counts.handoffs}`, event));
        break;
      case "waiting":
        this.#wait(event);
        break;
      case "notice":
        this.#items.append(this.#notice("note", event.message));
        // In the file it stands before the message that is still to be stored.
        this.#message.moveToEnd();
        break;
      case "usage":
        this.#costs.push(this.#ports.estimate(this.#model, event.usage));
        break;
      case "end":
        this.#close();
        this.#open = false;
        for (const item of endItemsOf(event, `e${++this.#counts.ends}`, this.#model, this.#cost(event.usage)))
          this.#items.append(item);
        break;
    }
  }

  #ask({ id, text, attachments }: Pick<QuestionRecord, "id" | "text" | "attachments">): void {
    // A question whose record is lost has used its number all the same.
    this.#counts.questions = Math.max(this.#counts.questions + 1, Number(/^q(\d{1,9})$/.exec(id)?.[1] ?? 0));
    this.#open = true;
    this.#items.append({ kind: "question", id, text, attachments });
  }

  #read({ title, path, reason, milliseconds }: Extract<AgentEvent, { type: "context" }>): void {
    const row = { title, reason, milliseconds, ...(path !== undefined && { path }) };
    if (this.#reading) {
      this.#reading = { ...this.#reading, rows: [...this.#reading.rows, row] };
      this.#items.replace(this.#reading);
    } else {
      this.#reading = { kind: "reading", id: `r${++this.#counts.readings}`, rows: [row] };
      this.#items.append(this.#reading);
    }
  }

  #complete(message: Message): void {
    if (message.role === "user") {
      const text = message.content.at(-1);
      if (this.#unasked && text?.type === "text")
        this.#ask({ id: this.nextQuestionId, text: text.text, attachments: [] });
      [this.#asked, this.#unasked] = [false, false];
      return;
    }
    this.#message.complete(message.content);
    this.#message = new StreamedMessage(this.#items, ++this.#counts.messages);
  }

  /** A later wait takes the place of the one before. One with an attempt starts the request again. */
  #wait({ reason, seconds, attempt, attempts }: Extract<AgentEvent, { type: "waiting" }>): void {
    if (attempt !== undefined) this.#message.forgetThinking();
    const details = [
      ...(seconds === undefined ? [] : [`${seconds} s`]),
      ...(attempt === undefined ? [] : [`attempt ${attempt}${attempts === undefined ? "" : ` of ${attempts}`}`]),
    ].join(", ");
    const text = details === "" ? reason : `${reason} (${details})`;
    const id = this.#waiting?.id ?? `w${++this.#counts.waits}`;
    const item: NoticeItem = { kind: "notice", id, tone: "waiting", text, actions: ["stop"] };
    if (this.#waiting) this.#items.replace(item);
    else this.#items.append(item);
    this.#waiting = item;
  }

  #endWait(): void {
    if (this.#waiting) this.#items.remove(this.#waiting.id);
    this.#waiting = undefined;
  }

  #interrupt(): void {
    this.#endWait();
    this.#close();
    if (this.#open) this.#items.append(interruptedNotice(`n${++this.#counts.notices}`));
    this.#open = false;
  }

  #close(): void {
    this.#message.discard();
    for (const item of this.#running.values()) this.#items.replace(lostTool(item));
    this.#running.clear();
  }

  /** The sum of the requests; where their records are lost, what the answer used as a whole. Undefined when one has no price. */
  #cost(usage: Usage): Cost | undefined {
    if (this.#costs.length === 0) return this.#ports.estimate(this.#model, usage);
    return this.#costs.reduce<Cost | undefined>(addCost, { usd: 0, asOf: "" });
  }

  #notice(tone: NoticeItem["tone"], text: string): NoticeItem {
    return { kind: "notice", id: `n${++this.#counts.notices}`, tone, text, actions: [] };
  }
}

/** The items of a stored conversation. */
export function itemsOf(records: readonly ConversationRecord[], ports: TranscriptPorts): readonly Item[] {
  return Transcript.from(records, ports).items;
}
