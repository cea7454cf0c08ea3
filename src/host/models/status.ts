import * as vscode from "vscode";
import type { AgentDefinition } from "../../core/agent/definition/definition";
import type { ProviderStatus } from "../../protocol/chat";
import { anthropicModel } from "./build-model";
import type { InForce } from "./choice";
import type { KeyStore } from "./key-store";
import type { Offer } from "./offer";
import { anthropicAddress } from "./settings";

export interface StatusSources {
  readonly keys: KeyStore;
  readonly offer: Offer | undefined;
  readonly definition: Pick<AgentDefinition, "model"> | undefined;
}

/** Which model answers and why, in the words of the line below the composer. */
export async function describeStatus(
  inForce: InForce,
  { keys, offer, definition }: StatusSources,
): Promise<ProviderStatus> {
  const { choice, settings } = inForce;
  const status = (label: string, reason: string): ProviderStatus => ({ provider: choice.provider, label, reason });
  switch (choice.provider) {
    case "offline":
      return offlineStatus(inForce, offer);
    case "anthropic": {
      const label = anthropicModel(choice, definition);
      const missing = await missingKey(choice.key, keys);
      if (missing !== undefined) {
        return { ...status(label, missing), offer: { text: vscode.l10n.t("Set API key"), action: "set-api-key" } };
      }
      const address = settings.anthropicBaseUrl;
      const source = choice.key === "stored" ? vscode.l10n.t("the stored API key") : "ANTHROPIC_API_KEY";
      const way =
        address === anthropicAddress
          ? vscode.l10n.t("Anthropic's API answers, with {0}.", source)
          : vscode.l10n.t("{0} answers, with {1}.", address, source);
      return status(label, `${way} ${decision(inForce)}`);
    }
    case "vscode":
      return status(choice.name, `${vscode.l10n.t("One of VS Code's language models answers.")} ${decision(inForce)}`);
    case "local": {
      const address = settings.localBaseUrl;
      if (choice.model !== undefined) {
        return status(choice.model, `${vscode.l10n.t("The server at {0} answers.", address)} ${decision(inForce)}`);
      }
      const reason = vscode.l10n.t("No model of the server at {0} is chosen.", address);
      const text = vscode.l10n.t("Choose a model");
      return { ...status(vscode.l10n.t("no model"), reason), offer: { text, action: "choose-model" } };
    }
  }
}

function offlineStatus(inForce: InForce, offer: Offer | undefined): ProviderStatus {
  const status = { provider: "offline", label: vscode.l10n.t("offline reviewer") };
  if (inForce.decidedBy !== "nobody") {
    return {
      ...status,
      reason: `${vscode.l10n.t("The offline reviewer answers: no key, no network.")} ${decision(inForce)}`,
    };
  }
  const reason = vscode.l10n.t("No model is connected, so the offline reviewer answers.");
  return offer === undefined
    ? { ...status, reason, offer: { text: vscode.l10n.t("Connect a model"), action: "choose-model" } }
    : { ...status, reason, offer: { text: offer.text, action: "connect-model" } };
}

async function missingKey(source: "stored" | "environment", keys: KeyStore): Promise<string | undefined> {
  if (source === "environment") {
    return keys.environmentKey === undefined
      ? vscode.l10n.t("ANTHROPIC_API_KEY is no longer set where VS Code runs. Set it there, or store a key.")
      : undefined;
  }
  if ((await keys.read()) !== undefined) return undefined;
  return (await keys.problem()) ?? vscode.l10n.t("There is no API key for Anthropic.");
}

function decision({ decidedBy }: InForce): string {
  return decidedBy === "setting"
    ? vscode.l10n.t("The setting mlEngineer.provider says so.")
    : vscode.l10n.t("You chose it.");
}
