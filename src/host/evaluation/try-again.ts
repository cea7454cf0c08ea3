import * as vscode from "vscode";
import { resolveEnvironment } from "../../core/measurement/configuration/environment";
import type { Tried } from "../../core/measurement/setup/set-up";
import { commandLine } from "../../core/measurement/tools/proposal";
import { visible } from "../../core/workspace/visible-text";
import { confirm } from "./approval";
import { isSameCommand } from "./same-command";
import { saveFiles } from "./save-files";
import type { Trial } from "./try-runner";

/**
 * Tries a runner as the person left it: what they mended in it or in the configuration stays. A command that is not the one
 * they agreed to is shown first.
 * @returns undefined when they do not agree
 */
export async function tryAgain(trial: Trial, signal: AbortSignal): Promise<Tried | undefined> {
  const { home, plan, choices, workspace } = trial;
  await saveFiles(home.root);
  const { trySetup, tryEngine } = await import("../../core/measurement/setup/set-up");
  const { readHomeConfiguration } = await import("../../core/measurement/tools/homes");
  const { engines } = await readHomeConfiguration(home);
  const engine = engines.find(({ name }) => name === plan.engine.name);
  if (!engine) throw new Error(vscode.l10n.t("The configuration has no engine {0} any more.", plan.engine.name));
  const isAsPlanned =
    isSameCommand(engine.command, plan.engine.command) && engine.workingDirectory === plan.engine.workingDirectory;
  if (!isAsPlanned) {
    const detail = vscode.l10n.t("{0} (in {1})", commandLine(engine.command), visible(engine.workingDirectory));
    const question = vscode.l10n.t("Run this program to try one clip?");
    if (!(await confirm(question, { detail, yes: vscode.l10n.t("Run"), signal }))) return undefined;
  }
  const ready = { ...engine, environment: resolved(engine.environment) };
  const written = plan.files.find(({ name }) => name === "engine.py")?.content;
  if ((await home.folder.read("engine.py")) === written) {
    return await trySetup({ ...plan, engine: ready }, choices, workspace, signal);
  }
  const { id } = plan.program.candidate;
  const tried = await tryEngine(ready, id, choices, workspace, signal);
  if (tried.remedy !== undefined || choices.clip === undefined) return tried;
  // The trial finds the text by itself; whether the runner as it is does, only a run shows.
  const { measureClip } = await import("../../core/measurement/setup/trial-clip");
  const clip = { audioPath: choices.clip, language: choices.language };
  await measureClip(ready, clip, trial, signal);
  return tried;
}

function resolved(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { variables, missing } = resolveEnvironment(environment, process.env);
  if (missing.length === 0) return variables;
  throw new Error(vscode.l10n.t("Set {0}: the engine takes it from your environment.", missing.join(", ")));
}
