import { createHash } from "node:crypto";
import * as vscode from "vscode";
import type { ConversationSummary } from "../../core/agent/conversation-index";
import { ConversationStore } from "../../core/agent/conversation-store";
import { RecordFolder } from "../../core/workspace/record-folder";

/** The conversations of this workspace, in VS Code's own storage: private to this person and this machine. */
export class Conversations {
  readonly #folder: vscode.Uri | undefined;
  #store: Promise<ConversationStore> | undefined;

  constructor({ globalStorageUri }: Pick<vscode.ExtensionContext, "globalStorageUri">) {
    const name = workspaceName();
    this.#folder = name === undefined ? undefined : vscode.Uri.joinPath(globalStorageUri, "conversations", name);
  }

  store(): Promise<ConversationStore> {
    if (!this.#folder)
      return Promise.reject(new Error(vscode.l10n.t("Open a folder first: conversations belong to one.")));
    this.#store ??= RecordFolder.open(this.#folder.fsPath).then((folder) => new ConversationStore(folder));
    return this.#store;
  }

  /** Lets the person pick one, or say what to do with one. Undefined when they left. */
  async pick(current: string | undefined): Promise<ConversationAction | undefined> {
    const store = await this.store();
    const list = vscode.window.createQuickPick<ConversationItem>();
    list.title = vscode.l10n.t("Conversations");
    list.placeholder = vscode.l10n.t("Search titles, questions and answers");
    list.matchOnDescription = true;
    list.busy = true;
    const fill = async (text: string) => {
      const found =
        text.trim() === "" ? await store.list() : (await store.search(text)).map(({ conversation }) => conversation);
      if (list.value === text) list.items = found.map((summary) => itemOf(summary, current));
      if (text === "" && found.length === 0) list.placeholder = vscode.l10n.t("There is no conversation yet");
      list.busy = false;
    };
    return new Promise((resolve, reject) => {
      const end = (action: ConversationAction | undefined) => {
        resolve(action);
        list.dispose();
      };
      list.onDidChangeValue((text) => void fill(text).catch(reject));
      list.onDidTriggerItemButton(({ item, button }) =>
        end({ type: button === deleteButton ? "delete" : "rename", summary: item.summary }),
      );
      list.onDidAccept(() => {
        const summary = list.selectedItems[0]?.summary;
        end(summary && { type: "open", summary });
      });
      list.onDidHide(() => end(undefined));
      list.show();
      fill("").catch(reject);
    });
  }
}

/**
 * Names what is open, the same in each window. VS Code's own storage for a workspace is not: a second window on the same
 * folder, or one whose predecessor has not ended yet, gets another one. Undefined while no folder is open.
 */
function workspaceName(): string | undefined {
  const opened = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return opened && createHash("sha256").update(opened.toString()).digest("hex").slice(0, 32);
}

export interface ConversationAction {
  readonly type: "open" | "rename" | "delete";
  readonly summary: ConversationSummary;
}

export function askTitle(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title: vscode.l10n.t("Rename conversation"), value: title });
}

export async function confirmDelete(title: string): Promise<boolean> {
  const question = vscode.l10n.t("Delete the conversation \u201c{0}\u201d? This cannot be undone.", title);
  const verb = vscode.l10n.t("Delete");
  return (await vscode.window.showWarningMessage(question, { modal: true }, verb)) === verb;
}

interface ConversationItem extends vscode.QuickPickItem {
  readonly summary: ConversationSummary;
}

const renameButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("edit"),
  tooltip: vscode.l10n.t("Rename"),
};
const deleteButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("trash"),
  tooltip: vscode.l10n.t("Delete"),
};

function itemOf(summary: ConversationSummary, current: string | undefined): ConversationItem {
  const { title, id, modified, questions, model, cost } = summary;
  const details = [
    new Date(modified).toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }),
    questions === 1 ? vscode.l10n.t("1 question") : vscode.l10n.t("{0} questions", questions),
    ...(model === "" ? [] : [model]),
    ...(cost === undefined ? [] : [`\u2248 $${cost.toFixed(2)}`]),
  ];
  return {
    label: title || vscode.l10n.t("Untitled"),
    description: id === current ? vscode.l10n.t("open") : "",
    detail: details.join(" \u00b7 "),
    // What the store found by its answers must not be filtered out again by its title.
    alwaysShow: true,
    buttons: [renameButton, deleteButton],
    summary,
  };
}
