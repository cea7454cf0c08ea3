import { createAnthropicModel } from "./anthropic";
import type { Model } from "./model";
import { createOfflineModel } from "./offline";

/** What a person chose; nothing of it ever comes from a workspace. */
interface ProviderSettings {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly model?: string;
}

/** Settings that a provider cannot work with; the message says what to add. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

export interface Provider {
  readonly name: string;
  /** One sentence for help texts. */
  readonly description: string;
  /** @throws ProviderError */
  create(settings: ProviderSettings): Model;
}

/** What answers when neither the person nor the agent names a model. */
export const defaultAnthropicModel = "claude-opus-5-5";

const anthropic: Provider = {
  name: "anthropic",
  description: "Anthropic's API, with a key of yours",
  create({ apiKey, baseUrl = "https://api.anthropic.com", model = defaultAnthropicModel }) {
    if (!apiKey) throw new ProviderError("The provider anthropic needs a key: set ANTHROPIC_API_KEY for this command.");
    return createAnthropicModel({ provider: "anthropic", profile: "full", apiKey, baseUrl, model });
  },
};

const local: Provider = {
  name: "local",
  description: "a server that speaks the Messages API (Ollama, llama.cpp, LM Studio, vLLM)",
  create({ apiKey = "local", baseUrl = "http://localhost:11434", model }) {
    if (!model) throw new ProviderError("The provider local needs the name of a model: add --model ID.");
    return createAnthropicModel({ provider: "local", profile: "compatible", apiKey, baseUrl, model });
  },
};

const offline: Provider = {
  name: "offline",
  description: "the offline reviewer: no key, no network",
  create: () => createOfflineModel(),
};

/** Every provider there is. Adding one here is all it takes. */
export const providers: readonly Provider[] = [offline, anthropic, local];

/** Model identifiers behind the short names that agent files use, as of 2026-11. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["opus", defaultAnthropicModel],
  ["sonnet", "claude-sonnet-5-5"],
  ["haiku", "claude-haiku-5-5"],
]);

/** The model identifier for a definition's `model`; undefined for `inherit`. */
export function modelOf(definitionModel: string): string | undefined {
  return definitionModel === "inherit" ? undefined : (aliases.get(definitionModel) ?? definitionModel);
}
