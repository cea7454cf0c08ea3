import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Attachment } from "../core/agent/attachments";
import { workspacePath } from "./diagnostics/workspace-places";
import type { EvaluationAction } from "./evaluation/actions";
import type { HandoffAction } from "./handoffs/actions";
import type { MemoryAction } from "./memory/actions";
import type { Parts } from "./parts";
import { withQuotedCode } from "./plain-markdown";
import type { RunAction } from "./runs/run-actions";
import type { Workspaces } from "./workspaces";

type Command = (parts: Parts, ...values: readonly unknown[]) => unknown;

/** What is done with handoffs, memories and evaluations is loaded with the first of these commands. */
const handoff =
  (action: HandoffAction): Command =>
  async (parts, target) =>
    (await import("./handoffs/actions")).act(action, parts, target);

const memory =
  (action: MemoryAction): Command =>
  async (parts, target) =>
    (await import("./memory/actions")).act(action, parts, target);

const evaluation =
  (action: EvaluationAction): Command =>
  async (parts, target) =>
    (await import("./evaluation/actions")).act(action, parts, target);

const run =
  (action: RunAction): Command =>
  async (parts, target, selected) =>
    (await import("./runs/run-actions")).act(action, parts, target, selected);

/** Every command of the manifest, by its name after `mlEngineer.`; a test fails while the two disagree. */
export const commands = {
  ask: async ({ chat, workspaces }) => {
    // Without a folder there is nothing to ask about: the view says so, and offers to open one.
    if (workspaces.state !== "ready") return chat.show();
    const selection = await selectionOf(vscode.window.activeTextEditor, workspaces);
    const question = await vscode.window.showInputBox({
      title: vscode.l10n.t("Ask ML Engineer"),
      placeHolder: vscode.l10n.t("Ask about the pipeline…"),
      ...(selection && { prompt: vscode.l10n.t("The selection goes with it: {0}", labelOf(selection)) }),
    });
    if (question?.trim()) await chat.ask(question, selection ? [selection] : []);
  },
  askAboutSelection: async ({ chat, workspaces }, target) => {
    const editor = vscode.window.activeTextEditor;
    const attachment = await (target instanceof vscode.Uri
      ? fileOf(target, workspaces)
      : selectionOf(editor, workspaces));
    await chat.compose("", attachment ? [attachment] : []);
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
  measureEngine: evaluation("measureEngine"),
  evaluateChange: evaluation("evaluateChange"),
  resumeEvaluation: evaluation("resumeEvaluation"),
  setUpEvaluation: evaluation("setUpEvaluation"),
  measureGrid: async (parts, target) => (await import("./change/measure-grid")).measureGrid(parts, target),
  dismissMeasureLens: ({ measureLens }) => measureLens.dismiss(),
  showMeasureLens: ({ measureLens }) => measureLens.show(),
  runHandoff: handoff("run"),
  explainHandoffRun: handoff("run"),
  sendHandoff: handoff("send"),
  copyHandoff: handoff("copy"),
  answerHandoff: handoff("answer"),
  submitHandoffAnswer: handoff("submit"),
  openHandoff: handoff("open"),
  dismissHandoff: handoff("dismiss"),
  reopenHandoff: handoff("reopen"),
  goToHandoffConversation: handoff("goTo"),
  continueHandoff: handoff("continue"),
  refreshHandoffs: ({ team }) => team.refresh(),
  openMemory: memory("open"),
  renameMemory: memory("rename"),
  deleteMemory: memory("delete"),
  markMemoryStale: memory("mark"),
  markMemoryFresh: memory("unmark"),
  searchMemories: memory("search"),
  copyMemoryPath: memory("copy"),
  refreshMemories: ({ team }) => team.refresh(),
  openRun: run("open"),
  openReport: ({ reports }, id, root) => reports.show(id, root),
  resumeRun: run("resume"),
  compareRuns: run("compare"),
  compareSelectedRuns: run("compare"),
  compareRunWithBaseline: run("compareWithBaseline"),
  setBaselineRun: run("setBaseline"),
  deleteRun: run("delete"),
  revealRun: run("reveal"),
  copyRunId: run("copy"),
  openRunRecord: run("record"),
  refreshRuns: ({ runs }) => runs.refresh(),
  keepTeamFiles: ({ team }) => team.keep(),
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
  parts.use.begin();
  if (!vscode.workspace.isTrusted && !onlyReading.has(name)) return refuseUntrusted();
  try {
    await command(parts, ...values);
  } catch (error) {
    parts.log.error(`The command ${name} failed`, error);
    const show = vscode.l10n.t("Show log");
    const message = withQuotedCode(parts.log.redacted(error instanceof Error ? error.message : String(error)));
    if ((await vscode.window.showErrorMessage(message, show)) === show) parts.log.show();
  }
}

/** What is done with records of a folder that is not trusted: they are shown, and nothing of them is run or changed. */
const onlyReading: ReadonlySet<string> = new Set([
  "openHandoff",
  "copyHandoff",
  "refreshHandoffs",
  "openMemory",
  "copyMemoryPath",
  "searchMemories",
  "refreshMemories",
  "openRun",
  "openReport",
  "revealRun",
  "copyRunId",
  "openRunRecord",
  "refreshRuns",
]);

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

async function selectionOf(
  editor: vscode.TextEditor | undefined,
  workspaces: Workspaces,
): Promise<Attachment | undefined> {
  if (!editor || editor.selection.isEmpty) return undefined;
  const { start, end } = editor.selection;
  // A selection of whole lines ends at the start of the line after them.
  const endLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  const file = await fileOf(editor.document.uri, workspaces);
  return file && { ...file, line: start.line + 1, endLine };
}

/** Undefined for what lies in none of the open folders: the agent could not read it either. */
async function fileOf(uri: vscode.Uri, workspaces: Workspaces): Promise<Attachment | undefined> {
  if (uri.scheme !== "file" || workspaces.state !== "ready") return undefined;
  const path = await workspacePath(uri, await workspaces.current());
  return path === undefined ? undefined : { path };
}

function labelOf({ path, line: first, endLine }: Attachment): string {
  return first === undefined
    ? path
    : `${path}:${first}${endLine === undefined || endLine === first ? "" : `–${endLine}`}`;
}
