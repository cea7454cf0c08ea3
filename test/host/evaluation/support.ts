import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import type { Attachment } from "../../../src/core/agent/attachments";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { evaluateChange } from "../../../src/host/evaluation/evaluate-change";
import { EvaluationProgress } from "../../../src/host/evaluation/evaluation-progress";
import { measureEngine } from "../../../src/host/evaluation/measure-engine";
import { measurementPorts } from "../../../src/host/evaluation/measurement-ports";
import { resumeEvaluation } from "../../../src/host/evaluation/resume";
import { setUpEvaluation } from "../../../src/host/evaluation/set-up-command";
import { Workspaces } from "../../../src/host/workspaces";
import { workspace as editor, fake, resetFake, Uri } from "../../support/fake-vscode";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { grammarsFolder } from "../../support/grammars";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { type TinyOptions, tinyEvaluation } from "../../support/tiny-evaluation";

export interface WindowOptions extends TinyOptions {
  readonly trusted?: boolean;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly roots?: readonly string[];
}

/** A window on a folder with an evaluation; everything below the editor is real, the engines included. */
export async function measuringWindow({ trusted = true, files, roots = ["."], ...options }: WindowOptions = {}) {
  const fixture = await temporaryWorkspace(files ?? tinyEvaluation(options), { roots });
  onTestFinished(fixture.dispose);
  resetFake();
  editor.isTrusted = trusted;
  fake.folders.open(...roots.map((root) => join(fixture.path, root)));
  const mapPipeline = createPipelineMapper({ grammarsFolder: grammarsFolder() });
  const workspaces = Object.assign(new Workspaces(Uri.file(resolve(".")) as never), { mapPipeline });
  onTestFinished(() => workspaces.dispose());
  const context = {
    workspaceState: fakeMemento(),
    extensionUri: Uri.file(resolve(".")),
    extension: { packageJSON: { version: "0.0.0" } },
  } as never;
  const evaluation = new EvaluationProgress();
  const measurement = measurementPorts(workspaces, evaluation, context);
  const storage = await temporaryFolder();
  const asked: { readonly text: string; readonly attachments: readonly Attachment[] }[] = [];
  const ports = {
    ...{ workspaces, measurement, evaluation, context, storage },
    log: { info() {}, warn() {} },
    models: { status: { label: "offline reviewer" } },
    chat: { ask: async (text: string, attachments: readonly Attachment[]) => void asked.push({ text, attachments }) },
  };
  const runs = join(fixture.path, ".ml-engineer/runs");
  return {
    path: fixture.path,
    storage,
    evaluation,
    workspaces,
    /** Questions to the agent. */
    asked,
    evaluate: (target?: unknown) => measureEngine(ports, target),
    evaluateChange: (target?: unknown) => evaluateChange(ports, target),
    resume: (id?: unknown) => resumeEvaluation(ports, id),
    setUp: (target?: unknown) => setUpEvaluation(ports, target),
    dialogs: () => fake.window.messages.filter(({ detail }) => detail !== undefined),
    /** Ids of the runs whose report was opened. */
    reports: () =>
      fake.calledCommands.flatMap(({ command, values }) =>
        command === "mlEngineer.openReport" ? [String(values[0])] : [],
      ),
    read: (run: string, file: string) => readFile(join(runs, run, file), "utf8"),
    /** What is in the folder of runs. */
    runs: async () => (await readdir(runs).catch(() => [])).filter((name) => !name.startsWith(".")),
  };
}

async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "ml-engineer-storage-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
