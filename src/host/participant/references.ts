import * as vscode from "vscode";
import { PathError } from "../../core/workspace/path-error";
import type { Workspace } from "../../core/workspace/workspace";
import type { Attachment } from "../../protocol/chat";

export interface References {
  readonly attachments: readonly Attachment[];
  /** Text that was attached as such. */
  readonly texts: readonly string[];
  /** One sentence for each reference that does not go with the question. */
  readonly refused: readonly string[];
}

/**
 * What goes with a question in VS Code's chat, as far as it lies in the workspace. The files are read later, by the rules of
 * Read. `isFirst`: whether the question starts a conversation.
 */
export async function readReferences(
  all: readonly vscode.ChatPromptReference[],
  workspace: Workspace,
  { isFirst }: { readonly isFirst: boolean },
): Promise<References> {
  const references = all.filter((reference) => isWanted(reference, isFirst));
  const attachments: Attachment[] = [];
  const texts: string[] = [];
  const refused: string[] = [];
  for (const { id, value, modelDescription } of references) {
    try {
      if (typeof value === "string") texts.push(`${modelDescription ?? id}:\n${value}`);
      else if (value instanceof vscode.Uri) attachments.push({ path: await pathOf(value, workspace) });
      else if (value instanceof vscode.Location) {
        attachments.push({ path: await pathOf(value.uri, workspace), ...linesOf(value.range) });
      } else refused.push(vscode.l10n.t("{0} is of a kind that cannot be attached here.", id));
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      refused.push(vscode.l10n.t("{0} was not attached: {1}", id, error.message));
    }
  }
  return { attachments, texts, refused };
}

/**
 * VS Code adds instruction files to every question by itself. Once a conversation is enough; CLAUDE.md the agent reads on
 * its own; and the list of VS Code's customizations is about tools that the agent does not have.
 */
function isWanted({ id, value }: vscode.ChatPromptReference, isFirst: boolean): boolean {
  if (id.startsWith("vscode.customizations.")) return false;
  if (!id.startsWith("vscode.instructions.")) return true;
  return isFirst && !(value instanceof vscode.Uri && value.path.endsWith("/CLAUDE.md"));
}

async function pathOf(uri: vscode.Uri, workspace: Workspace): Promise<string> {
  return (await workspace.locate(uri.scheme === "file" ? uri.fsPath : uri.toString())).path;
}

/** A selection that ends before the first character of a line does not include that line. */
function linesOf({ start, end }: vscode.Range): Pick<Attachment, "line" | "endLine"> {
  const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { line: start.line + 1, endLine: lastLine + 1 };
}
