import * as vscode from "vscode";
import { code, escaped } from "../chat/markdown-text";
import { plainField, safeMarkdown } from "../plain-markdown";
import type { HandoffNode } from "./handoff-nodes";

/**
 * The brief as Markdown. What stands in a record is somebody else's text: it is shown as text, without links, pictures and
 * HTML.
 */
export function tooltipOf({ handoff, refusal, isReady }: HandoffNode): vscode.MarkdownString {
  const { id, from, to, task, context, needBack, blocks, partial, result, resultFrom, path, folder } = handoff;
  return safeMarkdown([
    `**${escaped(from)} → ${escaped(to)}**`,
    ...plainField(vscode.l10n.t("Task"), task),
    ...plainField(vscode.l10n.t("Context"), context),
    ...plainField(vscode.l10n.t("Needed back"), needBack),
    ...plainField(vscode.l10n.t("Blocks"), blocks),
    ...plainField(vscode.l10n.t("Partial result"), partial),
    ...plainField(
      resultFrom === undefined ? vscode.l10n.t("Result") : vscode.l10n.t("Result from {0}", escaped(resultFrom)),
      result,
    ),
    ...(isReady ? [vscode.l10n.t("Nothing that this work waits for is missing: continue with the results.")] : []),
    ...(refusal !== undefined && (handoff.state === "open" || handoff.state === "sent")
      ? [vscode.l10n.t("No specialist can run it: {0}", escaped(refusal))]
      : []),
    folder.shared
      ? `${code(path)} · ${id}`
      : `${vscode.l10n.t("Private on this machine until the team's files are kept in the repository")} · ${id}`,
  ]);
}
