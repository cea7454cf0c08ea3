import * as vscode from "vscode";
import { configuredOrSetUp, requireFolder } from "./configured";
import { showOutcome } from "./outcome";
import { type EvaluationPorts, runEvaluation, showRunning } from "./run-evaluation";
import { readTarget } from "./target";

/**
 * `ML Engineer: Evaluate engines`, and the lens "Measure this engine": what the configured engines do as they are. Without a
 * configuration it is set up first.
 */
export async function measureEngine(ports: EvaluationPorts, value?: unknown): Promise<void> {
  const target = readTarget(value);
  requireFolder(ports);
  if (ports.evaluation.current()) return await showRunning(ports.evaluation);
  const configured = await configuredOrSetUp(target, ports);
  if (!configured) return;
  const { home, agreed } = configured;
  const ended = await runEvaluation(
    {
      title: vscode.l10n.t("Evaluating engines"),
      home,
      ...(agreed && { agreed }),
      question: vscode.l10n.t("Run these programs to evaluate the engines?"),
      async prepare(runPorts, signal) {
        const { readHomeConfiguration } = await import("../../core/measurement/tools/homes");
        const { prepareRun } = await import("../../core/measurement/tools/proposal");
        const { evaluate } = await import("../../core/measurement/runs/evaluate");
        const configuration = await readHomeConfiguration(home);
        const command = ["evaluate", ".ml-engineer/evaluation.json"];
        return await prepareRun(
          evaluate({ configuration, comparesSpeed: true, command }, runPorts, signal),
          configuration,
        );
      },
    },
    ports,
  );
  if (ended) await showOutcome(ended);
}
