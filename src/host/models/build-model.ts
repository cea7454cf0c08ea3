import * as vscode from "vscode";
import type { AgentDefinition } from "../../core/agent/definition/definition";
import { defaultAnthropicModel, modelOf } from "../../core/model";
import { createAnthropicModel } from "../../core/model/anthropic";
import type { Model } from "../../core/model/model";
import { createOfflineModel } from "../../core/model/offline";
import type { Log } from "../log";
import type { Choice, InForce } from "./choice";
import type { KeyStore } from "./key-store";
import { createVscodeModel, type VscodeModelOptions } from "./vscode-model";

export interface BuildModelPorts extends Pick<VscodeModelOptions, "access" | "consent"> {
  readonly keys: KeyStore;
  readonly log: Log;
  readonly definition: Pick<AgentDefinition, "model">;
}

export function buildModel({ choice, settings }: InForce, ports: BuildModelPorts): Model {
  const { keys, log: logger, access, consent } = ports;
  switch (choice.provider) {
    case "offline":
      return createOfflineModel();
    case "anthropic":
      return createAnthropicModel({
        provider: "anthropic",
        profile: "full",
        baseUrl: settings.anthropicBaseUrl,
        model: anthropicModel(choice, ports.definition),
        apiKey: async () => (choice.key === "environment" ? keys.environmentKey : await keys.read()) ?? "",
        logger,
      });
    case "vscode":
      return createVscodeModel({ name: choice.name, access, consent, select: () => selectChatModel(choice) });
    case "local":
      return choice.model === undefined
        ? withoutModel()
        : createAnthropicModel({
            provider: "local",
            profile: "compatible",
            baseUrl: settings.localBaseUrl,
            model: choice.model,
            apiKey: "local",
            logger,
          });
  }
}

/** The person's model goes before the agent's own. */
export function anthropicModel(
  { model }: Extract<Choice, { provider: "anthropic" }>,
  definition: Pick<AgentDefinition, "model"> | undefined,
): string {
  return model ?? modelOf(definition?.model ?? "inherit") ?? defaultAnthropicModel;
}

/** The model of this identifier; without one the model with the largest window. */
async function selectChatModel({
  id,
  vendor,
}: Omit<Extract<Choice, { provider: "vscode" }>, "name">): Promise<vscode.LanguageModelChat | undefined> {
  const models = await vscode.lm.selectChatModels({ ...(id && { id }), ...(vendor && { vendor }) });
  return id === undefined ? largest(models) : models[0];
}

export function largest(models: readonly vscode.LanguageModelChat[]): vscode.LanguageModelChat | undefined {
  return models.reduce<vscode.LanguageModelChat | undefined>(
    (best, model) => (best === undefined || model.maxInputTokens > best.maxInputTokens ? model : best),
    undefined,
  );
}

function withoutModel(): Model {
  return {
    provider: "local",
    name: vscode.l10n.t("no model"),
    async *stream() {
      yield {
        type: "stop",
        reason: "failed",
        content: [],
        message: vscode.l10n.t("No model of the local server is chosen. Choose one with Choose model."),
      };
    },
  };
}
