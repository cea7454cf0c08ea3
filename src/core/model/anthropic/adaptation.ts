import type { AssistantMessage, Message } from "../message";
import { type Capabilities, capabilitiesOf, isUnanswered, noCapabilities } from "./capabilities";
import type { Endpoint } from "./endpoint";
import type { Failure } from "./failure";
import { type EndpointProfile, isThinking, outputLimit, type RequestShape } from "./request";

/** What is learnt about an endpoint while it is used. It only ever asks for less, and says so each time. */
export interface Adaptation {
  /** Finds out, once, what the model can do. Returns what a person should know. Throws only failures that may pass. */
  prepare(signal: AbortSignal): Promise<readonly string[]>;
  shape(): RequestShape;
  /** The token limit that requests carry. */
  outputLimit(): number;
  /** Changes the next request to suit a refusal and says how; undefined when the refusal is about something else. */
  adaptTo(failure: Failure, messages: readonly Message[]): string | undefined;
}

interface AdaptationOptions {
  readonly model: string;
  readonly profile: EndpointProfile;
  readonly maxTokens?: number;
}

export function createAdaptation(endpoint: Endpoint, options: AdaptationOptions): Adaptation {
  const { model, maxTokens } = options;
  const withoutThinking = new WeakSet<Message>();
  let profile = options.profile;
  let capabilities: Capabilities | undefined = profile === "full" ? undefined : noCapabilities;

  function shape(): RequestShape {
    return { model, profile, capabilities: capabilities ?? noCapabilities, maxTokens, withoutThinking };
  }

  return {
    shape,
    outputLimit: () => outputLimit(shape()),
    async prepare(signal) {
      if (capabilities !== undefined) return [];
      try {
        capabilities = capabilitiesOf(await endpoint.describeModel(model, signal));
        return [];
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        capabilities = noCapabilities;
        profile = "compatible";
        return [
          `The endpoint does not say what ${model} can do, so requests are kept minimal: no prompt cache, no thinking.`,
        ];
      }
    },
    adaptTo(failure, messages) {
      if (failure.status !== 400 && failure.status !== 422) return undefined;
      if (capabilities?.adaptiveThinking && missesThinkingBlocks(failure.detail)) {
        capabilities = { ...capabilities, adaptiveThinking: false };
        return "The endpoint misses earlier thinking of this conversation, so thinking is off from here on.";
      }
      const thoughtful = messages.filter((message) => hasThinking(message) && !withoutThinking.has(message));
      if (thoughtful.length > 0 && refusesThinkingBlocks(failure.detail)) {
        for (const message of thoughtful) withoutThinking.add(message);
        return "The endpoint did not accept earlier thinking of this conversation; it is left out from here on.";
      }
      if (profile === "full" && refusesFields(failure.detail)) {
        profile = "compatible";
        return "The endpoint does not know a field of the request, so requests are kept minimal: no prompt cache, no thinking.";
      }
      return undefined;
    },
  };
}

function hasThinking(message: Message): message is AssistantMessage {
  return message.role === "assistant" && message.content.some((block) => isThinking(block.type));
}

/** What follows when thinking was left out while it stays switched on. */
function missesThinkingBlocks(detail: string): boolean {
  return /expected `?(redacted_)?thinking|must start with a thinking block/i.test(detail);
}

/** A complaint about blocks in the messages, not about the parameter of the same name. */
function refusesThinkingBlocks(detail: string): boolean {
  return /thinking/i.test(detail) && /signature|messages?[.[\s]|block|content|tag/i.test(detail);
}

function refusesFields(detail: string): boolean {
  // A refusal that names a place in the messages would come again.
  if (/^messages?[.[]/i.test(detail)) return false;
  return /cache_control|\bthinking\b|extra (inputs?|fields?)|extra_forbidden|not permitted|unknown|unrecogni[sz]ed|unexpected|unsupported|not supported/i.test(
    detail,
  );
}
