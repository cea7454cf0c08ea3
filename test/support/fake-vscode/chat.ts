import { CancellationTokenSource, Disposable } from "./events";
import type { FakeChatModel } from "./language-models";
import { type Location, Range, type Uri } from "./places";
import { strict } from "./strict";

export class MarkdownString {
  value: string;
  isTrusted = false;
  supportHtml = false;
  supportThemeIcons = false;

  constructor(value = "") {
    this.value = value;
  }
}

export class ChatResponseMarkdownPart {
  readonly value: MarkdownString;

  constructor(value: string | MarkdownString) {
    this.value = typeof value === "string" ? new MarkdownString(value) : value;
  }
}

interface ChatResult {
  readonly errorDetails?: { readonly message: string };
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export class ChatRequestTurn {
  readonly prompt: string;
  readonly participant: string;

  constructor(prompt: string, participant: string) {
    this.prompt = prompt;
    this.participant = participant;
  }
}

export class ChatResponseTurn {
  readonly response: readonly ChatResponseMarkdownPart[];
  readonly result: ChatResult;
  readonly participant: string;

  constructor(response: readonly ChatResponseMarkdownPart[], result: ChatResult, participant: string) {
    this.response = response;
    this.result = result;
    this.participant = participant;
  }
}

type Turn = ChatRequestTurn | ChatResponseTurn;
type Handler = (request: object, context: object, stream: object, token: object) => Promise<ChatResult>;
interface Participant {
  readonly id: string;
  readonly handler: Handler;
  iconPath: unknown;
  followupProvider?: {
    provideFollowups(result: ChatResult, context: object, token: object): Promise<readonly { prompt: string }[]>;
  };
  dispose(): void;
}

/** VS Code's own chat: holds the turns of one conversation and shows what the participant streams as lines of text. */
export function createChat() {
  const participants = new Map<string, Participant>();

  return {
    chat: strict("vscode.chat", {
      createChatParticipant(id: string, handler: Handler): Participant {
        const participant = { id, handler, iconPath: undefined, ...new Disposable(() => {}), dispose };
        function dispose() {
          participants.delete(id);
        }
        participants.set(id, participant);
        return participant;
      },
    }),
    control: {
      get participants() {
        return [...participants.keys()];
      },
      /** A conversation of this participant; each question is asked with the turns before it. */
      open(id: string) {
        const history: Turn[] = [];
        return {
          history,
          async ask(
            prompt: string,
            {
              model,
              references = [],
              source = new CancellationTokenSource(),
            }: {
              readonly model: FakeChatModel;
              readonly references?: readonly { readonly id: string; readonly value: unknown }[];
              readonly source?: CancellationTokenSource;
            },
          ) {
            const participant = participants.get(id);
            if (!participant) throw new Error(`there is no participant ${id}`);
            const answer = createResponseStream();
            const request = strict("ChatRequest", {
              prompt,
              command: undefined,
              references,
              toolReferences: [],
              model,
            });
            const context = { history: [...history] };
            const result = await participant.handler(request, context, answer.stream, source.token);
            // What is kept with a turn survives a restart, so it must be plain data.
            const stored = JSON.parse(JSON.stringify(result)) as ChatResult;
            history.push(new ChatRequestTurn(prompt, id));
            history.push(new ChatResponseTurn([new ChatResponseMarkdownPart(answer.markdown())], stored, id));
            const followups = await participant.followupProvider?.provideFollowups(stored, context, source.token);
            return { shown: answer.shown(), result: stored, followups: followups?.map((followup) => followup.prompt) };
          },
        };
      },
    },
  };
}

function createResponseStream() {
  const lines: string[] = [];
  let open = "";
  let all = "";
  const close = () => {
    if (open !== "") lines.push(open);
    open = "";
  };
  const add = (line: string) => {
    close();
    lines.push(line);
  };
  return {
    markdown: () => all,
    shown() {
      close();
      return lines.join("\n");
    },
    stream: strict("ChatResponseStream", {
      markdown(value: string | MarkdownString) {
        if (typeof value !== "string" && value.isTrusted) throw new Error("text of a model must not be trusted");
        const text = typeof value === "string" ? value : value.value;
        open += text;
        all += text;
      },
      progress: (text: string) => add(`[progress] ${text}`),
      reference: (value: Uri | Location) => add(`[reference] ${placeText(value)}`),
      button: ({ command, title }: { command: string; title: string }) => add(`[button] ${title} (${command})`),
    }),
  };
}

function placeText(value: Uri | Location): string {
  if (!("range" in value)) return value.path;
  const { start, end } = new Range(value.range.start, value.range.end);
  return `${value.uri.path}:${start.line + 1}-${end.line + 1}`;
}
