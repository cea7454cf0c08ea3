import * as vscode from "vscode";
import type { PlannedSetup, SetupChoices } from "../../core/measurement/setup/set-up";
import type { Home } from "../../core/measurement/tools/homes";
import { confirm } from "./approval";
import type { EvaluationPorts } from "./run-evaluation";
import { chooseFunction } from "./set-up-function";
import { chooseTestSet, type TestSet } from "./set-up-test-set";
import { setUpWords } from "./set-up-words";
import type { EvaluationTarget } from "./target";
import { tryRunner } from "./try-runner";

/** A set-up whose runner answered. */
export interface SetUpDone {
  /** The command that the person has agreed to: a run of nothing else needs no other question. */
  readonly command: readonly string[];
}

/**
 * Leads from code that transcribes to an evaluation that runs: which function, which clips, one question with everything that
 * is written and started, and a trial with one clip.
 * @returns undefined when the person leaves or the runner does not answer; what was written stays then
 */
export async function setUp(
  home: Home,
  target: EvaluationTarget,
  ports: EvaluationPorts,
): Promise<SetUpDone | undefined> {
  const workspace = await ports.measurement.open(home.root);
  const controller = new AbortController();
  const chosen = await chooseFunction(workspace, target, ports);
  if (!chosen) return undefined;
  const testSet = await chooseTestSet(home, workspace);
  if (!testSet) return undefined;
  const { planSetup, writeSetup } = await import("../../core/measurement/setup/set-up");
  const { editorWays } = await import("../../core/measurement/setup/remedy-ways");
  const choices = { ...choicesOf(testSet), ways: editorWays };
  const plan = await planSetup(chosen, choices, workspace);
  const question = vscode.l10n.t("Set up the evaluation of {0}?", chosen.name);
  const detail = setUpWords(plan, { chosen, testSet, there: await namesThere(plan, home) });
  if (!(await confirm(question, { detail, yes: vscode.l10n.t("Set up"), signal: controller.signal }))) return undefined;
  await writeSetup(plan, workspace);
  const isAnswering = await tryRunner({ home, plan, choices, workspace, assetsFolder: ports.measurement.assetsFolder });
  if (!isAnswering) return undefined;
  if (testSet.clips > 0) return { command: plan.engine.command };
  await showMissingTestSet(home);
  return undefined;
}

function choicesOf({ manifest, isConfigured, clip }: TestSet): SetupChoices {
  return {
    environment: {},
    ...(manifest !== undefined && !isConfigured && { dataset: manifest }),
    ...(clip && { clip: clip.audioPath }),
    language: clip?.language ?? "en",
    // Whoever comes here has seen what is there and chosen to write it anew.
    force: true,
  };
}

/** Of the files that would be written, those that are written over. */
async function namesThere({ files }: PlannedSetup, { folder }: Home): Promise<readonly string[]> {
  const there: string[] = [];
  for (const { name } of files) if ((await folder.read(name)) !== undefined) there.push(name);
  return there;
}

async function showMissingTestSet({ folder }: Home): Promise<void> {
  const open = vscode.l10n.t("Open configuration");
  const message = vscode.l10n.t(
    "The runner answers. What is missing is a test set: recordings with what is said in them, named in evaluation.json.",
  );
  if ((await vscode.window.showInformationMessage(message, open)) === open) await openConfiguration(folder);
}

/** Opens `evaluation.json`. */
export async function openConfiguration(folder: Home["folder"]): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(await folder.realPath()), "evaluation.json");
  await vscode.window.showTextDocument(uri, { preview: false });
}
