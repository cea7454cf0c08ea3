import { createHash } from "node:crypto";
import { processStart } from "../workspace/process-identity";
import type { LockedTeamFolder, TeamFiles } from "../workspace/team-files";
import type { Root } from "../workspace/workspace";
import { type Continuation, claimResults, ofContinuation } from "./claim";
import {
  type Handoff,
  HandoffError,
  type HandoffList,
  type HandoffRequest,
  type HandoffRun,
  type Origin,
  type Spent,
} from "./handoff";
import { storable } from "./marked-text";
import { recordText } from "./record";
import { changeRecord, readRecords, recordName } from "./record-folder";
import { beginning, keptResult, longestInRecord, writeWhole } from "./results";
import { deferredReason, sameRequestKey } from "./rules";
import * as transitions from "./transitions";

export interface HandoffStorePorts {
  readonly files: TeamFiles;
  now(): Date;
  /** Identifies this machine without naming it. */
  readonly machine: string;
  /** Whether a process of this machine still runs. */
  isAlive(pid: number): boolean;
  readonly processId: number;
}

/** Where a request comes from. */
export interface Asking {
  readonly from: string;
  readonly origin: Origin;
  readonly toolCall?: string;
  readonly originalTask: string;
  readonly root: Root;
}

export interface Raised {
  readonly handoff: Handoff;
  /** False when the same was asked before; the handoff may be answered or dismissed already. */
  readonly isNew: boolean;
}

/**
 * The handoffs of a workspace. Every change starts from the file as it is under the folder's lock, so any number of windows
 * and processes may use it; only one of them makes a step. Methods throw HandoffError, and TeamFileError when writing fails.
 */
export class HandoffStore {
  readonly #ports: HandoffStorePorts;

  constructor(ports: HandoffStorePorts) {
    this.#ports = ports;
  }

