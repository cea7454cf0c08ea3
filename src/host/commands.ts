import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Attachment } from "../core/agent/attachments";
import type { Parts } from "./parts";

type Command = (parts: Parts, ...values: readonly unknown[]) => unknown;

/** Every command of the manifest, by its name after `mlEngineer.`; a test fails while the two disagree. */
export const commands = {
  ask: async ({ chat }) => {
    const selection = selectionOf(vscode.window.activeTextEditor);
    const question = await vscode.window.showInputBox({
      title: vscode.l10n.t("Ask ML Engineer"),
      placeHolder: vscode.l10n.t("Ask about the pipeline…"),
      ...(selection && { prompt: vscode.l10n.t("The selection goes with it: {0}", labelOf(selection)) }),
    });
    if (question?.trim()) await chat.ask(question, selection ? [selection] : []);
  },
  askAboutSelection: ({ chat }, target) => {
    const attachment = target instanceof vscode.Uri ? fileOf(target) : selectionOf(vscode.window.activeTextEditor);
    return chat.compose("", attachment ? [attachment] : []);
  },
  askAboutFinding: ({ chat }, question, attachment) => {
    const finding = findingSchema.parse({ question, attachment });
    return chat.ask(finding.question, [finding.attachment as Attachment]);
  },
  newConversation: ({ chat }) => chat.startConversation(),
  showConversations: ({ chat }) => chat.pickConversation(),
  renameConversation: ({ chat }) => chat.renameConversation(),
  deleteConversation: ({ chat }) => chat.deleteConversation(),
  exportConversation: ({ chat }) => chat.exportConversation(),
  stop: ({ chat }) => chat.stop(),
  chooseModel: ({ models }) => models.choose(),
  setApiKey: ({ models }) => models.setKey(),
  reviewPipeline: ({ chat }) =>
    chat.ask(vscode.l10n.t("What would fail first in this pipeline, and what should we measure?"), []),
  showLog: ({ log }) => log.show(),
} satisfies Readonly<Record<string, Command>>;

export function registerCommands(parts: Parts): vscode.Disposable {
  const registered = Object.entries<Command>(commands).map(([name, command]) =>
    vscode.commands.registerCommand(`mlEngineer.${name}`, (...values: readonly unknown[]) =>
      runCommand(parts, name, command, values),
    ),
  );
  return vscode.Disposable.from(...registered);
}

/** Hidden commands can still be called, so trust is asked here and not only in menus. A failure is shown, not only logged. */
async function runCommand(parts: Parts, name: string, command: Command, values: readonly unknown[]): Promise<void> {
  if (!vscode.workspace.isTrusted) return refuseUntrusted();
  try {
    await command(parts, ...values);
  } catch (error) {
    parts.log.error(`The command ${name} failed`, error);
    const show = vscode.l10n.t("Show log");
    const message = parts.log.redacted(error instanceof Error ? error.message : String(error));
    if ((await vscode.window.showErrorMessage(message, show)) === show) parts.log.show();
  }
}

async function refuseUntrusted(): Promise<void> {
  const manage = vscode.l10n.t("Manage workspace trust");
  const message = vscode.l10n.t("This folder is not trusted, so the ML engineer does nothing here.");
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }
}

const line = z.optional(z.int().check(z.minimum(1)));
const findingSchema = z.object({
  question: z.string(),
  attachment: z.object({ path: z.string(), line, endLine: line }),
});

function selectionOf(editor: vscode.TextEditor | undefined): Attachment | undefined {
  if (!editor || editor.selection.isEmpty || editor.document.uri.scheme !== "file") return undefined;
  const { start, end } = editor.selection;
  // A selection of whole lines ends at the start of the line after them.
  const lastLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { ...fileOf(editor.document.uri), line: start.line + 1, endLine: lastLine };
}

function fileOf(uri: vscode.Uri): Attachment {
  return { path: vscode.workspace.asRelativePath(uri) };
}

function labelOf({ path, line: first, endLine }: Attachment): string {
  return first === undefined
    ? path
    : `${path}:${first}${endLine === undefined || endLine === first ? "" : `–${endLine}`}`;
}
