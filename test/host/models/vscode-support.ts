import { expect } from "vitest";
import type * as vscode from "vscode";
import type { Message } from "../../../src/core/model/message";
import type { ModelEvent, ModelRequest } from "../../../src/core/model/model";
import { createVscodeModel, type VscodeModelOptions } from "../../../src/host/models/vscode-model";
import { type FakeChatModel, type FakeModelOptions, fakeChatModel } from "../../support/fake-vscode/language-models";

export const tools = [{ name: "Grep", description: "Searches.", inputSchema: { type: "object" } }];
export const question: Message = { role: "user", content: [{ type: "text", text: "Why?" }] };
const request = (...messages: readonly Message[]): ModelRequest => ({ system: "You help.", tools, messages });

export function modelOver(chatModel: FakeChatModel | undefined, options: Partial<VscodeModelOptions> = {}) {
  return createVscodeModel({
    name: "Scripted model",
    select: async () => chatModel as unknown as vscode.LanguageModelChat,
    consent: "ask",
    access: { canSendRequest: () => undefined },
    ...options,
  });
}

export async function collect(
  model: ReturnType<typeof modelOver>,
  {
    messages = [question],
    signal = new AbortController().signal,
  }: { messages?: readonly Message[]; signal?: AbortSignal } = {},
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request(...messages), signal)) events.push(event);
  expect(events.filter(({ type }) => type === "stop")).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("stop");
  return events;
}

/** Runs one turn and returns the events and what was sent. */
export async function turn(options: FakeModelOptions, messages?: readonly Message[]) {
  const chatModel = fakeChatModel(options);
  const events = await collect(modelOver(chatModel), messages ? { messages } : {});
  return { events, stop: events.at(-1), chatModel };
}
