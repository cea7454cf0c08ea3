import * as vscode from "vscode";
import { visibleContent } from "../../core/workspace/visible-text";
import { code, escaped } from "../chat/markdown-text";
import type { HandoffNode } from "./handoff-nodes";

/** Characters of one field: a tooltip is no editor. */
const longestField = 2000;

/**
 * The brief as Markdown. What stands in a record is somebody else's text: it is shown as text, without links, pictures and
 * HTML.
 */
export function tooltipOf({ handoff, refusal, isReady }: HandoffNode): vscode.MarkdownString {
  const { id, from, to, task, context, needBack, blocks, partial, result, resultFrom, path, folder } = handoff;
  const field = (title: string, text: string | undefined) =>
    text === undefined || text.trim() === "" ? [] : [`**${title}**\n\n${plain(text)}`];
  const sections = [
    `**${escaped(from)} → ${escaped(to)}**`,
    ...field(vscode.l10n.t("Task"), task),
    ...field(vscode.l10n.t("Context"), context),
    ...field(vscode.l10n.t("Needed back"), needBack),
    ...field(vscode.l10n.t("Blocks"), blocks),
    ...field(vscode.l10n.t("Partial result"), partial),
    ...field(
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
  ];
  const tooltip = new vscode.MarkdownString(sections.join("\n\n"));
  tooltip.isTrusted = false;
  tooltip.supportHtml = false;
  tooltip.supportThemeIcons = false;
  return tooltip;
}

/** Text as a block of code, so that nothing in it is Markdown; it keeps its lines. */
function plain(text: string): string {
  const shown = text.length > longestField ? `${text.slice(0, longestField).toWellFormed()}…` : text;
  const lines = visibleContent(shown.trim());
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${lines}\n${fence}`;
}
