import * as z from "zod/mini";
import type { Attachment } from "../core/agent/attachments";
import type { EndReason, ToolGrant } from "../core/agent/events";
import type { HandoffState } from "../core/handoff/handoff";
import type { Usage } from "../core/model/model";

export type { Attachment } from "../core/agent/attachments";

/** One row of the transcript. `id` is unique within a conversation, also after a reload; an item never changes its kind. */
export type Item =
  | {
      readonly kind: "question";
      readonly id: string;
      readonly text: string;
      readonly attachments: readonly Attachment[];
    }
  /** What was read before the first request. */
  | { readonly kind: "reading"; readonly id: string; readonly rows: readonly ReadingRow[] }
  | { readonly kind: "thinking"; readonly id: string; readonly text: string; readonly done: boolean }
  /** Markdown. While `done` is false it grows at its end. */
  | { readonly kind: "answer"; readonly id: string; readonly text: string; readonly done: boolean }
  | ToolItem
  | HandoffItem
  | NoticeItem
  | EndItem;

export interface ReadingRow {
  readonly title: string;
  /** Absent for what is not a file of the workspace. */
  readonly path?: string;
  readonly reason: string;
  readonly milliseconds: number;
}

export interface ToolItem {
  readonly kind: "tool";
  readonly id: string;
  readonly name: string;
  /** For example the pattern or the file. */
  readonly title: string;
  readonly state: "running" | "done" | "failed";
  /** A few words about the result; empty while it runs. */
  readonly summary: string;
  /** The result as the model saw it, cut for display. */
  readonly content: string;
  readonly milliseconds: number;
  /** The file that a click opens, when the call is about one. */
  readonly place?: Attachment;
}

/** Work that was handed to a specialist. Its record is the truth; this is what was known when the view was last told. */
export interface HandoffItem {
  readonly kind: "handoff";
  readonly id: string;
  /** The record's id. */
  readonly handoff: string;
  readonly to: string;
  readonly task: string;
  readonly state: HandoffState;
  readonly blocking: boolean;
  /** Why no specialist runs it. */
  readonly deferred?: string;
}

export interface NoticeItem {
  readonly kind: "notice";
  readonly id: string;
  readonly tone: "waiting" | "note" | "error";
  readonly text: string;
  /** Buttons: what a person can do about it. */
  readonly actions: readonly ChatAction[];
}

export interface EndItem {
  readonly kind: "end";
  readonly id: string;
  readonly reason: EndReason;
  /** Present unless the reason is `done`. */
  readonly message?: string;
  readonly model: string;
  readonly usage: Usage;
  /** Estimated USD by the dated price table; absent for a model without a price. */
  readonly cost?: { readonly usd: number; readonly asOf: string };
  readonly milliseconds: number;
}

/** Where the shown conversation stands in the work of the team. */
export interface TeamState {
  /** What it is for, where a person did not begin it. */
  readonly role?: {
    readonly kind: "answers" | "continues";
    /** Who answers in it, as the handoff names them. */
    readonly agent: string;
    readonly task: string;
    /** The conversation that asked, or that this one goes on with. */
    readonly conversation: string;
  };
  /** What came of the handoffs that were raised in it. */
  readonly results?:
    | { readonly state: "ready"; readonly handoff: string; readonly count: number }
    | { readonly state: "continued"; readonly conversation: string };
  /** Folders of the repository into which files would go that wait for the person's consent. */
  readonly consent?: readonly string[];
}

/** What buttons outside the composer do. The host maps them; a webview cannot name a command. */
export type ChatAction =
  | "stop"
  | "retry"
  | "show-log"
  | "connect-model"
  | "set-api-key"
  | "choose-model"
  | "new-conversation"
  | "show-conversations"
  | "manage-trust"
  | "open-folder"
  | "keep-team-files"
  | "keep-team-private"
  | "reload";

/** Which model answers, and why. */
export interface ProviderStatus {
  readonly provider: string;
  /** As shown below the composer, for example `claude-opus-5-5` or `offline reviewer`. */
  readonly label: string;
  /** One sentence for the tooltip. */
  readonly reason: string;
  /** What was found and can be used after one click. */
  readonly offer?: { readonly text: string; readonly action: ChatAction };
}

