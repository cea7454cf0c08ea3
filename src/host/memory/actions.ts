import * as vscode from "vscode";
import { MemoryError, type StoredMemory } from "../../core/memory/memory";
import { topicKey } from "../../core/memory/names";
import type { Team } from "../../core/team/team";
import { PathError } from "../../core/workspace/path-error";
import { TeamFileError } from "../../core/workspace/team-files";
import { openPlace } from "../chat/open-place";
import type { Parts } from "../parts";
import { RefusedError } from "../refused-error";
import { hasUnsavedChanges } from "../team/unsaved";
import { followRename } from "./follow-rename";
import { type MemoryVerb, verbsOf } from "./memory-nodes";
import { labelOf } from "./memory-words";
import { searchMemories } from "./search";
import { pickMemory, targetOf } from "./targets";

export type MemoryAction = MemoryVerb | "open" | "copy" | "search";
type MemoryParts = Pick<Parts, "team" | "workspaces">;

interface ActionContext {
  readonly parts: MemoryParts;
  readonly team: Team;
  readonly memory: StoredMemory;
}

/** Does what a person chose, with the memory of the tree, or one that they choose. What is not possible is said in a sentence. */
export async function act(action: MemoryAction, parts: MemoryParts, target: unknown): Promise<void> {
  try {
    const node = targetOf(target);
    if (node?.kind === "problem") return await openProblem(node.problem.path, parts);
    const team = await parts.team.current();
    const memory = node?.memory ?? (await choose(action, team));
    if (memory) await actions[action]({ parts, team, memory });
  } catch (error) {
    const isExpected =
      error instanceof MemoryError ||
      error instanceof RefusedError ||
      error instanceof PathError ||
      error instanceof TeamFileError;
    if (!isExpected) throw error;
    // What was shown may not be what is there.
    if (!(error instanceof RefusedError)) parts.team.refresh();
    const hint = (error instanceof TeamFileError || error instanceof PathError) && error.hint;
    void vscode.window.showWarningMessage(hint ? `${error.message} ${hint}` : error.message);
  }
}

const actions: Readonly<Record<MemoryAction, (context: ActionContext) => Promise<void>>> = {
  open: ({ memory }) => open(memory),
  search: ({ memory }) => open(memory),
  async copy({ memory: { file } }) {
    // A file that is not in the repository is not found under the path that it would have there.
    await vscode.env.clipboard.writeText(file.folder.shared ? file.path : file.realPath);
  },
  rename,
  delete: remove,
  async mark({ parts, team, memory }) {
    await refuseUnsaved(memory, parts);
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t("Mark memory as stale"),
      prompt: vscode.l10n.t("Why “{0}” may not hold any more", labelOf(memory)),
      placeHolder: vscode.l10n.t("For example: the engine was updated"),
    });
    if (reason === undefined) return;
    await refuseUnsaved(memory, parts);
    await team.memories.markStale(memory, reason);
  },
  async unmark({ parts, team, memory }) {
    await refuseUnsaved(memory, parts);
    await team.memories.unmarkStale(memory);
  },
};

/** For the palette: those with which the action is possible. */
async function choose(action: MemoryAction, team: Team): Promise<StoredMemory | undefined> {
  const { memories } = await team.memories.list();
  if (action === "search" && memories.length > 0) return searchMemories(memories);
  const isPossible = (memory: StoredMemory) =>
    action === "open" || action === "copy" || action === "search" || verbsOf(memory).includes(action);
  return pickMemory(titleOf(action), memories.filter(isPossible));
}

function titleOf(action: MemoryAction): string {
  switch (action) {
    case "open":
      return vscode.l10n.t("Open memory");
    case "search":
      return vscode.l10n.t("Search memories");
    case "copy":
      return vscode.l10n.t("Copy memory path");
    case "rename":
      return vscode.l10n.t("Rename memory");
    case "delete":
      return vscode.l10n.t("Delete memory");
    case "mark":
      return vscode.l10n.t("Mark memory as stale");
    case "unmark":
      return vscode.l10n.t("Mark memory as fresh again");
  }
}

/** What is stored is what is shown; a broken file at the line that is wrong. */
async function open({ file, problems: [problem] }: StoredMemory): Promise<void> {
  const at = problem && new vscode.Position(Math.max(0, problem.line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file.realPath), {
    preview: true,
    ...(at && { selection: new vscode.Range(at, at) }),
  });
}

/** What could not be read is known by its path only, which may name a line. */
function openProblem(problem: string, parts: MemoryParts): Promise<void> {
  const [, path = problem, line] = /^(.*?)(?::(\d+))?$/.exec(problem) ?? [];
  return openPlace({ type: "open", path, ...(line !== undefined && { line: Number(line) }), beside: false }, parts);
}

async function rename({ parts, team, memory }: ActionContext): Promise<void> {
  await refuseUnsaved(memory, parts);
  const topic = await vscode.window.showInputBox({
    title: vscode.l10n.t("Rename memory"),
    prompt: vscode.l10n.t("Its topic. The file gets a name to match."),
    value: memory.title,
    validateInput: (value) => {
      const isTopic = topicKey(value) !== "" && value.trim().length <= 100;
      return isTopic ? undefined : vscode.l10n.t("A topic has between 1 and 100 characters.");
    },
  });
  if (topic === undefined || topic.trim() === memory.title) return;
  await refuseUnsaved(memory, parts);
  const before = vscode.Uri.file(memory.file.realPath);
  const name = await team.memories.rename(memory, topic);
  if (name !== memory.name) await followRename(before, vscode.Uri.joinPath(before, "..", name));
}

/** At once, and without a question: it can be brought back. */
async function remove({ parts, team, memory }: ActionContext): Promise<void> {
  await refuseUnsaved(memory, parts);
  const removed = await team.memories.remove(memory);
  const undo = vscode.l10n.t("Undo");
  const message = vscode.l10n.t("Memory deleted: {0}", labelOf(memory));
  if ((await vscode.window.showInformationMessage(message, undo)) === undo) await team.memories.restore(removed);
}

/** @throws RefusedError while an editor holds another text of the memory: one of the two would be lost */
async function refuseUnsaved({ file }: StoredMemory, { workspaces }: MemoryParts): Promise<void> {
  if (await hasUnsavedChanges(file, workspaces))
    throw new RefusedError(vscode.l10n.t("The memory is open with unsaved changes. Save or revert them first."));
}
