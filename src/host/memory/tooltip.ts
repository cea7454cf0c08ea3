import * as vscode from "vscode";
import type { Stale } from "../../core/memory/format";
import { code } from "../chat/markdown-text";
import { plainField, safeMarkdown } from "../plain-markdown";
import type { MemoryNode } from "./memory-nodes";

/** The memory as Markdown in which its own text means nothing: no links, pictures and HTML of somebody else. */
export function tooltipOf({ memory, stale }: MemoryNode): vscode.MarkdownString {
  const { title, appliesWhen, insight, benchmarks, engineOrModel, problems, path, date, file } = memory;
  return safeMarkdown([
    code(title),
    ...plainField(vscode.l10n.t("Stale"), stale && datedReason(stale)),
    ...plainField(
      vscode.l10n.t("Problems"),
      problems.map(({ line, message }) => vscode.l10n.t("line {0}: {1}", line, message)).join("\n"),
    ),
    ...plainField(vscode.l10n.t("Applies when"), appliesWhen),
    ...plainField(vscode.l10n.t("Insight"), insight.map((line) => `- ${line}`).join("\n")),
    ...plainField(vscode.l10n.t("Benchmark"), benchmarks.join("\n")),
    ...plainField(vscode.l10n.t("Engine or model"), engineOrModel),
    file.folder.shared
      ? `${code(path)} · ${date}`
      : `${vscode.l10n.t("Private on this machine until the team's files are kept in the repository")} · ${date}`,
  ]);
}

function datedReason({ date, reason }: Stale): string {
  return date === "" || reason.includes(date) ? reason : `${date} ${reason}`;
}
