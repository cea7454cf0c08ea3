import { type CancellationTokenSource, EventEmitter } from "./events";
import { strict } from "./strict";

type CancellationToken = CancellationTokenSource["token"];

export const LanguageModelChatMessageRole = { User: 1, Assistant: 2 } as const;

export class LanguageModelTextPart {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelToolCallPart {
  readonly callId: string;
  readonly name: string;
  readonly input: object;

  constructor(callId: string, name: string, input: object) {
    this.callId = callId;
    this.name = name;
    this.input = input;
  }
}

export class LanguageModelToolResultPart {
  readonly callId: string;
  readonly content: unknown[];

  constructor(callId: string, content: unknown[]) {
    this.callId = callId;
    this.content = content;
  }
}

export type Part = LanguageModelTextPart | LanguageModelToolCallPart | LanguageModelToolResultPart;

export class LanguageModelChatMessage {
  readonly role: 1 | 2;
  readonly content: readonly Part[];

  constructor(role: 1 | 2, content: string | readonly Part[]) {
    this.role = role;
    this.content = typeof content === "string" ? [new LanguageModelTextPart(content)] : content;
  }

  static User(content: string | readonly Part[]): LanguageModelChatMessage {
    return new LanguageModelChatMessage(LanguageModelChatMessageRole.User, content);
  }

  static Assistant(content: string | readonly Part[]): LanguageModelChatMessage {
    return new LanguageModelChatMessage(LanguageModelChatMessageRole.Assistant, content);
  }
}

export class LanguageModelError extends Error {
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.name = "LanguageModelError";
    this.code = code;
  }

  static NoPermissions(message = ""): LanguageModelError {
    return new LanguageModelError(message, "NoPermissions");
  }

  static Blocked(message = ""): LanguageModelError {
    return new LanguageModelError(message, "Blocked");
  }

  static NotFound(message = ""): LanguageModelError {
    return new LanguageModelError(message, "NotFound");
  }
}

/** What the model does in one turn: parts in order; an error is thrown where it stands; `wait` until cancelled. */
export type ModelTurn = readonly (Part | Error | "wait" | { readonly unknown: true })[];

export interface ModelRequestRecord {
  readonly messages: readonly LanguageModelChatMessage[];
  readonly tools: readonly { readonly name: string; readonly inputSchema?: object }[];
  readonly justification: string | undefined;
}

export interface FakeModelOptions {
  readonly id?: string;
  readonly name?: string;
  readonly vendor?: string;
  readonly family?: string;
  readonly maxInputTokens?: number;
  readonly turns?: readonly (ModelTurn | Error)[];
  /** Replaces counting: 1 token for 4 characters. */
  readonly countTokens?: (text: string) => Promise<number>;
}

/** A language model that answers from a list and refuses, like strict providers, a history whose calls and results do not pair. */
export function fakeChatModel(options: FakeModelOptions = {}) {
  const requests: ModelRequestRecord[] = [];
  const turns = [...(options.turns ?? [])];
  let cancelled = 0;
  const { id = "scripted", name = "Scripted model", vendor = "test", family = "scripted" } = options;
  return strict("LanguageModelChat", {
    id,
    name,
    vendor,
    family,
    version: "1",
    maxInputTokens: options.maxInputTokens ?? 100_000,
    requests,
    /** How many requests were cancelled. */
    get cancelled() {
      return cancelled;
    },
    countTokens: options.countTokens ?? (async (text: string) => Math.ceil(text.length / 4)),
    async sendRequest(
      messages: readonly LanguageModelChatMessage[],
      { tools = [], justification }: { tools?: ModelRequestRecord["tools"]; justification?: string } = {},
      token?: CancellationToken,
    ) {
      requests.push({ messages, tools, justification });
      token?.onCancellationRequested(() => {
        cancelled += 1;
      });
      const violation = pairingViolation(messages);
      if (violation !== undefined) throw new Error(`invalid request: ${violation}`);
      const turn = turns.shift();
      if (turn === undefined) throw new Error("the model's script has no turn left");
      if (turn instanceof Error) throw turn;
      return { stream: play(turn, token) };
    },
  });
}

export type FakeChatModel = ReturnType<typeof fakeChatModel>;

async function* play(turn: ModelTurn, token: CancellationToken | undefined): AsyncGenerator<unknown> {
  for (const part of turn) {
    if (part === "wait") await new Promise<void>((resolve) => token?.onCancellationRequested(() => resolve()));
    else if (part instanceof Error) throw part;
    else yield part;
    if (token?.isCancellationRequested) return;
  }
}

/** The first rule that the messages break: roles alternate, nothing is empty, each call has exactly one result in the next message. */
function pairingViolation(messages: readonly LanguageModelChatMessage[]): string | undefined {
  if (messages.at(-1)?.role !== LanguageModelChatMessageRole.User) return "the last message is not the user's";
  for (const [index, { role, content }] of messages.entries()) {
    const place = `message ${index}`;
    if (role !== (index % 2 === 0 ? 1 : 2)) return `${place}: roles must alternate`;
    if (content.length === 0) return `${place} is empty`;
    if (content.some((part) => part instanceof LanguageModelTextPart && part.value.trim() === ""))
      return `${place} has an empty text`;
    const results = content.filter((part) => part instanceof LanguageModelToolResultPart).map(({ callId }) => callId);
    const calls = callsOf(messages[index - 1]);
    if (results.join() !== calls.join()) return `${place}: results [${results}] for calls [${calls}]`;
    if (new Set(callsOf({ content })).size !== callsOf({ content }).length) return `${place}: a call identifier twice`;
    if (role === 1 && callsOf({ content }).length > 0) return `${place}: a call in a user message`;
    if (content.slice(0, results.length).some((part) => results.length > 0 && part instanceof LanguageModelTextPart))
      return `${place}: text before results`;
  }
  return undefined;
}

function callsOf(message: Pick<LanguageModelChatMessage, "content"> | undefined): string[] {
  return (message?.content ?? [])
    .filter((part) => part instanceof LanguageModelToolCallPart)
    .map(({ callId }) => callId);
}

/** The language models of the fake editor. */
export function createLanguageModels() {
  let models: readonly FakeChatModel[] = [];
  let failure: Error | undefined;
  const changed = new EventEmitter<void>();
  return {
    control: {
      /** From now on the list cannot be read. */
      fail(error: Error) {
        failure = error;
      },
      set(next: readonly FakeChatModel[]) {
        models = next;
        changed.fire();
      },
    },
    lm: strict("vscode.lm", {
      onDidChangeChatModels: changed.event,
      async selectChatModels(selector: { id?: string; vendor?: string } = {}) {
        if (failure) throw failure;
        const wanted = Object.entries(selector);
        return models.filter((model) => wanted.every(([key, value]) => model[key as "id" | "vendor"] === value));
      },
    }),
  };
}
