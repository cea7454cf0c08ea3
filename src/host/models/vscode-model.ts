import * as vscode from "vscode";
import type { StopEvent } from "../../core/model/anthropic/stop";
import { Silence, watched } from "../../core/model/anthropic/watchdog";
import type { Model, ModelEvent, ModelRequest } from "../../core/model/model";
import { VscodeAnswer } from "./vscode-answer";
import { modelGone, vscodeFailure } from "./vscode-failure";
import { chatMessages, chatTools } from "./vscode-messages";
import { TokenCounter } from "./vscode-usage";

export interface VscodeModelOptions {
  /** As people see it. */
  readonly name: string;
  /** Finds the model anew for each request, because models come and go. Undefined: it is gone. */
  select(): Promise<vscode.LanguageModelChat | undefined>;
  /**
   * `ask`: a person has just asked, so VS Code may ask for consent. `only-if-given`: nothing is sent, and no dialog comes up,
   * unless consent was given before.
   */
  readonly consent: "ask" | "only-if-given";
  /** What VS Code knows about consent: `context.languageModelAccessInformation`. */
  readonly access: Pick<vscode.LanguageModelAccessInformation, "canSendRequest">;
  /** Milliseconds without anything after which a request is ended; 5 minutes by default. */
  readonly idleTimeout?: number;
  /** Milliseconds of silence after which it is shown; 20 seconds by default. */
  readonly silenceNotice?: number;
}

/** A model that VS Code provides. The history stays ours; VS Code sees a translation of it with each request. */
export function createVscodeModel(options: VscodeModelOptions): Model {
  const counter = new TokenCounter();
  return {
    provider: "vscode",
    name: options.name,
    stream: (request, signal) => answer(request, signal, options, counter),
  };
}

async function* answer(
  request: ModelRequest,
  signal: AbortSignal,
  options: VscodeModelOptions,
  counter: TokenCounter,
): AsyncGenerator<ModelEvent, void> {
  const answer = new VscodeAnswer(request.messages);
  const { idleTimeout = 300_000, silenceNotice = 20_000 } = options;
  const items = watched<Sent | Received>(
    async ({ emit, signal: ended }) => {
      const model = await options.select();
      if (model === undefined) throw new NotAvailable(modelGone(options.name));
      if (options.consent === "only-if-given" && options.access.canSendRequest(model) !== true) {
        throw new NotAvailable(
          vscode.l10n.t(
            "VS Code asks before {0} is used for the first time. Ask a question, and allow it.",
            options.name,
          ),
        );
      }
      const parts = await send(model, request, ended);
      // From here on the model answers, so there is something to count.
      emit(new Sent(counter.start(model, request)));
      for await (const part of parts) emit(new Received(part));
    },
    { signal, idleTimeout, silenceNotice },
  );

  let usage: Sent["usage"] | undefined;
  let stop: StopEvent | undefined;
  try {
    for await (const item of items) {
      if (item instanceof Sent) usage = item.usage;
      else if (item instanceof Received) yield* answer.accept(item.part);
      else if (item instanceof Silence) {
        yield { type: "waiting", reason: vscode.l10n.t("The model has been silent for {0} s", item.seconds) };
      }
    }
  } catch (error) {
    stop =
      error instanceof NotAvailable
        ? answer.brokenOff({ reason: "failed", message: error.message })
        : answer.brokenOff(vscodeFailure(error, options.name));
  }
  if (signal.aborted) stop = answer.brokenOff(vscodeFailure(new vscode.CancellationError(), options.name));
  // Whoever stopped is not kept waiting for a count.
  else if (usage !== undefined) yield { type: "usage", usage: await usage(answer.countedText) };
  yield stop ?? answer.stop();
}

/** Classes, so that nothing that a model sends can be taken for them. */
class Sent {
  readonly usage: ReturnType<TokenCounter["start"]>;

  constructor(usage: Sent["usage"]) {
    this.usage = usage;
  }
}

class Received {
  readonly part: unknown;

  constructor(part: unknown) {
    this.part = part;
  }
}

class NotAvailable extends Error {}

async function send(
  model: vscode.LanguageModelChat,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown>> {
  const source = new vscode.CancellationTokenSource();
  signal.addEventListener("abort", () => source.cancel(), { once: true });
  if (signal.aborted) source.cancel();
  const justification = vscode.l10n.t(
    "ML Engineer answers your question with this model. It sends the question and what it reads in the workspace.",
  );
  const response = await model.sendRequest(
    chatMessages(request),
    { justification, tools: chatTools(request) },
    source.token,
  );
  return response.stream;
}
