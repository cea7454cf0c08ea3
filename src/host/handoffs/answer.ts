import * as vscode from "vscode";
import type { Handoff } from "../../core/handoff/handoff";
import type { Workspace } from "../../core/workspace/workspace";
import type { Parts } from "../parts";
import { RefusedError } from "../refused-error";
import { type ActionContext, refuseUnsaved } from "./action-context";
import { pickHandoff } from "./targets";
import { verbsOf } from "./verbs";

/** Bytes of one attached file, at most, and of all of them together. */
const longestFile = 2 * 1024 * 1024;
const longestAnswer = 3 * 1024 * 1024;
/** Files to choose from. */
const mostFiles = 20_000;

/** Editors in which an answer is being written, with the handoff that it is for. They last as long as the window. */
const drafts = new Map<string, string>();

/** Lets a person answer: with what they copied, with what they write, or with files. */
export async function answer(context: ActionContext): Promise<void> {
  const ways = [
    {
      label: `$(clippy) ${vscode.l10n.t("Paste from the clipboard")}`,
      detail: vscode.l10n.t("The whole text that was copied last, with all its lines"),
      give: answerFromClipboard,
    },
    {
      label: `$(edit) ${vscode.l10n.t("Write it")}`,
      detail: vscode.l10n.t("In a new Markdown editor, until you use the check mark in its title"),
      give: openDraft,
    },
    {
      label: `$(files) ${vscode.l10n.t("Attach files of the workspace…")}`,
      detail: vscode.l10n.t("Their text is the answer, and the answer names them"),
      give: answerFromFiles,
    },
  ];
  const title = vscode.l10n.t("Answer handoff");
  const placeHolder = context.handoff.needBack.replace(/\s+/g, " ").trim().slice(0, 100);
  const way = await vscode.window.showQuickPick(ways, { title, ...(placeHolder !== "" && { placeHolder }) });
  await way?.give(context);
}

/** The text of the editor that is open becomes the answer of the handoff that it was opened for. */
export async function submit(parts: Parts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || document.isClosed)
    throw new RefusedError(vscode.l10n.t("Open the editor with the answer first, then use it."));
  const team = await parts.team.current();
  const id = drafts.get(document.uri.toString());
  const { handoffs } = await team.handoffs.list();
  const possible = handoffs.filter((handoff) => verbsOf(handoff, undefined).includes("answer"));
  // After a reload nothing tells what an editor was opened for.
  const handoff =
    id === undefined ? await pickHandoff(vscode.l10n.t("Answer handoff"), possible) : await team.handoffs.find(id);
  if (!handoff) return;
  const text = document.getText();
  if (text.trim() === draftOf(handoff).trim())
    throw new RefusedError(vscode.l10n.t("There is no answer in this editor yet. Write it first."));
  await give({ parts, team, handoff }, text, "person");
  if (!drafts.delete(document.uri.toString())) return;
  await setContext();
  // The record holds it now; asking whether to save it would be a question too many.
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

async function give({ team, handoff }: ActionContext, text: string, from: string): Promise<void> {
  refuseUnsaved(handoff);
  await team.handoffs.answer(handoff.id, text, from);
}

async function answerFromClipboard(context: ActionContext): Promise<void> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === "") throw new RefusedError(vscode.l10n.t("The clipboard holds no text. Copy the answer first."));
  await give(context, text, "person");
}

async function openDraft({ handoff }: ActionContext): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: draftOf(handoff) });
  drafts.set(document.uri.toString(), handoff.id);
  await setContext();
  await vscode.window.showTextDocument(document);
}

/** What is needed back as a list to fill in; nothing where that is not said. */
function draftOf({ needBack }: Handoff): string {
  return needBack.trim() === "" ? "" : `${needBack.trim()}\n\n`;
}

async function setContext(): Promise<void> {
  const context = { "mlEngineer.answerDrafts": [...drafts.keys()] };
  for (const [name, value] of Object.entries(context)) await vscode.commands.executeCommand("setContext", name, value);
}

async function answerFromFiles(context: ActionContext): Promise<void> {
  const workspace = await context.parts.workspaces.current();
  const { paths } = await workspace.files({ limit: mostFiles, order: "newest" });
  const items = paths.filter((path) => !workspace.isSecret(path)).map(fileItem);
  const title = vscode.l10n.t("Files that answer the handoff");
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
  if (!chosen || chosen.length === 0) return;
  const files = chosen.map(({ path }) => path);
  await give(context, await textOf(files, workspace), files.join(", "));
}

function fileItem(path: string): vscode.QuickPickItem & { readonly path: string } {
  const cut = path.lastIndexOf("/");
  return { label: path.slice(cut + 1), description: path.slice(0, Math.max(0, cut)), path };
}

/** @throws PathError for what is no text or too large */
async function textOf(paths: readonly string[], workspace: Workspace): Promise<string> {
  const parts: string[] = [];
  for (const path of paths) {
    const text = await workspace.readText(path, { maxBytes: longestFile });
    parts.push(paths.length === 1 ? text : `# ${path}\n\n${text.trim()}`);
  }
  const whole = parts.join("\n\n");
  if (Buffer.byteLength(whole) > longestAnswer)
    throw new RefusedError(vscode.l10n.t("These files are longer than 3 MiB together. Choose fewer, or shorter ones."));
  return whole;
}
