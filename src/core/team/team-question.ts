import { addSpent, nothingSpent, tokensOf } from "../agent/conversation-origin";
import type { AgentEvent } from "../agent/events";
import { type Handoff, type HandoffRequest, isBlocking, type Origin, type Spent } from "../handoff/handoff";
import { continuationPlanOf, parseHandoffRequests } from "../handoff/request-section";
import type { Usage } from "../model/model";
import type { Root } from "../workspace/workspace";
import type { Team } from "./team";

export interface TeamQuestionPorts {
  readonly team: Team;
  /** Definition name of the agent that answers. */
  readonly agent: string;
  readonly origin: Origin;
  /** What this conversation was asked to do, in full. */
  readonly task: string;
  /** What this conversation itself used before this question. */
  readonly spentBefore: Spent;
  /** Where new records go. */
  root(): Root;
  price?(usage: Usage): number | undefined;
}

type End = Extract<AgentEvent, { type: "end" }>;

/**
 * What one question does with the team: it follows the events of the answer, records the handoffs that the agent asks for by
 * a call or in its text, and at the end completes them with the analysis, and lands the answer in the record that the
 * conversation is to answer. A failure to write is told as a notice; it never loses the answer.
 */
export class TeamQuestion {
  readonly #ports: TeamQuestionPorts;
  readonly #raised = new Map<string, Handoff>();
  #pending: AgentEvent[] = [];
  #texts: string[] = [];
  #spent = nothingSpent;

  constructor(ports: TeamQuestionPorts) {
    this.#ports = ports;
  }

  /** Used by this question so far. */
  get spent(): Spent {
    return this.#spent;
  }

  /** For the structured tool. @throws HandoffError, TeamFileError */
  async raise(
    request: HandoffRequest,
    call: string | undefined,
  ): Promise<{ readonly handoff: Handoff; readonly isNew: boolean }> {
    const { team, agent, origin, task, root, spentBefore } = this.#ports;
    const raised = await team.handoffs.raise(request, {
      from: agent,
      origin: { ...origin, spent: addSpent(spentBefore, this.#spent) },
      ...(call !== undefined && { toolCall: call }),
      originalTask: task,
      root: root(),
    });
    const { handoff, isNew } = raised;
    if (this.#raised.has(handoff.id)) return { handoff, isNew: false };
    this.#raised.set(handoff.id, handoff);
    this.#pending.push(eventOf(handoff, isNew));
    return raised;
  }

  /** The events that go to the person in place of this one. */
  async *follow(event: AgentEvent): AsyncGenerator<AgentEvent> {
    if (event.type === "end") yield* this.#finish(event);
    if (event.type === "usage") this.#count(event.usage);
    if (event.type === "turn") this.#spent = addSpent(this.#spent, { turns: 1, tokens: 0, usd: 0 });
    if (event.type === "message" && event.message.role === "assistant") {
      const text = event.message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
      if (text.trim() !== "") this.#texts.push(text.trim());
    }
    yield event;
    yield* this.#told();
  }

  *#told(): Generator<AgentEvent> {
    const pending = this.#pending;
    this.#pending = [];
    yield* pending;
  }

  #count(usage: Usage): void {
    const usd = this.#ports.price?.(usage) ?? 0;
    this.#spent = addSpent(this.#spent, { turns: 0, tokens: tokensOf(usage), usd });
  }

  async *#finish(end: End): AsyncGenerator<AgentEvent> {
    const steps = [
      // Half of an answer may hold half of a request.
      async () => (end.reason === "done" || end.reason === "limit" ? await this.#raiseWritten() : undefined),
      () => this.#complete(),
      () => this.#land(end),
    ];
    for (const step of steps) {
      // One that fails keeps none of the others from being made.
      const notice = await step().then(noNotice, failureNotice);
      yield* this.#told();
      if (notice) yield notice;
    }
  }

  async #raiseWritten(): Promise<void> {
    for (const text of this.#texts) {
      for (const { to, task, context, needBack, blocks } of parseHandoffRequests(text)) {
        const request = {
          to,
          task: task ?? "",
          context: context ?? "",
          needBack: needBack ?? "",
          blocks: blocks ?? "",
        };
        await this.raise(request, undefined);
      }
    }
  }

  async #complete(): Promise<void> {
    const { team, origin, spentBefore } = this.#ports;
    // The same request may have been made by another conversation, whose record tells of that one's work.
    const own = [...this.#raised.values()].filter((raised) => raised.origin.conversation === origin.conversation);
    if (own.length === 0) return;
    const written = this.#texts.join("\n\n");
    const earlier = origin.continues === undefined ? "" : await this.#earlierAnalysis();
    const analysis = earlier === "" ? written : `${earlier}\n\n## After the handoff results\n\n${written}`;
    const plan = this.#texts.map(continuationPlanOf).findLast((text) => text !== "") ?? "";
    const spent = addSpent(spentBefore, this.#spent);
    const ids = own.map(({ id }) => id);
    await team.handoffs.complete(ids, { analysis, plan, spent });
  }

  /** What was found before this conversation went on with it stands in the records that it continues. */
  async #earlierAnalysis(): Promise<string> {
    const { handoffs } = await this.#ports.team.handoffs.list();
    return handoffs.find(({ continuation }) => continuation === this.#ports.origin.conversation)?.analysis ?? "";
  }

  /**
   * The answer of a specialist belongs into the record, unless somebody else has taken that over meanwhile. What it used
   * counts all the same, also for a further question in its conversation.
   */
  async #land({ reason }: End): Promise<void> {
    const { team, origin } = this.#ports;
    if (origin.answers === undefined) return;
    const record = await team.handoffs.find(origin.answers);
    const { spent } = this;
    const { conversation } = origin;
    const isOurs = record.state === "running" && record.run?.conversation === conversation;
    if (!isOurs && record.state !== "dismissed") {
      await team.handoffs.charge(record.id, spent);
      return;
    }
    const answer = this.#texts.at(-1) ?? "";
    const waits = [...this.#raised.values()].some((raised) => isBlocking(raised));
    if (reason === "done" && answer !== "" && !waits)
      await team.handoffs.finish(record.id, { result: answer, from: "specialist", spent, conversation });
    else if (reason === "done" && waits)
      await team.handoffs.giveBack(record.id, { partial: this.#texts.join("\n\n"), spent, waits: true });
    else await team.handoffs.giveBack(record.id, { partial: this.#texts.join("\n\n"), spent });
  }
}

function eventOf(handoff: Handoff, isNew: boolean): AgentEvent {
  const { id, to, task, path, deferred } = handoff;
  const blocking = isBlocking(handoff);
  return { type: "handoff", id, to, task, path, blocking, isNew, ...(deferred !== undefined && { deferred }) };
}

function noNotice(): undefined {}

function failureNotice(error: unknown): AgentEvent {
  return { type: "notice", message: `The team's records could not be written: ${messageOf(error)}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
