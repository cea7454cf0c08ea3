import * as vscode from "vscode";
import type { ReferenceSource } from "../../core/measurement/dataset";
import type { Home } from "../../core/measurement/tools/homes";
import type { Workspace } from "../../core/workspace/workspace";
import { cancellable } from "./cancellable";

/** Writes a manifest into `.ml-engineer/` from a corpus of this folder. @returns its workspace path; undefined when the person leaves */
export async function importCorpus({ root, folder }: Home, workspace: Workspace): Promise<string | undefined> {
  const { importers } = await import("../../core/measurement/datasets/importers");
  const formats = importers.map((importer) => ({ label: importer.title, detail: importer.source, importer }));
  const title = vscode.l10n.t("Make a test set");
  const format = (await vscode.window.showQuickPick(formats, { title, ignoreFocusOut: true }))?.importer;
  if (!format) return undefined;
  const [source] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Choose {0}", format.source),
      defaultUri: vscode.Uri.file(root.path),
      canSelectFiles: true,
      canSelectFolders: true,
    })) ?? [];
  if (!source) return undefined;
  const referenceSource = format.referenceSource ?? (await askWhoWrote(title));
  if (!referenceSource) return undefined;
  const language = await askLanguage(title);
  if (language === undefined) return undefined;
  const { importDataset } = await import("../../core/measurement/datasets/import-dataset");
  const wanted = {
    format: format.id,
    // Audio of other folders is not read: the workspace is what was opened.
    source: (await workspace.locate(source.fsPath)).realPath,
    ...(language !== "" && { language }),
    referenceSource,
    manifestFolder: `${root.path}/.ml-engineer`,
    workspaceFolder: root.path,
  };
  const lines: string[] = [];
  const problems: string[] = [];
  const isRead = await cancellable(vscode.l10n.t("Reading the recordings…"), async (signal) => {
    for await (const imported of importDataset(wanted, workspace, signal)) {
      if ("line" in imported) lines.push(`${imported.line}\n`);
      else problems.push(imported.problem.message);
    }
    return true;
  });
  if (!isRead) return undefined;
  if (lines.length === 0) {
    throw new Error(vscode.l10n.t("Nothing of {0} became a clip: {1}", source.fsPath, problems[0] ?? ""));
  }
  const name = await freeName(folder);
  await folder.write(name, lines);
  return `.ml-engineer/${name}`;
}

/** What is there is somebody's work. */
async function freeName(folder: Home["folder"]): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "test.jsonl" : `test-${number}.jsonl`;
    if ((await folder.read(name)) === undefined) return name;
  }
}

async function askWhoWrote(title: string): Promise<ReferenceSource | undefined> {
  const items = [
    { label: vscode.l10n.t("People listened and wrote them"), source: { kind: "human" } as const },
    {
      label: vscode.l10n.t("A machine did"),
      detail: vscode.l10n.t("No WER is measured against such texts, only how far engines agree"),
      source: { kind: "machine" } as const,
    },
  ];
  const placeHolder = vscode.l10n.t("Who wrote the texts?");
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.source;
}

async function askLanguage(title: string): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("Language of the recordings, such as en or ru; empty where the corpus says it"),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^$|^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(text.trim()) ? undefined : vscode.l10n.t("For example en or ru-RU"),
  });
}
