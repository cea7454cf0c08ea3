import * as vscode from "vscode";
import type { Log } from "../log";
import { largest } from "./build-model";
import type { Choice } from "./choice";
import type { KeyStore } from "./key-store";

/** Something that was found and that one click puts to use. */
export interface Offer {
  readonly text: string;
  readonly choice: Choice;
}

/**
 * Looks where nothing has to be asked: the stored key, the environment, VS Code's list of models. Nothing is sent anywhere,
 * and a local server is not looked for, because its port may be anybody's.
 */
export async function findOffer({ keys, log }: { keys: KeyStore; log: Log }): Promise<Offer | undefined> {
  if ((await keys.read()) !== undefined) {
    return {
      text: vscode.l10n.t("Use Claude with the stored API key"),
      choice: { provider: "anthropic", key: "stored" },
    };
  }
  if (keys.environmentKey !== undefined) {
    return {
      text: vscode.l10n.t("Use Claude with the key in ANTHROPIC_API_KEY"),
      choice: { provider: "anthropic", key: "environment" },
    };
  }
  const model = largest(await chatModels(log));
  if (model === undefined) return undefined;
  const { id, vendor, name } = model;
  return { text: vscode.l10n.t("Use {0} through VS Code", name), choice: { provider: "vscode", id, vendor, name } };
}

/** Every model that VS Code has; none when an extension that provides them fails. */
export async function chatModels(log: Log): Promise<readonly vscode.LanguageModelChat[]> {
  try {
    return await vscode.lm.selectChatModels();
  } catch (error) {
    log.warn("VS Code's language models could not be listed", error);
    return [];
  }
}
