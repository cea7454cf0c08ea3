import * as vscode from "vscode";
import type { Change } from "../../core/change/change";
import type { Finding } from "../../core/review/finding";
import { visibleShort } from "../../core/workspace/visible-text";
import { withQuotedCode } from "../plain-markdown";

export interface ChangeFacts {
  readonly change: Change;
  readonly findings: readonly Finding[];
  /** Of the configuration; the change is measured with one. */
  readonly engine: string;
  readonly engines: readonly string[];
  /** Who writes the report, as the chat calls the model. */
  readonly model: string;
  /** A run of this change that ended early. */
  readonly open?: { readonly id: string };
}

export type ChangeAnswer =
  | { readonly type: "evaluate" | "show" | "base" | "engine" }
  | { readonly type: "resume"; readonly id: string }
  | { readonly type: "finding"; readonly finding: Finding };

interface ChangeItem extends vscode.QuickPickItem {
  readonly answer?: ChangeAnswer;
}

/** What counts as the change, what it is measured against, and what the review rules found in it. Enter starts. */
export async function askAboutChange(facts: ChangeFacts): Promise<ChangeAnswer | undefined> {
  const { change, findings, engine, engines, model, open } = facts;
  const { base, files } = change;
  const against = `${base.revision} (${base.commit.slice(0, 7)})`;
  const start = {
    label: `$(beaker) ${vscode.l10n.t("Evaluate the change against {0}", against)}`,
    description: visibleShort(base.subject, 80),
    detail: vscode.l10n.t("{0} · engine {1} · then {2} writes the report", whatChanged(change), engine, model),
    answer: { type: "evaluate" as const },
  };
  const resume = open && {
    label: `$(debug-continue) ${vscode.l10n.t("Resume the run that was stopped")}`,
    description: open.id,
    answer: { type: "resume" as const, id: open.id },
  };
  const show = {
    label: `$(diff) ${vscode.l10n.t("Show the change")}`,
    description: files.length === 1 ? (files[0]?.path ?? "") : vscode.l10n.t("{0} files", files.length),
    answer: { type: "show" as const },
  };
  const otherBase = {
    label: `$(git-branch) ${vscode.l10n.t("Choose another base…")}`,
    ...(base.note !== undefined && { detail: visibleShort(base.note, 200) }),
    answer: { type: "base" as const },
  };
  const otherEngine = {
    label: `$(settings) ${vscode.l10n.t("Choose another engine…")}`,
    description: engine,
    answer: { type: "engine" as const },
  };
  const items: readonly ChangeItem[] = [
    ...(resume ? [resume] : []),
    start,
    show,
    otherBase,
    ...(engines.length > 1 ? [otherEngine] : []),
    ...(findings.length === 0 ? [] : [foundSeparator(findings.length), ...findings.map(findingItem)]),
  ];
  const title = vscode.l10n.t("Evaluate this engine change");
  const placeHolder = vscode.l10n.t("Enter shows what would run, before anything does");
  const options = { title, placeHolder, matchOnDescription: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.answer;
}

function whatChanged({ functions, files }: Change): string {
  const names = functions.map(({ name }) => name.split(".").slice(-2).join("."));
  if (names.length === 0) return vscode.l10n.t("{0} changed files, none with engine code", files.length);
  const shown = names.slice(0, 3).join(", ");
  return names.length <= 3 ? shown : vscode.l10n.t("{0} and {1} more", shown, names.length - 3);
}

/** Short: VS Code takes its room from the first row below. */
function foundSeparator(count: number) {
  const label = vscode.l10n.t("Findings: {0}", count);
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function findingItem(finding: Finding): ChangeItem {
  const { title, severity, place, explanation } = finding;
  return {
    label: `$(${severity === "risk" ? "warning" : "info"}) ${visibleShort(withQuotedCode(title), 120)}`,
    description: `${place.path}:${place.line}`,
    detail: visibleShort(withQuotedCode(explanation), 200),
    answer: { type: "finding" as const, finding },
  };
}
