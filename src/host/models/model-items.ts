import * as vscode from "vscode";
import type { Catalogue, ListedModel } from "../../core/model/catalogue";
import { type OwnPrices, priceOf } from "../../core/model/prices";
import type { Choice, InForce } from "./choice";

/** A row of the model picker, and what picking it does. */
export interface ModelItem extends vscode.QuickPickItem {
  readonly action?:
    | { readonly type: "choose"; readonly choice: Choice }
    | { readonly type: "set-api-key" }
    | { readonly type: "ask-local-server" }
    | { readonly type: "open-setting"; readonly setting: string }
    | { readonly type: "manage-chat-models" };
}

/** What is known while the picker is open; `undefined` is still being asked for. */
export interface Found {
  readonly inForce: InForce;
  readonly hasKey: boolean;
  readonly keyProblem: string | undefined;
  readonly hasEnvironmentKey: boolean;
  readonly anthropic: Catalogue | undefined;
  readonly chatModels: readonly vscode.LanguageModelChat[] | undefined;
}

export function modelItems(found: Found): ModelItem[] {
  const { inForce } = found;
  const { settings } = inForce;
  return [
    section(vscode.l10n.t("Offline")),
    choose({ provider: "offline" }, inForce, {
      label: vscode.l10n.t("Offline reviewer"),
      detail: vscode.l10n.t("No key, no network. Reviews the pipeline by rules."),
    }),
    section(vscode.l10n.t("Anthropic, at {0}", settings.anthropicBaseUrl)),
    ...anthropicItems(found),
    section(vscode.l10n.t("VS Code's language models")),
    ...chatModelItems(found),
    section(vscode.l10n.t("Local server")),
    {
      label: vscode.l10n.t("Ask {0}", settings.localBaseUrl),
      detail: vscode.l10n.t("Ollama, llama.cpp, LM Studio, vLLM. It is asked when you pick this."),
      action: { type: "ask-local-server" },
    },
  ];
}

/** The second list: what the local server answered. */
export function localItems(catalogue: Catalogue, { inForce }: Pick<Found, "inForce">): ModelItem[] {
  const { settings } = inForce;
  const again: ModelItem = {
    label: vscode.l10n.t("Ask again"),
    action: { type: "ask-local-server" },
  };
  const change: ModelItem = {
    label: vscode.l10n.t("Change the address"),
    description: settings.localBaseUrl,
    action: { type: "open-setting", setting: "mlEngineer.local.baseUrl" },
  };
  if (catalogue.type !== "listed") {
    const [what = "", ...remedy] = sentences(catalogue.type === "failed" ? catalogue.message : "");
    return [
      { ...again, detail: what },
      { ...change, detail: remedy.join(" ") },
    ];
  }
  if (catalogue.models.length === 0) {
    return [{ ...again, detail: vscode.l10n.t("The server has no model yet. Load or pull one there.") }, change];
  }
  return [
    ...catalogue.models.map((model) =>
      choose({ provider: "local", model: model.id }, inForce, {
        label: model.name,
        description: describe(model, "local", settings.prices),
      }),
    ),
    change,
  ];
}

function anthropicItems({ inForce, hasKey, keyProblem, hasEnvironmentKey, anthropic }: Found): ModelItem[] {
  const items: ModelItem[] = [];
  if (hasKey) {
    items.push(
      choose({ provider: "anthropic", key: "stored" }, inForce, {
        label: vscode.l10n.t("As each agent asks"),
        detail: vscode.l10n.t("Claude, by the model that the agent's file names."),
      }),
      ...listedItems(anthropic, inForce),
    );
  }
  if (hasEnvironmentKey) {
    items.push(
      choose({ provider: "anthropic", key: "environment" }, inForce, {
        label: vscode.l10n.t("Use the key in ANTHROPIC_API_KEY"),
        detail: vscode.l10n.t("Claude, by the model that the agent's file names. Requests cost money."),
      }),
    );
  }
  items.push({
    label: hasKey ? vscode.l10n.t("Change the API key") : vscode.l10n.t("Sign in with an API key"),
    ...(!hasKey && { detail: sentences(keyProblem)[0] ?? vscode.l10n.t("There is no key yet. Requests cost money.") }),
    action: { type: "set-api-key" },
  });
  return items;
}

function listedItems(catalogue: Catalogue | undefined, inForce: InForce): ModelItem[] {
  const { settings } = inForce;
  if (catalogue === undefined) return [];
  if (catalogue.type !== "listed") {
    return [
      {
        label: vscode.l10n.t("The models could not be listed"),
        detail: sentences(catalogue.type === "failed" ? catalogue.message : "")[0] ?? "",
        action: { type: "set-api-key" },
      },
    ];
  }
  return catalogue.models.map((model) =>
    choose({ provider: "anthropic", key: "stored", model: model.id }, inForce, {
      label: model.name,
      description: describe(model, "anthropic", settings.prices),
    }),
  );
}

function chatModelItems({ chatModels, inForce }: Found): ModelItem[] {
  if (chatModels === undefined) return [];
  if (chatModels.length === 0) {
    return [
      {
        label: vscode.l10n.t("None available"),
        detail: vscode.l10n.t("Sign in to a provider or add your own key in Manage Language Models."),
        action: { type: "manage-chat-models" },
      },
    ];
  }
  return chatModels.map(({ id, vendor, name, maxInputTokens }) =>
    choose({ provider: "vscode", id, vendor, name }, inForce, {
      label: name,
      description: [vendor, context(maxInputTokens)].filter((text) => text !== "").join(" · "),
    }),
  );
}

function choose(choice: Choice, { choice: current, decidedBy }: InForce, item: ModelItem): ModelItem {
  const inUse = decidedBy !== "nobody" && sameChoice(choice, current);
  return { ...item, label: inUse ? `$(check) ${item.label}` : item.label, action: { type: "choose", choice } };
}

/** Names may change while the model stays the same. */
function sameChoice(one: Choice, other: Choice): boolean {
  const identity = (choice: Choice) =>
    JSON.stringify([
      choice.provider,
      "key" in choice && choice.key,
      "model" in choice && choice.model,
      "id" in choice && choice.id,
    ]);
  return identity(one) === identity(other);
}

function describe(model: ListedModel, provider: string, own: OwnPrices): string {
  const price = priceOf(provider, model.id, own)?.price;
  return [
    ...(model.id === model.name ? [] : [model.id]),
    ...(model.contextTokens === undefined ? [] : [context(model.contextTokens)]),
    ...(price === undefined
      ? []
      : [vscode.l10n.t("{0} in, {1} out per million tokens", `$${price.input}`, `$${price.output}`)]),
    ...(model.retires === undefined ? [] : [vscode.l10n.t("until {0}", model.retires)]),
  ].join(" · ");
}

function context(tokens: number): string {
  if (tokens <= 0) return "";
  const size = tokens >= 1_000_000 ? `${round(tokens / 1_000_000)}M` : `${round(tokens / 1_000)}k`;
  return vscode.l10n.t("{0} tokens of context", size);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A row cuts what is longer than its line, so each gets a sentence of its own. */
function sentences(text: string | undefined): string[] {
  return (text ?? "").split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== "");
}

function section(label: string): ModelItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
