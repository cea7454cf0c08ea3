import type { Change } from "../../core/change/change";
import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { RunPorts } from "../../core/measurement/runs/evaluate";
import type { PreparedRun } from "../../core/measurement/tools/proposal";
import type { MeasurementFolder } from "../../core/workspace/run-files/measurement-folder";
import type { ChangeEvaluationPorts } from "./run-evaluation";

export interface ChangeRun {
  readonly configuration: EvaluationConfiguration;
  readonly change: Change;
  readonly engine: string;
  readonly resume?: MeasurementFolder | undefined;
}

/** Checks the base out and reads the test sets; no program of the project is started. */
export async function prepareChangeRun(
  { configuration, change, engine, resume }: ChangeRun,
  { storage, workspaces }: Pick<ChangeEvaluationPorts, "storage" | "workspaces">,
  runPorts: RunPorts,
  signal: AbortSignal,
): Promise<PreparedRun> {
  const { evaluateChange } = await import("../../core/change/evaluate-change");
  const { prepareRun } = await import("../../core/measurement/tools/proposal");
  const request = {
    configuration,
    change,
    engine,
    ...(resume && { resume }),
    comparesSpeed: true,
    command: [
      "evaluate",
      ".ml-engineer/evaluation.json",
      "--change",
      ...["--base", change.base.commit],
      ...["--engine", engine],
    ],
  };
  const ports = {
    ...runPorts,
    storage,
    open: (folder: string, linkedFolders: readonly string[]) => workspaces.besides(folder, linkedFolders),
  };
  return await prepareRun(evaluateChange(request, ports, signal), configuration, [engine]);
}
