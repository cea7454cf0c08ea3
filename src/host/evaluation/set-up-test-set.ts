import * as vscode from "vscode";
import type { TrialClip } from "../../core/measurement/setup/trial-clip";
import type { Home } from "../../core/measurement/tools/homes";
import { PathError } from "../../core/workspace/path-error";
import type { Workspace } from "../../core/workspace/workspace";
import { cancellable } from "./cancellable";
import { importCorpus } from "./import-corpus";

export interface TestSet {
  /** Workspace path; absent while there is none. */
  readonly manifest?: string;
  /** The configuration names it already, so that it stays as it is. */
  readonly isConfigured?: true;
  /** Usable ones. */
  readonly clips: number;
  /** Of audio. */
  readonly minutes: number;
  /** What the runner is tried with; a second of silence without one. */
  readonly clip?: TrialClip;
}

/** The test set that is configured, else the only one of the folder, or the one that the person picks or imports. */
export async function chooseTestSet(home: Home, workspace: Workspace): Promise<TestSet | undefined> {
  const configured = await configuredTestSet(home, workspace);
  if (configured) return configured;
  const { findManifests } = await import("../../core/measurement/datasets/find-manifests");
  const found = await cancellable(vscode.l10n.t("Looking for test sets…"), (signal) =>
    findManifests(workspace, signal),
  );
  if (!found) return undefined;
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return await readTestSet(only, workspace);
  const items = [
    ...found.map((path) => ({ label: `$(file) ${path}`, manifest: path, way: "found" as const })),
    {
      label: `$(library) ${vscode.l10n.t("Make a test set from a corpus in this folder…")}`,
      detail: vscode.l10n.t("Common Voice, LibriSpeech, Kaldi, NeMo, or recordings with texts beside them"),
      way: "import" as const,
    },
    {
      label: `$(clock) ${vscode.l10n.t("Choose a test set later")}`,
      detail: vscode.l10n.t("The runner is written and tried with a second of silence"),
      way: "later" as const,
    },
  ];
  const question = {
    title: vscode.l10n.t("Set up evaluation"),
    placeHolder: vscode.l10n.t("Which test set? Recordings with what is said in them"),
    ignoreFocusOut: true,
  };
  const chosen = await vscode.window.showQuickPick(items, question);
  if (!chosen) return undefined;
  if (chosen.way === "later") return { clips: 0, minutes: 0 };
  const manifest = chosen.way === "found" ? chosen.manifest : await importCorpus(home, workspace);
  return manifest === undefined ? undefined : await readTestSet(manifest, workspace);
}

async function configuredTestSet({ folder }: Home, workspace: Workspace): Promise<TestSet | undefined> {
  const text = await folder.read("evaluation.json");
  const { readConfiguration } = await import("../../core/measurement/configuration");
  const [first] = (text !== undefined && readConfiguration(text, "evaluation.json").configuration?.datasets) || [];
  if (!first) return undefined;
  try {
    const testSet = await readTestSet(first.manifest, workspace);
    return testSet && { ...testSet, isConfigured: true };
  } catch (error) {
    // It is named and not there.
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

async function readTestSet(manifest: string, workspace: Workspace): Promise<TestSet | undefined> {
  const { readDataset } = await import("../../core/measurement/datasets/read-dataset");
  const dataset = await cancellable(vscode.l10n.t("Reading the test sets…"), (signal) =>
    readDataset({ name: "test", manifest }, { workspace }, signal),
  );
  if (!dataset) return undefined;
  const { utterances } = dataset;
  const seconds = utterances.reduce((sum, { duration }) => sum + duration, 0);
  const [clip] = utterances;
  return { manifest, clips: utterances.length, minutes: seconds / 60, ...(clip && { clip }) };
}
