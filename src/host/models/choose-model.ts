import * as vscode from "vscode";
import { listModels } from "../../core/model/catalogue";
import { pricesAsOf } from "../../core/model/prices";
import type { Log } from "../log";
import type { Choice, ModelChoice } from "./choice";
import type { KeyStore } from "./key-store";
import { type Found, localItems, type ModelItem, modelItems } from "./model-items";
import { chatModels } from "./offer";
import { setApiKey } from "./set-api-key";

export interface ChooseModelPorts {
  readonly choice: ModelChoice;
  readonly keys: KeyStore;
  readonly log: Log;
}

/** Lets the person pick what answers. Resolves to the choice that was made, undefined when they left. */
export async function chooseModel(ports: ChooseModelPorts): Promise<Choice | undefined> {
  for (;;) {
    const action = await pickAction(ports);
    switch (action?.type) {
      case undefined:
        return undefined;
      case "choose":
        await ports.choice.choose(action.choice);
        return action.choice;
      case "set-api-key":
        if (!(await setApiKey(ports))) return undefined;
        break;
      case "open-setting":
        await vscode.commands.executeCommand("workbench.action.openSettings", action.setting);
        return undefined;
      case "manage-chat-models":
        await manageChatModels(ports.log);
        return undefined;
    }
  }
}

/** The command came with a later version than the oldest one that we run in. */
async function manageChatModels(log: Log): Promise<void> {
  try {
    await vscode.commands.executeCommand("workbench.action.chat.manage");
  } catch (error) {
    log.warn("VS Code has no command for managing its language models", error);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("This version of VS Code manages its language models in the model list of its own chat."),
    );
  }
}

type Action = Exclude<ModelItem["action"], undefined>;
type FinalAction = Exclude<Action, { type: "ask-local-server" }>;

/** Shows the list at once and fills it while endpoints answer. Asking ends when the list closes. */
function pickAction(ports: ChooseModelPorts): Promise<FinalAction | undefined> {
  const { log } = ports;
  const list = vscode.window.createQuickPick<ModelItem>();
  list.title = vscode.l10n.t("Choose a model");
  list.placeholder = vscode.l10n.t("What answers your questions; prices as of {0}", pricesAsOf);
  list.matchOnDescription = true;
  list.keepScrollPosition = true;
  const controller = new AbortController();
  const { signal } = controller;
  let showsLocal = false;

  const show = (found: Found) => {
    if (!showsLocal && !signal.aborted) replaceItems(list, modelItems(found));
  };
  const askLocalServer = async () => {
    showsLocal = true;
    const inForce = ports.choice.inForce();
    const { localBaseUrl: baseUrl } = inForce.settings;
    list.title = vscode.l10n.t("Models of {0}", baseUrl);
    list.items = [];
    // What was typed to find this row would hide the rows that come.
    list.value = "";
    list.busy = true;
    const catalogue = await listModels({ provider: "local", apiKey: "local", baseUrl, logger: log }, signal);
    if (signal.aborted) return;
    list.busy = false;
    list.items = localItems(catalogue, { inForce });
  };

  return new Promise((resolve) => {
    const finish = (action: FinalAction | undefined) => {
      controller.abort();
      resolve(action);
      list.dispose();
    };
    list.onDidAccept(() => {
      const action = list.selectedItems[0]?.action;
      if (action?.type === "ask-local-server") void askLocalServer();
      else if (action !== undefined) finish(action);
    });
    list.onDidHide(() => finish(undefined));
    list.show();
    list.busy = true;
    void gather(ports, show, signal).finally(() => {
      if (!showsLocal) list.busy = false;
    });
  });
}

/** New items would move the person's place in the list back to its start. */
function replaceItems(list: vscode.QuickPick<ModelItem>, items: readonly ModelItem[]): void {
  const place = JSON.stringify(list.activeItems[0]?.action);
  list.items = items;
  const active = items.find((item) => item.action !== undefined && JSON.stringify(item.action) === place);
  if (active) list.activeItems = [active];
}

/** Reports what is known so far, again with each answer. The endpoint is asked with a key that the person stored, never with one that was only found. */
async function gather(
  { choice, keys, log }: ChooseModelPorts,
  show: (found: Found) => void,
  signal: AbortSignal,
): Promise<void> {
  const inForce = choice.inForce();
  const key = await keys.read();
  let found: Found = {
    inForce,
    hasKey: key !== undefined,
    keyProblem: await keys.problem(),
    hasEnvironmentKey: keys.environmentKey !== undefined,
    anthropic: undefined,
    chatModels: undefined,
  };
  const learn = (part: Partial<Found>) => {
    found = { ...found, ...part };
    show(found);
  };
  learn({});
  const baseUrl = inForce.settings.anthropicBaseUrl;
  const asking =
    key === undefined ? undefined : listModels({ provider: "anthropic", apiKey: key, baseUrl, logger: log }, signal);
  await Promise.all([
    asking?.then((anthropic) => learn({ anthropic })),
    chatModels(log).then((models) => learn({ chatModels: models })),
  ]);
}