export interface ChatState {
  readonly conversation: { readonly id: string; readonly title: string; readonly agent: string };
  /** The newest items; `earlier` more are with the host. */
  readonly items: readonly Item[];
  readonly earlier: number;
  readonly running: boolean;
  readonly queue: readonly { readonly id: string; readonly text: string }[];
  /** Questions that fit this workspace: to start with, or to ask next. */
  readonly suggestions: readonly string[];
  readonly provider: ProviderStatus;
  readonly tools: readonly ToolGrant[];
  readonly workspace: "ready" | "untrusted" | "no-folder";
  readonly team?: TeamState;
}

export type Change =
  | { readonly type: "append"; readonly item: Item }
  | { readonly type: "append-text"; readonly id: string; readonly text: string }
  | { readonly type: "replace"; readonly item: Item }
  | { readonly type: "remove"; readonly id: string }
  | { readonly type: "state"; readonly values: Partial<Omit<ChatState, "items" | "earlier">> };

export interface Mention {
  readonly path: string;
  /** What is inserted after `@`. */
  readonly label: string;
  readonly detail: string;
  /** Set when it stands for a part of the file, as the selection does. */
  readonly line?: number;
  readonly endLine?: number;
}

/** `sequence` counts snapshots and patches; a webview that misses one asks for a snapshot by `ready`. */
export type ToWebview =
  | { readonly type: "snapshot"; readonly sequence: number; readonly state: ChatState }
  | { readonly type: "patch"; readonly sequence: number; readonly changes: readonly Change[] }
  | { readonly type: "earlier"; readonly items: readonly Item[]; readonly earlier: number }
  | { readonly type: "mentions"; readonly request: number; readonly mentions: readonly Mention[] }
  /** Puts text and attachments into the composer, in addition to what stands there, and focuses it. */
  | { readonly type: "compose"; readonly text: string; readonly attachments: readonly Attachment[] };

const path = z.string().check(z.minLength(1), z.maxLength(4096));
const line = z.int().check(z.minimum(1), z.maximum(1_000_000_000));
const id = z.string().check(z.minLength(1), z.maxLength(200));
const question = z.string().check(z.maxLength(200_000));
const attachment = z.object({ path, line: z.optional(line), endLine: z.optional(line) });
const actions = [
  "stop",
  "retry",
  "show-log",
  "connect-model",
  "set-api-key",
  "choose-model",
  "new-conversation",
  "show-conversations",
  "manage-trust",
  "open-folder",
  "keep-team-files",
  "keep-team-private",
  "reload",
] as const satisfies readonly ChatAction[];

/** Everything a webview may say. The host drops what does not parse, and logs it. */
export const fromWebview = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("ask"), text: question, attachments: z.array(attachment).check(z.maxLength(50)) }),
  z.object({ type: z.literal("unqueue"), id }),
  /** Asks another question in place of this one, in a fork of the conversation. */
  z.object({ type: z.literal("edit"), id, text: question }),
  /** Asks the same question again, in a fork. */
  z.object({ type: z.literal("retry"), id }),
  z.object({ type: z.literal("open"), path, line: z.optional(line), endLine: z.optional(line), beside: z.boolean() }),
  /** An http(s) link of an answer; the person is asked by VS Code. */
  z.object({ type: z.literal("open-link"), url: z.string().check(z.maxLength(4096)) }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  /** Shows a handoff in its tree. */
  z.object({ type: z.literal("show-handoff"), id }),
  /** Goes on with the results of the conversation that raised this handoff. */
  z.object({ type: z.literal("continue"), handoff: id }),
  z.object({ type: z.literal("open-conversation"), id }),
  z.object({ type: z.literal("earlier") }),
  z.object({ type: z.literal("find-mentions"), request: z.int(), query: z.string().check(z.maxLength(200)) }),
  z.object({ type: z.literal("action"), action: z.enum(actions) }),
]);
export type FromWebview = z.infer<typeof fromWebview>;

/** One handler for each message: a message without a handler does not compile. */
export type Handlers<Message extends { readonly type: string }> = {
  readonly [Type in Message["type"]]: (message: Extract<Message, { type: Type }>) => void | Promise<void>;
};
