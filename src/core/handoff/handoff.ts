import type { TeamFileProblem, TeamFolder } from "../workspace/team-files";

/**
 * open → sent (given to another chat) or running (a specialist works on it) → answered → continued; dismissed at any time.
 * A run that ends without an answer goes back to open, with what it reached as its partial result.
 */
export type HandoffState = "open" | "sent" | "running" | "answered" | "continued" | "dismissed";

/** What one agent asks of another. Fields that were not given are empty. */
export interface HandoffRequest {
  /** As written, for example `Backend Architect`. */
  readonly to: string;
  readonly task: string;
  readonly context: string;
  readonly needBack: string;
  readonly blocks: string;
}

/** Where a conversation stands in the work of the team. It travels with the conversation. */
export interface Origin {
  readonly conversation: string;
  /** The conversation with the person that all of this began with; itself at depth 0. Its budget covers everything below. */
  readonly root: string;
  /** 0 for a conversation with the person. */
  readonly depth: number;
  /** Agents from the person's conversation down to the one that asked, without this conversation's own. */
  readonly lineage: readonly string[];
  /** The handoff that this conversation is to answer. */
  readonly answers?: string;
  /** The conversation that this one goes on with. */
  readonly continues?: string;
  /** The task of the conversation that this one goes on with; absent where the first question is the task. */
  readonly task?: string;
  /** In a record: what this conversation itself had used when it asked. */
  readonly spent?: Spent;
}

/** What a conversation and everything it started used. */
export interface Spent {
  readonly turns: number;
  /** Prompt and output tokens, cached ones included. */
  readonly tokens: number;
  /** Estimated; without the requests that have no known price. */
  readonly usd: number;
}

/** A specialist at work. Who notices that the process is gone puts the handoff back to open. */
export interface HandoffRun {
  readonly conversation: string;
  /** Identifies the machine without naming it. */
  readonly machine: string;
  readonly process: number;
  /** Tells the process from a later one of the same number, where the system knows. */
  readonly start?: string | undefined;
  /** ISO 8601. */
  readonly since: string;
}

/** A durable request: one Markdown file that holds all that is needed to answer it and to go on, on any machine. */
export interface Handoff extends HandoffRequest {
  /** `YYYYMMDD-xxxxxxxx`; the same request of the same conversation always gets the same one. */
  readonly id: string;
  readonly folder: TeamFolder;
  readonly path: string;
  /** Absolute, for opening it in an editor. */
  readonly realPath: string;
  /** Definition name of the agent that asks. */
  readonly from: string;
  readonly state: HandoffState;
  /** Why dispatch does not let a specialist run it; it is then a deferred consultation that a person may still answer. */
  readonly deferred?: string;
  readonly origin: Origin;
  /** The structured call that raised it; absent for one written in Markdown. */
  readonly toolCall?: string;
  readonly originalTask: string;
  /** What the asking agent had found, in full. */
  readonly analysis: string;
  readonly plan: string;
  /** ISO 8601, as all times here. */
  readonly created: string;
  readonly sent?: string;
  readonly answered?: string;
  readonly continued?: string;
  readonly dismissed?: string;
  readonly run?: HandoffRun;
  /** What a run that did not end reached. */
  readonly partial?: string;
  readonly result?: string;
  /** `specialist`, `person`, or the paths of the files that were attached. */
  readonly resultFrom?: string;
  /** Workspace path of the whole result where it is too long for the record, which then holds its beginning. */
  readonly resultFile?: string;
  /** The conversation that went on with the results. */
  readonly continuation?: string;
  /** Identifiers of all handoffs that this continuation took, kept with the first: a claim that was cut off is ended by them. */
  readonly claims?: readonly string[];
  /** Used by its runs, and by what these started. */
  readonly spent: Spent;
}

export interface HandoffList {
  /** Newest first. */
  readonly handoffs: readonly Handoff[];
  /** Records that are broken, cut off or double, with the remedy in their message. */
  readonly problems: readonly TeamFileProblem[];
}

/** A step that the state of a handoff does not allow, or a handoff that is not there. The message says what to do. */
export class HandoffError extends Error {
  override readonly name = "HandoffError";
  /** The handoff as it is now, where there is one. */
  readonly handoff: Handoff | undefined;

  constructor(message: string, handoff?: Handoff) {
    super(message);
    this.handoff = handoff;
  }
}

/** Whether the work of the asking agent waits for it. Nobody waits for a dismissed one, or for a deferred consultation. */
export function isBlocking({ blocks, state, deferred }: Pick<Handoff, "blocks" | "state" | "deferred">): boolean {
  return deferred === undefined && state !== "dismissed" && !/^(?:nothing|none|[-–—])?[.!]?$/i.test(blocks.trim());
}
