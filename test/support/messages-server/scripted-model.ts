import { onTestFinished } from "vitest";
import { type AnthropicModelOptions, createAnthropicModel } from "../../../src/core/model/anthropic";
import type { Model } from "../../../src/core/model/model";
import { type MessagesServer, type ServerOptions, startMessagesServer } from "./server";

export const testKey = "sk-test-0123456789abcdef";

/** A model in front of a scripted server of its own, for one test. Waiting takes no time. */
export async function scriptedModel(
  server: ServerOptions = {},
  options: Partial<AnthropicModelOptions> = {},
): Promise<{ readonly server: MessagesServer; readonly model: Model }> {
  const started = await startMessagesServer({ key: testKey, ...server });
  onTestFinished(() => started.close());
  return { server: started, model: modelAt(started.url, { profile: server.mode ?? "full", ...options }) };
}

export function modelAt(baseUrl: string, options: Partial<AnthropicModelOptions> = {}): Model {
  return createAnthropicModel({
    provider: "anthropic",
    apiKey: testKey,
    baseUrl,
    model: "scripted-model",
    profile: "full",
    timing: { sleep: async () => {}, random: () => 0.5 },
    ...options,
  });
}
