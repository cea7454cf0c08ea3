import * as vscode from "vscode";
import type { Home } from "../../core/measurement/tools/homes";
import { prepareChangeRun } from "./change-run";
import { configuredOrSetUp, requireFolder } from "./configured";
import { type Deciding, type Decision, decideChange } from "./decide-change";
import { reviewedChange } from "./find-change";
import { handOver } from "./hand-over";
import { showOutcome } from "./outcome";
import { type ChangeEvaluationPorts, runEvaluation, showRunning } from "./run-evaluation";
import { saveFiles } from "./save-files";
import { readTarget } from "./target";

/**
 * `ML Engineer: Evaluate this engine change`: shows what counts as the change and what the review finds in it, measures the
 * base against the working tree on the same clips, and hands diff, findings and figures to the agent.
 */
export async function evaluateChange(ports: ChangeEvaluationPorts, value?: unknown): Promise<void> {
  const target = readTarget(value);
  requireFolder(ports);
  if (ports.evaluation.current()) return await showRunning(ports.evaluation);
  // Without a change there is nothing to set up for.
  const isChanged = async ({ root }: Home) =>
    (await reviewedChange(root, await ports.measurement.open(root), ports, target.base)) !== undefined;
  const configured = await configuredOrSetUp(target, ports, isChanged);
  if (!configured) return;
  const { home, agreed } = configured;
  await saveFiles(home.root);
  const { readHomeConfiguration } = await import("../../core/measurement/tools/homes");
  const deciding: Deciding = {
    home,
    workspace: await ports.measurement.open(home.root),
    configuration: await readHomeConfiguration(home),
    base: target.base,
  };
  const decision = await decideChange(deciding, ports);
  if (decision) await measureChange(decision, { ...deciding, ...(agreed && { agreed }) }, ports);
}

/** Runs what was decided, says how it ended, and hands it over. */
export async function measureChange(
  { change, findings, engine, resume }: Decision,
  { home, configuration, agreed }: Deciding & { readonly agreed?: readonly string[] },
  ports: ChangeEvaluationPorts,
): Promise<void> {
  const { base, functions } = change;
  const against = `${base.revision} (${base.commit.slice(0, 7)})`;
  const ended = await runEvaluation(
    {
      title: vscode.l10n.t("Evaluating the change against {0}", against),
      home,
      functions: functions.map(({ name, place }) => ({ path: place.path, name })),
      ...(agreed && { agreed }),
      question: vscode.l10n.t("Run these programs to evaluate the change?"),
      notes: [
        vscode.l10n.t(
          "{0} runs twice: as it was in {1}, checked out beside this folder, and as it is now. Then {2} reads diff, findings and figures, and writes the report.",
          engine,
          against,
          ports.models.status.label,
        ),
      ],
      async prepare(runPorts, signal) {
        const { runNamed, runsOf } = await import("../../core/measurement/tools/homes");
        const folder = resume === undefined ? undefined : runNamed(await runsOf([home]), resume).folder;
        return await prepareChangeRun({ configuration, change, engine, resume: folder }, ports, runPorts, signal);
      },
    },
    ports,
  );
  if (!ended || !(await showOutcome(ended))) return;
  // The evaluation has ended; whoever waits for it does not wait for the answer.
  handOver({ run: ended.run.record, change, findings }, ports).catch((error: unknown) => {
    ports.log.warn("The agent could not be asked about the change", error);
  });
}
