import * as vscode from "vscode";
import type { Log } from "../log";

export interface KeyStorePorts {
  readonly secrets: vscode.SecretStorage;
  /** Remembers only that a key was stored, so that a lost one can be told from one that never was. */
  readonly globalState: vscode.Memento;
  readonly log: Log;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** How long a saved key lasts: `unsure` in a browser, where that depends on who hosts the editor. */
export type Persistence = "kept" | "unsure" | "until-closed";

const secretName = "mlEngineer.anthropic.apiKey";
const storedFlag = "mlEngineer.anthropic.apiKeyStored";

/** The API key. It lies in the editor's secret storage and nowhere else: not in settings, not in state, not in the log. */
export class KeyStore implements vscode.Disposable {
  readonly #ports: KeyStorePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** Set while the storage does not work. */
  #sessionKey: string | undefined;

  constructor(ports: KeyStorePorts) {
    this.#ports = ports;
    this.#subscription = ports.secrets.onDidChange(({ key }) => {
      if (key === secretName) this.#changed.fire();
    });
  }

  /** A key was stored or removed, here or in another window. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Never throws: a storage that does not work has no key, and `problem` says so. */
  async read(): Promise<string | undefined> {
    return this.#sessionKey ?? (await this.#stored()).key;
  }

  /** A key that is only offered: it costs money, so it is used after the person said so. */
  get environmentKey(): string | undefined {
    const key = (this.#ports.environment ?? process.env).ANTHROPIC_API_KEY?.trim() || undefined;
    if (key !== undefined) this.#ports.log.addSecret(key);
    return key;
  }

  async save(key: string): Promise<Persistence> {
    const { secrets, globalState, log } = this.#ports;
    log.addSecret(key);
    try {
      await secrets.store(secretName, key);
      if ((await secrets.get(secretName)) !== key) throw new Error("the key could not be read again");
    } catch (error) {
      log.warn("The editor's secret storage does not keep the API key", error);
      this.#sessionKey = key;
      this.#changed.fire();
      return "until-closed";
    }
    this.#sessionKey = undefined;
    await globalState.update(storedFlag, true);
    this.#changed.fire();
    return vscode.env.uiKind === vscode.UIKind.Web ? "unsure" : "kept";
  }

  async remove(): Promise<void> {
    this.#sessionKey = undefined;
    await this.#ports.globalState.update(storedFlag, undefined);
    try {
      await this.#ports.secrets.delete(secretName);
    } catch (error) {
      this.#ports.log.warn("The API key could not be removed from the editor's secret storage", error);
    }
    this.#changed.fire();
  }

  /** Why a key that once was stored is not there. */
  async problem(): Promise<string | undefined> {
    if (this.#sessionKey !== undefined) return undefined;
    const { key, failed } = await this.#stored();
    if (failed) return vscode.l10n.t("The editor's secret storage cannot be read, so no stored API key is at hand.");
    if (key !== undefined || !this.#ports.globalState.get<boolean>(storedFlag)) return undefined;
    return vscode.l10n.t(
      "The API key that was stored is gone: this system keeps secrets only until the window closes. Enter it again, or set ANTHROPIC_API_KEY.",
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #stored(): Promise<{ readonly key: string | undefined; readonly failed: boolean }> {
    try {
      const key = (await this.#ports.secrets.get(secretName)) || undefined;
      if (key !== undefined) this.#ports.log.addSecret(key);
      return { key, failed: false };
    } catch (error) {
      this.#ports.log.warn("The editor's secret storage cannot be read", error);
      return { key: undefined, failed: true };
    }
  }
}