  list(): Promise<HandoffList> {
    return readRecords(this.#ports.files);
  }

  /** `id` may be the beginning of one, as long as it is the only one. */
  async find(id: string): Promise<Handoff> {
    const { handoffs } = await this.list();
    const found = id === "" ? [] : handoffs.filter((handoff) => handoff.id.startsWith(id));
    const exact = found.find((handoff) => handoff.id === id) ?? (found.length === 1 ? found[0] : undefined);
    if (exact !== undefined) return exact;
    const known = (found.length > 0 ? found : handoffs).slice(0, 20).map((handoff) => `${handoff.id} (${handoff.to})`);
    const there = known.length > 0 ? `There are ${known.join(", ")}.` : "There are no handoffs.";
    throw new HandoffError(
      `${found.length > 1 ? "Several handoffs begin" : "No handoff begins"} with \`${id}\`. ${there}`,
    );
  }

  /** The same request is recorded once, whichever conversation of the agent makes it, until the agent has gone on with its result. */
  async raise(request: HandoffRequest, { from, origin, toolCall, originalTask, root }: Asking): Promise<Raised> {
    const to = beginning(request.to.replace(/\s+/g, " ").trim(), 200);
    if (to === "") throw new HandoffError("A handoff needs the agent that it goes to.");
    const { files } = this.#ports;
    const folder = files.folderFor("handoffs", from, root);
    const key = sameRequestKey(request);
    const { id, isNew } = await files.change(folder, async (locked) => {
      const { handoffs } = await this.list();
      const same = handoffs.filter((handoff) => handoff.from === from && sameRequestKey(handoff) === key);
      const existing = sameFirst(same, origin.conversation);
      if (existing !== undefined) return { id: existing.id, isNew: false };
      const created = this.#time();
      const taken = [...handoffs.map((handoff) => handoff.id), ...(await locked.names())];
      const id = newId(created, `${from}\n${origin.conversation}\n${key}`, taken);
      const deferred = deferredReason({ from, to, origin });
      const handoff: Handoff = {
        ...request,
        to,
        id,
        folder,
        path: "",
        realPath: "",
        from,
        state: "open",
        ...(deferred !== undefined && { deferred }),
        origin,
        ...(toolCall !== undefined && { toolCall }),
        originalTask,
        analysis: "",
        plan: "",
        created,
        spent: { turns: 0, tokens: 0, usd: 0 },
      };
      await locked.create(recordName({ id, to }), recordText({ handoff, otherKeys: {}, notes: "" }));
      return { id, isNew: true };
    });
    return { handoff: await this.find(id), isNew };
  }

  /** Adds what was not known when they were raised: what the answer found, how it would go on, and what the conversation used. */
  async complete(
    ids: readonly string[],
    { analysis, plan, spent }: { readonly analysis: string; readonly plan: string; readonly spent?: Spent },
  ): Promise<void> {
    for (const id of ids)
      await this.#change(id, ({ origin, ...handoff }) => ({
        ...handoff,
        origin: { ...origin, ...(spent && { spent }) },
        analysis,
        plan,
      }));
  }

  send(id: string): Promise<Handoff> {
    return this.#change(id, (handoff) => transitions.send(handoff, this.#time()));
  }

  start(id: string, { conversation }: { readonly conversation: string }): Promise<Handoff> {
    const { machine, processId } = this.#ports;
    const run = {
      conversation,
      machine,
      process: processId,
      start: processStart(processId),
      since: this.#time(),
    };
    return this.#change(id, (handoff) => transitions.start(handoff, run));
  }

  /** `conversation` is the one that was started; a handoff that another one runs now is left to that. */
  finish(
    id: string,
    {
      result,
      ...run
    }: { readonly result: string; readonly from: string; readonly spent: Spent; readonly conversation?: string },
  ): Promise<Handoff> {
    return this.#change(id, async (handoff, locked) => {
      const kept = keptResult(handoff, result);
      const finished = transitions.finish(handoff, { ...run, result: kept, at: this.#time() });
      if (finished !== handoff) await writeWhole(locked, finished, result);
      return finished;
    });
  }

  /** With `waits` it becomes sent: the specialist itself waits for others and answers when it goes on. */
  giveBack(
    id: string,
    { partial, spent, waits = false }: { readonly partial: string; readonly spent: Spent; readonly waits?: boolean },
  ): Promise<Handoff> {
    const kept = beginning(storable(partial), longestInRecord);
    return this.#change(id, (handoff) =>
      transitions.giveBack(handoff, { partial: kept, spent, waits, at: this.#time() }),
    );
  }

  /** Counts what was used for it, whatever became of it. */
  charge(id: string, spent: Spent): Promise<Handoff> {
    return this.#change(id, (handoff) => transitions.charge(handoff, spent));
  }

  answer(id: string, text: string, from: string): Promise<Handoff> {
    return this.#change(id, async (handoff, locked) => {
      const answered = transitions.answer(handoff, keptResult(handoff, text), beginning(from, 2000), this.#time());
      if (answered !== handoff) await writeWhole(locked, answered, text);
      return answered;
    });
  }

  dismiss(id: string): Promise<Handoff> {
    return this.#change(id, (handoff) => transitions.dismiss(handoff, this.#time()));
  }

  reopen(id: string): Promise<Handoff> {
    return this.#change(id, transitions.reopen);
  }

  /**
   * Claims all answered handoffs of the conversation that asked for a new one, which the caller then makes under the id that
   * comes back; `newConversationId` is used when nobody made the claim before.
   */
  continueWith(conversation: string, newConversationId: string): Promise<Continuation> {
    return claimResults(this.#ports.files, conversation, { newConversationId, at: this.#time() });
  }

  /** What a continuation goes on with, as {@link continueWith} gives it. */
  async ofContinuation(conversation: string): Promise<readonly Handoff[]> {
    return ofContinuation((await this.list()).handoffs, conversation);
  }

  /** Gives back what processes of this machine left running when they died, with what `reached` can still find. */
  async recover(
    reached: (handoff: Handoff) => Promise<{ readonly partial: string; readonly spent: Spent }>,
  ): Promise<readonly Handoff[]> {
    const { machine, isAlive } = this.#ports;
    const isLost = ({ state, run }: Handoff): boolean =>
      state === "running" && run?.machine === machine && !(isAlive(run.process) && mayBeThat(run));
    const recovered: Handoff[] = [];
    for (const lost of (await this.list()).handoffs.filter(isLost)) {
      const { spent, ...found } = await reached(lost);
      const partial = beginning(storable(found.partial), longestInRecord);
      let isOurs = false;
      const handoff = await this.#change(lost.id, (current) => {
        isOurs = isLost(current);
        return isOurs ? transitions.giveBack(current, { partial, spent, waits: false, at: this.#time() }) : current;
      });
      if (isOurs) recovered.push(handoff);
    }
    return recovered;
  }

  /** A file that was moved meanwhile, by agreeing to share it or by hand, is looked for again. */
  async #change(
    id: string,
    step: (handoff: Handoff, locked: LockedTeamFolder) => Handoff | Promise<Handoff>,
  ): Promise<Handoff> {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const found = await this.find(id);
      const changed = await this.#ports.files.change(found.folder, (locked) =>
        changeRecord(locked, found, (handoff) => step(handoff, locked)),
      );
      if (changed !== undefined) return changed;
    }
    throw new HandoffError(`The file of handoff ${id} is moved all the time; try again.`);
  }

  #time(): string {
    return this.#ports.now().toISOString();
  }
}

const mostAttempts = 3;

/** Whether the process that has the number now may be the one that began the run. */
function mayBeThat({ process, start }: HandoffRun): boolean {
  const now = processStart(process);
  return start === undefined || now === undefined || now === start;
}

/** Of the same requests: one of the same conversation, else one that can still be answered, else the newest. */
function sameFirst(handoffs: readonly Handoff[], conversation: string): Handoff | undefined {
  const waiting = handoffs.filter(({ state }) => state !== "continued");
  return (
    waiting.find(({ origin }) => origin.conversation === conversation) ??
    waiting.find(({ state }) => state !== "dismissed") ??
    waiting[0]
  );
}

function newId(created: string, request: string, taken: readonly string[]): string {
  for (let round = 0; ; round++) {
    const hash = createHash("sha256").update(round === 0 ? request : `${request}\n${round}`);
    const id = `${created.slice(0, 10).replaceAll("-", "")}-${hash.digest("hex").slice(0, 8)}`;
    if (!taken.some((name) => name.startsWith(id))) return id;
  }
}
