import * as vscode from "vscode";
import { type Catalogue, listModels } from "../../core/model/catalogue";
import type { Log } from "../log";
import type { KeyStore, Persistence } from "./key-store";
import { readModelSettings } from "./settings";

export interface SetApiKeyPorts {
  readonly keys: KeyStore;
  readonly log: Log;
}

/** Resolves to whether a key is stored afterwards that was not there before. */
export async function setApiKey(ports: SetApiKeyPorts): Promise<boolean> {
  const { anthropicBaseUrl: baseUrl } = readModelSettings();
  const stored = (await ports.keys.read()) !== undefined;
  const entered = await askForKey({ stored, baseUrl, ...ports });
  if (entered === undefined) return false;
  if (entered.key === "") {
    await ports.keys.remove();
    void vscode.window.showInformationMessage(vscode.l10n.t("The API key was removed."));
    return false;
  }
  if (entered.doubt !== undefined && !(await saveAnyway(entered.doubt))) return false;
  tellHowLong(await ports.keys.save(entered.key));
  return true;
}

interface Entered {
  readonly key: string;
  /** Why the key may not work; whether it is stored all the same is the person's decision. */
  readonly doubt?: string;
}

interface Question extends SetApiKeyPorts {
  /** Whether there is a key already. */
  readonly stored: boolean;
  readonly baseUrl: string;
}

/** The box stays open until the key passed, could not be checked, or the person leaves. Typing or leaving ends a check. */
function askForKey(question: Question): Promise<Entered | undefined> {
  const { stored, baseUrl, log } = question;
  const box = vscode.window.createInputBox();
  const idle = stored
    ? vscode.l10n.t(
        "A key is stored. Enter another one, or nothing to remove it. It is kept in VS Code's secret storage.",
      )
    : vscode.l10n.t("The key is checked, and kept in VS Code's secret storage.");
  box.title = vscode.l10n.t("API key for {0}", hostOf(baseUrl));
  box.password = true;
  box.ignoreFocusOut = true;
  let check = new AbortController();
  const wait = () => {
    check.abort();
    check = new AbortController();
    box.busy = false;
    box.prompt = idle;
    box.validationMessage = undefined;
  };
  wait();
  return new Promise((resolve) => {
    const finish = (entered: Entered | undefined) => {
      check.abort();
      resolve(entered);
      box.dispose();
    };
    const accept = async () => {
      const key = box.value.trim();
      if (key === "") return finish(stored ? { key } : undefined);
      log.addSecret(key);
      wait();
      box.busy = true;
      box.prompt = vscode.l10n.t("Asking {0} whether it takes this key… Press Escape to cancel.", hostOf(baseUrl));
      const { signal } = check;
      const catalogue = await listModels({ provider: "anthropic", apiKey: key, baseUrl, logger: log }, signal);
      if (signal.aborted || catalogue.type === "cancelled") return;
      if (catalogue.type === "listed") return finish({ key });
      const { problem, message } = catalogue;
      if (problem !== "key" && problem !== "address") return finish({ key, doubt: doubtOf(catalogue) });
      wait();
      box.validationMessage = { message, severity: vscode.InputBoxValidationSeverity.Error };
    };
    box.onDidChangeValue(wait);
    box.onDidAccept(() => void accept());
    box.onDidHide(() => finish(undefined));
    box.show();
  });
}

/** What is not about the key or the address leaves open whether the key is good, or only whether it can be used yet. */
function doubtOf({ problem, message }: Extract<Catalogue, { type: "failed" }>): string {
  return problem === "billing" || problem === "permission"
    ? message
    : vscode.l10n.t("The key could not be checked. {0}", message);
}

async function saveAnyway(doubt: string): Promise<boolean> {
  const save = vscode.l10n.t("Save anyway");
  return (await vscode.window.showWarningMessage(doubt, save)) === save;
}

function tellHowLong(persistence: Persistence): void {
  switch (persistence) {
    case "kept":
      void vscode.window.showInformationMessage(vscode.l10n.t("The API key is stored."));
      return;
    case "unsure":
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          "The API key is stored. Whether it outlasts this browser window depends on who hosts the editor.",
        ),
      );
      return;
    case "until-closed":
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "This system has no place for secrets, so the API key is used until the window closes. To keep it, set up a keyring or set ANTHROPIC_API_KEY.",
        ),
      );
  }
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
