import * as vscode from "vscode";
import { rowName } from "../../core/measurement/runs/row";
import type { FoundRun } from "../../core/measurement/tools/homes";
import { visibleContent, visibleShort } from "../../core/workspace/visible-text";

/** Of documents that are made here and stand in no file. */
export const comparisonScheme = "ml-engineer-comparison";

/** Comparisons of this window, by the path of their document. */
const texts = new Map<string, string>();

export const comparisonTexts: vscode.TextDocumentContentProvider = {
  provideTextDocumentContent: ({ path }) => texts.get(path) ?? "",
};

/**
 * Compares two runs and shows the report. Each look at a test set counts.
 * @throws MeasurementError when they say nothing about each other, ToolError for a configuration that cannot be read
 */
export async function compare(before: FoundRun, after: FoundRun): Promise<void> {
  const rows = [await chooseRow(before), await chooseRow(after)] as const;
  if (rows[0] === undefined || rows[1] === undefined) return;
  const title = vscode.l10n.t("Comparing runs…");
  const options = { location: vscode.ProgressLocation.Window, title };
  const report = await vscode.window.withProgress(options, async () => {
    const { compareRuns } = await import("../../core/measurement/runs/compare-runs");
    const { renderReport } = await import("../../core/measurement/report/render");
    const { readHomeConfiguration } = await import("../../core/measurement/tools/homes");
    const configuration = await readHomeConfiguration(after.home);
    const facts = { configuration, home: after.home.folder, now: new Date() };
    const { summary, counts } = await compareRuns([before, rows[0]], [after, rows[1]], facts);
    const notes = counts.map(({ dataset, count }) =>
      vscode.l10n.t("This is comparison number {0} on {1}.", count, visibleShort(dataset, 60)),
    );
    return [renderReport(summary).trimEnd(), ...notes].join("\n\n");
  });
  const path = `/${before.record.id} → ${after.record.id}.md`;
  texts.set(path, `${visibleContent(report)}\n`);
  const uri = vscode.Uri.from({ scheme: comparisonScheme, path });
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

/** Of a change its later side is what the run stands for. @returns undefined when the person leaves */
async function chooseRow({ record }: FoundRun): Promise<string | undefined> {
  const names = record.engines.map(({ name, parameters }) => rowName(name, parameters));
  if (record.change) return names[1];
  if (names.length === 1) return names[0];
  const title = vscode.l10n.t("Which row of {0}?", record.id);
  const items = names.map((name) => ({ label: visibleShort(name, 100), name }));
  return (await vscode.window.showQuickPick(items, { title }))?.name;
}
