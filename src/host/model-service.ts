import * as vscode from "vscode";
import type { AgentDefinition } from "../core/agent/definition/definition";
import type { Model, Usage } from "../core/model/model";
import { type Cost, estimateCost } from "../core/model/prices";
import type { ProviderStatus } from "../protocol/chat";
import type { Log } from "./log";
import { ModelChoice } from "./models/choice";
import { KeyStore } from "./models/key-store";

/** Which model answers in this window, and the commands that change it. */
export class ModelService implements vscode.Disposable {
  readonly #log: Log;
  readonly #keys: KeyStore;
  readonly #choice: ModelChoice;
  readonly #changed = new vscode.EventEmitter<void>();
  #status: ProviderStatus = { provider: "offline", label: vscode.l10n.t("offline reviewer"), reason: "" };

  constructor({ secrets, globalState, languageModelAccessInformation }: vscode.ExtensionContext, log: Log) {
    this.#log = log;
    this.#keys = new KeyStore({ secrets, globalState, log });
    this.#choice = new ModelChoice({ keys: this.#keys, globalState, access: languageModelAccessInformation, log });
    this.#choice.onDidChange(() => void this.#update());
    void this.#update();
  }

  /** The status is up to date again. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** For the line below the composer. */
  get status(): ProviderStatus {
    return this.#status;
  }

  createModel(definition: AgentDefinition): Model {
    return this.#choice.createModel(definition);
  }

  /** Estimated USD of a request; undefined for a model without a known price. */
  estimate(model: string, usage: Usage): Cost | undefined {
    const { choice, settings } = this.#choice.inForce();
    return estimateCost({ usage, provider: choice.provider, model }, settings.prices);
  }

  async choose(): Promise<void> {
    const { chooseModel } = await import("./models/choose-model");
    await chooseModel({ choice: this.#choice, keys: this.#keys, log: this.#log });
  }

  /** Uses what was offered below the composer; lets the person choose when that is gone. */
  async connect(): Promise<void> {
    if (!(await this.#choice.acceptOffer())) await this.choose();
  }

  /** A key that was just set is meant to be used. */
  async setKey(): Promise<void> {
    const { setApiKey } = await import("./models/set-api-key");
    if (await setApiKey({ keys: this.#keys, log: this.#log })) await this.#choice.useStoredKey();
  }

  dispose(): void {
    this.#choice.dispose();
    this.#keys.dispose();
    this.#changed.dispose();
  }

  async #update(): Promise<void> {
    this.#status = await this.#choice.status();
    this.#changed.fire();
  }
}
