import * as vscode from "vscode";
import type { Change } from "../../core/change/change";
import type { Finding } from "../../core/review/finding";
import type { Root, Workspace } from "../../core/workspace/workspace";
import { changeSettings } from "../change/change-settings";
import { withQuotedCode } from "../plain-markdown";
import { chooseBase } from "./choose-base";
import type { EvaluationPorts } from "./run-evaluation";

/** What a change is, and what the review rules say about what was changed. Paths begin in its folder. */
export interface ReviewedChange {
  readonly change: Change;
  readonly findings: readonly Finding[];
}

/** Milliseconds for git and for reading the code. */
const longest = 120_000;

/**
 * Reads the change as it is on the disk now. Where there is none, that is said, and another base can be chosen.
 * @param base a revision; default: the setting, else the one that fits the branch
 * @returns undefined when there is nothing to measure
 */
export async function reviewedChange(
  root: Root,
  workspace: Workspace,
  ports: Pick<EvaluationPorts, "workspaces">,
  base?: string,
): Promise<ReviewedChange | undefined> {
  const { ChangeError } = await import("../../core/change/change");
  try {
    return await read(root, workspace, ports, base);
  } catch (error) {
    if (!(error instanceof ChangeError)) throw error;
    const choose = vscode.l10n.t("Choose another base…");
    const isAboutBase = error.code === "nothing-changed" || error.code === "no-revision";
    const message = withQuotedCode(`${error.message} ${error.hint}`);
    const answer = await vscode.window.showWarningMessage(message, ...(isAboutBase ? [choose] : []));
    const other = answer === choose ? await chooseBase(root) : undefined;
    return other === undefined ? undefined : await reviewedChange(root, workspace, ports, other);
  }
}

async function read(
  root: Root,
  workspace: Workspace,
  { workspaces: { mapPipeline } }: Pick<EvaluationPorts, "workspaces">,
  base: string | undefined,
): Promise<ReviewedChange> {
  const title = vscode.l10n.t("Looking what changed…");
  return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const { findChange } = await import("../../core/change/find-change");
    const { findingsIn } = await import("./change-findings");
    const options = { ...changeSettings(root), ...(base !== undefined && { base }) };
    const signal = AbortSignal.timeout(longest);
    const change = await findChange(root, { workspace, mapPipeline }, options, signal);
    return { change, findings: findingsIn(change, await mapPipeline(workspace, signal)) };
  });
}
