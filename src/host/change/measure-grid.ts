import * as vscode from "vscode";
import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { EngineConfiguration } from "../../core/measurement/engine";
import { createAddressBook } from "../diagnostics/workspace-places";
import type { Workspaces } from "../workspaces";
import type { ChangeService } from "./change-service";
import { gridEdit } from "./grid-edit";
import { readGridTarget } from "./grid-target";
import { proposedValues, valuesOf } from "./grid-values";
import { runnerReads } from "./runner-reads";

export interface MeasureGridPorts {
  readonly workspaces: Pick<Workspaces, "state" | "current">;
  readonly changes: Pick<ChangeService, "workspaceOf">;
}

const configurationPath = ".ml-engineer/evaluation.json";
/** Every combination decodes the whole test set. */
const mostValues = 20;

/** Asks which values of a parameter are compared, writes them into the configuration, shows it, and offers to measure. */
export async function measureGrid(ports: MeasureGridPorts, value: unknown): Promise<void> {
  const { folder, parameter, current } = readGridTarget(value);
  if (ports.workspaces.state !== "ready")
    throw new Error(vscode.l10n.t("Open a folder first: an evaluation belongs to one."));
  const root = (await ports.workspaces.current()).roots.find(({ path }) => path === folder);
  if (!root) throw new Error(vscode.l10n.t("This folder is not open any more."));
  const workspace = await ports.changes.workspaceOf(root);
  const uri = (await createAddressBook(workspace))(configurationPath);
  const document = uri && (await opened(uri));
  if (!document) return offerSetUp(folder);
  const { readConfiguration, problemText } = await import("../../core/measurement/configuration");
  const { configuration, problems } = readConfiguration(document.getText(), configurationPath);
  if (!configuration) throw new Error(problems[0] ? problemText(problems[0]) : configurationPath);
  const engine = await chosenEngine(configuration, parameter);
  if (!engine) return;
  const reads = await runnerReads(parameter, engine, workspace);
  if (reads.way === "no-placeholder") {
    await vscode.window.showTextDocument(document);
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "{0} is started for each clip and cannot take {1} yet. Put {2} where its value belongs in `command`, and try again.",
        engine.name,
        parameter,
        `{${parameter}}`,
      ),
    );
    return;
  }
  const values = await askedValues(parameter, current);
  if (!values) return;
  const edit = gridEdit(document.getText(), { engine: engine.name, parameters: { [parameter]: values } });
  const change = new vscode.WorkspaceEdit();
  change.replace(
    document.uri,
    new vscode.Range(document.positionAt(edit.start), document.positionAt(edit.end)),
    edit.text,
  );
  if (!(await vscode.workspace.applyEdit(change))) {
    throw new Error(vscode.l10n.t("{0} could not be changed.", configurationPath));
  }
  const at = document.positionAt(document.getText().indexOf('"grid"'));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  await offerRun(
    { document, folder },
    reads.way === "unread" ? howToRead(parameter, reads.file) : undefined,
    values.length,
  );
}

/** Undefined where there is no such file. */
async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

async function offerSetUp(folder: string): Promise<void> {
  const setUp = vscode.l10n.t("Set up evaluation");
  const message = vscode.l10n.t("Nothing says yet what to measure on: there is no .ml-engineer/evaluation.json.");
  if ((await vscode.window.showInformationMessage(message, setUp)) !== setUp) return;
  await vscode.commands.executeCommand("mlEngineer.setUpEvaluation", { folder });
}

async function chosenEngine(
  { engines }: EvaluationConfiguration,
  parameter: string,
): Promise<EngineConfiguration | undefined> {
  const running = engines.filter(({ protocol }) => protocol !== "folder");
  const [only] = running;
  if (!only) throw new Error(vscode.l10n.t("No engine of the configuration is a program, so none can be varied."));
  if (running.length === 1) return only;
  const items = running.map((engine) => ({ label: engine.name, description: engine.command.join(" "), engine }));
  const title = vscode.l10n.t("Which engine takes {0}?", parameter);
  return (await vscode.window.showQuickPick(items, { title }))?.engine;
}

async function askedValues(parameter: string, current: string | undefined) {
  const written = await vscode.window.showInputBox({
    title: vscode.l10n.t("Measure a grid of {0}", parameter),
    prompt: vscode.l10n.t(
      "Values to compare, separated by commas. The first one is what the others are compared with.",
    ),
    value: proposedValues(parameter, current),
    validateInput: (text) => {
      const count = valuesOf(text).length;
      if (count < 2) return vscode.l10n.t("Give two different values or more.");
      return count > mostValues ? vscode.l10n.t("At most {0} values at a time.", mostValues) : undefined;
    },
  });
  return written === undefined ? undefined : valuesOf(written);
}

function howToRead(parameter: string, file: string): string {
  return vscode.l10n.t(
    "{0} does not read {1} yet, so every value would measure the same: each request has it as text, take request[{2}] there and hand it on.",
    file,
    parameter,
    JSON.stringify(parameter),
  );
}

/** A run reads what is on the disk, so what was written is saved when the person wants it to be measured. */
async function offerRun(
  { document, folder }: { readonly document: vscode.TextDocument; readonly folder: string },
  warning: string | undefined,
  rows: number,
): Promise<void> {
  const run = vscode.l10n.t("Measure the grid");
  const message = vscode.l10n.t("The grid is in the configuration: {0} rows, each on the whole test set.", rows);
  const answer = warning
    ? await vscode.window.showWarningMessage(warning, run)
    : await vscode.window.showInformationMessage(message, run);
  if (answer !== run) return;
  if (!(await document.save())) throw new Error(vscode.l10n.t("{0} could not be saved.", configurationPath));
  await vscode.commands.executeCommand("mlEngineer.measureEngine", { folder });
}
