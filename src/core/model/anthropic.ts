import { type Adaptation, createAdaptation } from "./anthropic/adaptation";
import { type Answer, createAnswer } from "./anthropic/answer";
import { createEndpoint, type Endpoint, type ModelLogger } from "./anthropic/endpoint";
import { type Failure, failureOf, finalMessage } from "./anthropic/failure";
import type { JsonObject } from "./anthropic/json";
import { type EndpointProfile, requestBody } from "./anthropic/request";
import { countDown, type RetryTiming, sleep, waitBefore } from "./anthropic/retry";
import { saysContextFull } from "./anthropic/status-failure";
import { brokenOff, contextFull, type StopEvent, stopOf } from "./anthropic/stop";
import { receive } from "./anthropic/stream";
import { Silence, StalledError, watched } from "./anthropic/watchdog";
import type { Message } from "./message";
import type { Model, ModelEvent, ModelRequest } from "./model";

export interface AnthropicModelOptions {
  /** `local`: a server of one's own that speaks the Messages API; it may need no key. */
  readonly provider: "anthropic" | "local";
  /** A function is asked before each request, so that a changed key is used at once. */
  readonly apiKey: string | (() => Promise<string>);
  readonly baseUrl: string;
  readonly model: string;
  readonly profile: EndpointProfile;
  /** The most tokens of one answer; by default what the endpoint allows, within reason. */
  readonly maxTokens?: number;
  /** Milliseconds without any byte after which a request is ended; 5 minutes by default. */
  readonly idleTimeout?: number;
  /** Milliseconds of silence after which it is shown; 20 seconds by default. */
  readonly silenceNotice?: number;
  /** How often a request is sent again after a failure that may pass; 4 by default. */
  readonly maxRetries?: number;
  /** For tests: waiting without time passing. */
  readonly timing?: Partial<RetryTiming>;
  readonly logger?: ModelLogger;
}

/** A model behind the Messages API: Anthropic's own, or any server that speaks it. Nothing is sent before `stream`. */
export function createAnthropicModel(options: AnthropicModelOptions): Model {
  const settings: Settings = {
    ...options,
    maxRetries: options.maxRetries ?? 4,
    idleTimeout: options.idleTimeout ?? 300_000,
    silenceNotice: options.silenceNotice ?? 20_000,
    timing: { sleep, random: Math.random, ...options.timing },
  };
  const endpoint = createEndpoint({ ...settings, logger: options.logger });
  const adaptation = createAdaptation(endpoint, options);
  return {
    provider: options.provider,
    name: options.model,
    stream: (request, signal) => answers(request, signal, { settings, endpoint, adaptation }),
  };
}

interface Settings extends AnthropicModelOptions {
  readonly maxRetries: number;
  readonly idleTimeout: number;
  readonly silenceNotice: number;
  readonly timing: RetryTiming;
}

interface Connection {
  readonly settings: Settings;
  readonly endpoint: Endpoint;
  readonly adaptation: Adaptation;
}

type Attempt =
  | { readonly type: "stopped"; readonly stop: StopEvent }
  | { readonly type: "failed"; readonly failure: Failure; readonly answer: Answer };

/** Attempts until one comes to its end, or until a further one makes no sense or could repeat what was already seen. */
async function* answers(
  request: ModelRequest,
  signal: AbortSignal,
  connection: Connection,
): AsyncGenerator<ModelEvent, void> {
  const { settings, adaptation } = connection;
  for (let attempt = 1; ; ) {
    const result = yield* attemptOnce(request, signal, connection);
    if (result.type === "stopped") {
      yield result.stop;
      return;
    }
    const { failure, answer } = result;
    const change = answer.visible ? undefined : adaptation.adaptTo(failure, request.messages);
    if (change !== undefined) {
      yield { type: "notice", message: change };
      continue;
    }
    const wait = answer.visible ? undefined : waitBefore(failure, attempt, settings.maxRetries, settings.timing.random);
    if (wait === undefined) {
      yield saysContextFull(failure)
        ? brokenOff("context-full", answer, contextFull)
        : brokenOff("failed", answer, finalMessage(failure, attempt, answer.visible));
      return;
    }
    attempt += 1;
    const attempts = failure.retry === "once" ? 2 : settings.maxRetries + 1;
    yield* countDown(wait, { reason: failure.reason, attempt, attempts }, settings.timing, signal);
    if (signal.aborted) {
      yield brokenOff("cancelled", undefined, cancelled);
      return;
    }
  }
}

async function* attemptOnce(
  request: ModelRequest,
  signal: AbortSignal,
  { settings, endpoint, adaptation }: Connection,
): AsyncGenerator<ModelEvent, Attempt> {
  const answer = createAnswer(toolCallIds(request.messages));
  try {
    const items = watched<JsonObject | Notice>(
      async ({ emit, alive, signal: ended }) => {
        for (const message of await adaptation.prepare(ended)) emit(new Notice(message));
        await receive(endpoint, requestBody(request, adaptation.shape()), { emit, alive, signal: ended });
      },
      { signal, silenceNotice: settings.silenceNotice, idleTimeout: settings.idleTimeout },
    );
    for await (const item of items) {
      if (item instanceof Silence) {
        yield { type: "waiting", reason: `The model has been silent for ${item.seconds} s` };
      } else if (item instanceof Notice) {
        yield { type: "notice", message: item.message };
      } else {
        for (const event of answer.accept(item)) yield event;
      }
    }
  } catch (error) {
    // An endpoint that falls silent after the stop reason has said everything.
    const complete = error instanceof StalledError && answer.stopReason !== undefined;
    if (!signal.aborted && !complete) {
      if (answer.usage !== undefined) yield { type: "usage", usage: answer.usage };
      const context = { address: endpoint.address, model: settings.model, secrets: endpoint.secrets };
      return { type: "failed", failure: failureOf(error, context), answer };
    }
  }
  if (answer.usage !== undefined) yield { type: "usage", usage: answer.usage };
  if (signal.aborted) return { type: "stopped", stop: brokenOff("cancelled", answer, cancelled) };
  return { type: "stopped", stop: stopOf(answer, adaptation.outputLimit(), endpoint.secrets) };
}

/** A class, so that nothing that an endpoint sends can be taken for it. */
class Notice {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

const cancelled = "Stopped. What had arrived is kept; ask again to continue.";

function toolCallIds(messages: readonly Message[]): string[] {
  return messages.flatMap((message) =>
    message.role === "assistant"
      ? message.content.flatMap((block) => (block.type === "tool_use" ? [block.id] : []))
      : [],
  );
}
