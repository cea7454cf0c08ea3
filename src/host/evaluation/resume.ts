import * as vscode from "vscode";
import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { FoundRun } from "../../core/measurement/tools/homes";
import { requireFolder } from "./configured";
import { measureChange } from "./evaluate-change";
import { reviewedChange } from "./find-change";
import { openRuns } from "./open-runs";
import { showOutcome } from "./outcome";
import { type ChangeEvaluationPorts, runEvaluation, showRunning } from "./run-evaluation";
import { saveFiles } from "./save-files";
import { readRunId } from "./target";

/** Goes on with a run that ended early: the one that is named, else the last one. */
export async function resumeEvaluation(ports: ChangeEvaluationPorts, value?: unknown): Promise<void> {
  const id = readRunId(value);
  requireFolder(ports);
  if (ports.evaluation.current()) return await showRunning(ports.evaluation);
  const { homesOf, readHomeConfiguration } = await import("../../core/measurement/tools/homes");
  const open = await openRuns(homesOf(await ports.workspaces.current()));
  const run = id === undefined ? open[0] : open.find(({ record }) => record.id === id);
  if (!run) {
    const message =
      id === undefined
        ? vscode.l10n.t("Every evaluation of this folder reached its end: there is nothing to go on with.")
        : vscode.l10n.t("The run {0} reached its end, or is not there.", id);
    return void vscode.window.showInformationMessage(message);
  }
  await saveFiles(run.home.root);
  const configuration = await readHomeConfiguration(run.home);
  await (run.record.change ? resumeChange(run, configuration, ports) : resumeEngines(run, configuration, ports));
}

async function resumeChange(
  { record, home }: FoundRun,
  configuration: EvaluationConfiguration,
  ports: ChangeEvaluationPorts,
): Promise<void> {
  if (!record.change) return;
  const { base, engine } = record.change;
  const workspace = await ports.measurement.open(home.root);
  const found = await reviewedChange(home.root, workspace, ports, base.commit);
  if (!found) return;
  // As the person named it when the run began.
  const change = { ...found.change, base: { ...found.change.base, revision: base.revision } };
  const deciding = { home, workspace, configuration };
  await measureChange({ change, findings: found.findings, engine, resume: record.id }, deciding, ports);
}

async function resumeEngines(
  { record, folder, home }: FoundRun,
  configuration: EvaluationConfiguration,
  ports: ChangeEvaluationPorts,
): Promise<void> {
  const ended = await runEvaluation(
    {
      title: vscode.l10n.t("Evaluating engines"),
      home,
      question: vscode.l10n.t("Run these programs to evaluate the engines?"),
      async prepare(runPorts, signal) {
        const { evaluate } = await import("../../core/measurement/runs/evaluate");
        const { prepareRun } = await import("../../core/measurement/tools/proposal");
        const engines = [...new Set(record.engines.map(({ name }) => name))];
        const command = record.provenance.command ?? ["evaluate", ".ml-engineer/evaluation.json"];
        const request = {
          configuration,
          engines,
          datasets: record.datasets.map(({ name }) => name),
          seed: record.seed,
          resume: folder,
          comparesSpeed: !command.includes("--no-speed"),
          command,
        };
        return await prepareRun(evaluate(request, runPorts, signal), configuration, engines);
      },
    },
    ports,
  );
  if (ended) await showOutcome(ended);
}
