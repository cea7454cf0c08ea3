import * as vscode from "vscode";
import type { Attachment } from "../core/agent/attachments";
import { rules } from "../core/review/rules";
import { findingOf } from "./diagnostics/finding-diagnostic";
import { workspacePath } from "./diagnostics/workspace-places";
import type { Workspaces } from "./workspaces";

/** What the command that asks about a finding is called with. */
type AskAboutFindingArguments = readonly [question: string, attachment: Attachment];

/** "Ask the ML engineer about this" on each problem of the review. */
export function registerCodeActions({ workspaces }: { readonly workspaces: Workspaces }): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: "file" },
    { provideCodeActions: (document, _range, { diagnostics }) => askActions(document, diagnostics, workspaces) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

async function askActions(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  workspaces: Workspaces,
): Promise<vscode.CodeAction[]> {
  const findings = diagnostics.flatMap((diagnostic) => {
    const finding = findingOf(diagnostic);
    return finding ? [{ diagnostic, ...finding }] : [];
  });
  if (findings.length === 0 || workspaces.state !== "ready") return [];
  const path = await workspacePath(document.uri, await workspaces.current());
  if (path === undefined) return [];
  return findings.map(({ diagnostic, rule, title }) => {
    const label =
      findings.length === 1
        ? vscode.l10n.t("Ask the ML engineer about this")
        : vscode.l10n.t("Ask the ML engineer about this: {0}", title);
    const { start, end } = diagnostic.range;
    const question = questionAbout(rule);
    const commandArguments: AskAboutFindingArguments = [
      question,
      { path, line: start.line + 1, endLine: end.line + 1 },
    ];
    const action = new vscode.CodeAction(label, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.command = { command: "mlEngineer.askAboutFinding", title: label, arguments: [...commandArguments] };
    return action;
  });
}

/** In the words of the rule: names of code, as titles hold them, could be taken for words of the question. */
function questionAbout(rule: number): string {
  const title = rules.find(({ number }) => number === rule)?.title;
  const flag = title === undefined ? String(rule) : `${rule}, ${title}`;
  return vscode.l10n.t("Red flag {0}: is this a risk here, and what should we measure first?", flag);
}
