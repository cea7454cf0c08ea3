import * as vscode from "vscode";
import * as z from "zod/mini";
import type { AgentDefinition } from "../../core/agent/definition/definition";
import type { Model } from "../../core/model/model";
import type { ProviderStatus } from "../../protocol/chat";
import type { Log } from "../log";
import { buildModel } from "./build-model";
import type { KeyStore } from "./key-store";
import { findOffer } from "./offer";
import { type ModelSettings, readModelSettings, settingsSection, unpinChoice } from "./settings";
import { describeStatus } from "./status";

/** What a person chose. It is remembered for all workspaces; keys are not part of it. */
export type Choice = z.infer<typeof choiceSchema>;

const text = z.string().check(z.minLength(1), z.maxLength(300));
const choiceSchema = z.discriminatedUnion("provider", [
  z.object({ provider: z.literal("offline") }),
  /** Without `model` each agent's own definition decides. */
  z.object({
    provider: z.literal("anthropic"),
    key: z.enum(["stored", "environment"]),
    model: z.exactOptional(text),
  }),
  /** Without `id` any model that VS Code has. */
  z.object({ provider: z.literal("vscode"), id: z.exactOptional(text), vendor: z.exactOptional(text), name: text }),
  z.object({ provider: z.literal("local"), model: z.exactOptional(text) }),
]);

/** What answers, and who decided that. */
export interface InForce {
  readonly choice: Choice;
  readonly decidedBy: "setting" | "person" | "nobody";
  readonly settings: ModelSettings;
}

export interface ModelChoicePorts {
  readonly keys: KeyStore;
  readonly globalState: vscode.Memento;
  readonly access: Pick<vscode.LanguageModelAccessInformation, "canSendRequest">;
  readonly log: Log;
}

const choiceKey = "mlEngineer.modelChoice";

/** Decides which model answers. Until the person chose, it is the offline reviewer, and what was found is only offered. */
export class ModelChoice implements vscode.Disposable {
  readonly #ports: ModelChoicePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(ports: ModelChoicePorts) {
    this.#ports = ports;
    const fire = () => this.#changed.fire();
    this.#subscriptions = [
      this.#changed,
      ports.keys.onDidChange(fire),
      vscode.lm.onDidChangeChatModels(() => {
        // It comes often, and only an offer and a model of VS Code depend on it.
        const { choice, decidedBy } = this.inForce();
        if (decidedBy === "nobody" || choice.provider === "vscode") fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingsSection)) fire();
      }),
    ];
  }

  /** What answers, or what is offered, may have changed. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  inForce(): InForce {
    const settings = readModelSettings();
    for (const problem of settings.problems) this.#ports.log.warn(problem);
    const remembered = this.#remembered();
    if (settings.provider !== undefined) {
      const choice = remembered?.provider === settings.provider ? remembered : bareChoice(settings.provider);
      return { choice: withModel(choice, settings.model), decidedBy: "setting", settings };
    }
    if (remembered === undefined) return { choice: { provider: "offline" }, decidedBy: "nobody", settings };
    return { choice: withModel(remembered, settings.model), decidedBy: "person", settings };
  }

  /** Remembers what the person chose. It replaces what the settings said, since it is the later decision. */
  async choose(choice: Choice): Promise<void> {
    await unpinChoice();
    await this.#ports.globalState.update(choiceKey, choice);
    this.#changed.fire();
  }

  /** A key that was just stored is meant to be used; a model that was chosen for Anthropic stays. */
  async useStoredKey(): Promise<void> {
    const { choice } = this.inForce();
    const model = choice.provider === "anthropic" ? choice.model : undefined;
    await this.choose({ provider: "anthropic", key: "stored", ...(model !== undefined && { model }) });
  }

  /** For the line below the composer. `definition`: the agent of the conversation, whose file may name a model. */
  async status(definition?: Pick<AgentDefinition, "model">): Promise<ProviderStatus> {
    const inForce = this.inForce();
    const offer = inForce.decidedBy === "nobody" ? await findOffer(this.#ports) : undefined;
    return describeStatus(inForce, { keys: this.#ports.keys, offer, definition });
  }

  /** Uses what `status` offered. False when there is nothing to use, so that the caller lets the person choose. */
  async acceptOffer(): Promise<boolean> {
    const offer = this.inForce().decidedBy === "nobody" ? await findOffer(this.#ports) : undefined;
    if (offer !== undefined) await this.choose(offer.choice);
    return offer !== undefined;
  }

  /**
   * The model that answers as this agent. What is missing is said when it is asked, as the end of its answer.
   * `consent`: `only-if-given` for work that no person has just asked for.
   */
  createModel(definition: Pick<AgentDefinition, "model">, consent: "ask" | "only-if-given" = "ask"): Model {
    return buildModel(this.inForce(), { ...this.#ports, definition, consent });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #remembered(): Choice | undefined {
    const parsed = choiceSchema.safeParse(this.#ports.globalState.get(choiceKey));
    return parsed.success ? parsed.data : undefined;
  }
}

/** What a setting without a remembered choice means. */
function bareChoice(provider: Choice["provider"]): Choice {
  switch (provider) {
    case "anthropic":
      return { provider, key: "stored" };
    case "vscode":
      return { provider, name: vscode.l10n.t("VS Code's language model") };
    case "local":
    case "offline":
      return { provider };
  }
}

/** The setting `mlEngineer.model` goes before the model of the choice. */
function withModel(choice: Choice, model: string | undefined): Choice {
  if (model === undefined) return choice;
  switch (choice.provider) {
    case "anthropic":
    case "local":
      return { ...choice, model };
    case "vscode":
      return choice.id === model ? choice : { provider: "vscode", id: model, name: model };
    case "offline":
      return choice;
  }
}
