import { readFileSync } from "node:fs";
import * as vscode from "vscode";

/** The words of a view in the display language, where there is a table of them; else the view uses its own English. */
export function viewStrings(extensionUri: vscode.Uri, name = "strings"): Readonly<Record<string, unknown>> | undefined {
  const language = vscode.env.language.slice(0, 2);
  if (language !== "ru") return undefined;
  const table = vscode.Uri.joinPath(extensionUri, "dist", "webview", `${name}.${language}.json`);
  return JSON.parse(readFileSync(table.fsPath, "utf8")) as Record<string, unknown>;
}
