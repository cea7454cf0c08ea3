import * as vscode from "vscode";
import type { Finding } from "../../core/review/finding";

/** Who says so, in the Problems view. Also on the problems of agent files. */
export const diagnosticSource = "ML Engineer";

/** Links of a chain that the Problems view lists below a finding; the rest is a question away. */
const longestChain = 20;

/** A finding as a problem of the document that holds its place; undefined when the document has no such line. */
export function findingDiagnostic(
  finding: Finding,
  document: vscode.TextDocument,
  uriOf: (path: string) => vscode.Uri | undefined,
): vscode.Diagnostic | undefined {
  const line = finding.place.line - 1;
  if (line < 0 || line >= document.lineCount) return undefined;
  const diagnostic = new vscode.Diagnostic(
    writtenPart(document, line),
    messageOf(finding),
    severities[finding.severity],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = `red flag ${finding.rule}`;
  diagnostic.relatedInformation = finding.chain.slice(0, longestChain).flatMap(({ place, text }) => {
    const uri = uriOf(place.path);
    const start = new vscode.Position(place.line - 1, 0);
    return uri ? [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, start), text)] : [];
  });
  return diagnostic;
}

/** Number and title of the finding that a diagnostic shows; undefined for the diagnostics of others. */
export function findingOf(
  diagnostic: vscode.Diagnostic,
): { readonly rule: number; readonly title: string } | undefined {
  if (diagnostic.source !== diagnosticSource || typeof diagnostic.code !== "string") return undefined;
  const rule = /^red flag (\d+)$/.exec(diagnostic.code)?.[1];
  const [title = ""] = diagnostic.message.split("\n");
  return rule === undefined ? undefined : { rule: Number(rule), title };
}

const severities: Readonly<Record<Finding["severity"], vscode.DiagnosticSeverity>> = {
  risk: vscode.DiagnosticSeverity.Warning,
  unproven: vscode.DiagnosticSeverity.Information,
  minor: vscode.DiagnosticSeverity.Information,
};

/** The first line is what the list shows. What only a measurement can tell names it. */
function messageOf({ title, severity, consequence, remedy, measure }: Finding): string {
  const lines = [title, consequence, vscode.l10n.t("Remedy: {0}", remedy)];
  if (severity === "unproven" && measure !== undefined) lines.push(vscode.l10n.t("To be measured: {0}", measure));
  return lines.join("\n");
}

/** The line without its indentation and trailing white space. */
function writtenPart(document: vscode.TextDocument, line: number): vscode.Range {
  const { text, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return new vscode.Range(line, firstNonWhitespaceCharacterIndex, line, text.trimEnd().length);
}
