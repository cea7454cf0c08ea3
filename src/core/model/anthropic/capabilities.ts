import type Anthropic from "@anthropic-ai/sdk";
import { countOf, objectOf } from "./json";

/** What a request may use. It comes from the endpoint, never from the name of a model. */
export interface Capabilities {
  /** The most tokens that one answer may have, if the endpoint says so. */
  readonly maxTokens: number | undefined;
  readonly adaptiveThinking: boolean;
}

export const noCapabilities: Capabilities = { maxTokens: undefined, adaptiveThinking: false };

export function capabilitiesOf(info: Anthropic.ModelInfo): Capabilities {
  // Gateways answer here in shapes of their own, so nothing of the declared type is relied on.
  const described = objectOf(info);
  const types = objectOf(objectOf(objectOf(described?.capabilities)?.thinking)?.types);
  return {
    maxTokens: countOf(described?.max_tokens),
    adaptiveThinking: objectOf(types?.adaptive)?.supported === true,
  };
}

/** Whether a failed question about the model only means that this endpoint does not know the question. */
export function isUnanswered(error: unknown): boolean {
  const described = objectOf(error);
  if (error instanceof SyntaxError || described?.name === "APIConnectionTimeoutError") return true;
  const status = countOf(described?.status) ?? 0;
  return status >= 400 && status < 500 && ![401, 408, 409, 429].includes(status);
}
