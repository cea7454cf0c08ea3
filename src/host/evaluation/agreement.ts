import * as vscode from "vscode";
import { commandsDigest, type PreparedRun } from "../../core/measurement/tools/proposal";
import { runnerFiles } from "../../core/measurement/tools/runner-files";
import type { Workspace } from "../../core/workspace/workspace";
import { confirm } from "./approval";
import { ApprovedCommands } from "./approved-commands";
import { planWords } from "./plan-words";
import { isSameCommand } from "./same-command";

export interface Asking {
  readonly question: string;
  /** Said in front of what runs. */
  readonly notes: readonly string[];
  /** A command that they have just agreed to, for the same clips. */
  readonly agreed: readonly string[] | undefined;
  readonly state: vscode.Memento;
  readonly signal: AbortSignal;
}

/**
 * Whether the person agrees to what a run starts. What costs nothing and keeps the audio here is asked about once for the same
 * commands and the same files of `.ml-engineer/` that they run; anything else each time.
 */
export async function agrees(
  prepared: PreparedRun,
  workspace: Workspace,
  { question, notes, agreed, state, signal }: Asking,
): Promise<boolean> {
  const approved = new ApprovedCommands(state);
  const digest = commandsDigest(prepared, await runnerFiles(prepared.engines, workspace));
  const isRemembered = !prepared.estimate.needsConsent;
  const isJustAgreed = agreed !== undefined && prepared.engines.every(({ command }) => isSameCommand(command, agreed));
  if (isRemembered && isJustAgreed) await approved.add(digest);
  if (isRemembered && approved.has(digest)) return true;
  const detail = [...notes, planWords(prepared)].join("\n\n");
  const isAgreed = await confirm(question, { detail, yes: vscode.l10n.t("Run"), signal });
  // The file may have been changed while the person read.
  const isUnchanged = commandsDigest(prepared, await runnerFiles(prepared.engines, workspace)) === digest;
  if (isAgreed && !isUnchanged)
    throw new Error(vscode.l10n.t("What would run was changed while you were asked. Start again."));
  if (isAgreed && isRemembered) await approved.add(digest);
  return isAgreed;
}
