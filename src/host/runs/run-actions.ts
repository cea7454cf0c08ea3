import * as vscode from "vscode";
import { MeasurementError } from "../../core/measurement/runs/measurement-error";
import type { FoundRun } from "../../core/measurement/tools/homes";
import { ToolError } from "../../core/tools/tool";
import { TeamFileError } from "../../core/workspace/team-files";
import type { Parts } from "../parts";
import { RefusedError } from "../refused-error";
import { compare } from "./compare";
import { pickRun } from "./pick-run";
import type { BrokenRunNode, RunNode } from "./run-nodes";
import { labelOf } from "./run-words";

export type RunAction =
  | "open"
  | "resume"
  | "compare"
  | "compareWithBaseline"
  | "setBaseline"
  | "delete"
  | "reveal"
  | "copy"
  | "record";
type RunParts = Pick<Parts, "runs" | "evaluation" | "log">;
type Target = RunNode | BrokenRunNode;

/** Does what a person chose, with runs of the tree, or one that they choose. What is not possible is said in a sentence. */
export async function act(action: RunAction, parts: RunParts, target?: unknown, selected?: unknown): Promise<void> {
  try {
    const targets = targetsOf(target, selected);
    if (action === "delete") return await remove(parts, targets.length > 0 ? targets : await chosen(parts, action));
    if (action === "compare") return await compareRuns(parts, targets.flatMap(runOf));
    // The one that was clicked, also where others are selected.
    const [first] = isTarget(target) ? [target] : await chosen(parts, action);
    if (first) await one[action](parts, first);
  } catch (error) {
    const isExpected =
      error instanceof RefusedError ||
      error instanceof MeasurementError ||
      error instanceof ToolError ||
      error instanceof TeamFileError;
    if (!isExpected) throw error;
    const hint = "hint" in error && error.hint !== undefined ? ` ${String(error.hint)}` : "";
    void vscode.window.showWarningMessage(`${error.message}${hint}`);
  }
}

type OneAction = Exclude<RunAction, "delete" | "compare">;

const one: Readonly<Record<OneAction, (parts: RunParts, target: Target) => Promise<unknown>>> = {
  async open(_, target) {
    if (target.kind === "run") await vscode.commands.executeCommand("mlEngineer.openReport", target.run.record.id);
    else await showRecord(target);
  },
  async resume(_, target) {
    if (target.kind === "run")
      await vscode.commands.executeCommand("mlEngineer.resumeEvaluation", target.run.record.id);
  },
  async compareWithBaseline(parts, target) {
    if (target.kind !== "run") return;
    const baseline = await baselineOf(parts, target.run);
    if (!baseline) {
      throw new RefusedError(vscode.l10n.t("No run is the baseline here. Choose “Set as baseline” on one first."));
    }
    await compare(baseline, target.run);
  },
  async setBaseline({ runs }, target) {
    if (target.kind !== "run") return;
    if (target.run.record.state !== "complete") throw new RefusedError(notComplete());
    await runs.setBaseline(target.run);
  },
  reveal: async (_, target) => vscode.commands.executeCommand("revealInExplorer", await folderOf(target)),
  async copy(_, target) {
    await vscode.env.clipboard.writeText(target.kind === "run" ? target.run.record.id : target.problem.name);
  },
  record: (_, target) => showRecord(target),
};

function notComplete(): string {
  return vscode.l10n.t("Only a run that reached its end can be compared with. Resume it first.");
}

async function baselineOf({ runs }: RunParts, { home, record }: FoundRun): Promise<FoundRun | undefined> {
  const id = (await runs.baselines()).get(home.root.name);
  return (await runs.list()).find(
    (run) => run.home.root.name === home.root.name && run.record.id === id && run.record.id !== record.id,
  );
}

/** Two that are selected are compared with each other; one with another that the person chooses. */
async function compareRuns(parts: RunParts, targets: readonly FoundRun[]): Promise<void> {
  if (targets.length > 2) throw new RefusedError(vscode.l10n.t("Select two runs to compare them."));
  const complete = (await parts.runs.list()).filter(({ record }) => record.state === "complete" && !record.shard);
  const first = targets[0] ?? (await pickRun(parts, vscode.l10n.t("Compare which run?"), complete));
  if (!first) return;
  const others = complete.filter((run) => run.home.root.name === first.home.root.name && run !== first);
  const title = vscode.l10n.t("Compare {0} with…", labelOf(first.record));
  const second = targets[1] ?? (await pickRun(parts, title, others));
  if (!second) return;
  for (const { record } of [first, second]) if (record.state !== "complete") throw new RefusedError(notComplete());
  // What was measured later is what is new.
  const [before, after] = first.record.created <= second.record.created ? [first, second] : [second, first];
  await compare(before, after);
}

async function remove({ runs, evaluation }: RunParts, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  if (evaluation.current()) {
    throw new RefusedError(vscode.l10n.t("An evaluation runs now. Delete runs when it has ended."));
  }
  const yes = vscode.l10n.t("Move to trash");
  const names = targets.map((target) =>
    target.kind === "run" ? `${labelOf(target.run.record)} (${target.run.record.id})` : target.problem.name,
  );
  const message =
    targets.length === 1 ? vscode.l10n.t("Delete this run?") : vscode.l10n.t("Delete these {0} runs?", targets.length);
  const lost = vscode.l10n.t("Its transcripts are on this machine only; a report that is in git stays there.");
  const detail = [...names.slice(0, 20), lost].join("\n");
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
  for (const target of targets) {
    await vscode.workspace.fs.delete(await folderOf(target), { recursive: true, useTrash: true });
  }
  runs.refresh();
}

async function showRecord(target: Target): Promise<void> {
  const record = vscode.Uri.joinPath(await folderOf(target), "run.json");
  await vscode.window.showTextDocument(record, { preview: true });
}

/** On the disk, after every step of the way was looked at. */
async function folderOf(target: Target): Promise<vscode.Uri> {
  if (target.kind === "run") return vscode.Uri.file(await target.run.folder.realPath());
  const { runsFolder } = await import("../../core/measurement/runs/run-folder");
  const { home, name } = target.problem;
  return vscode.Uri.file(await runsFolder(home.folder).below(name).realPath());
}

/** From the palette. */
async function chosen(parts: RunParts, action: RunAction): Promise<readonly Target[]> {
  const runs = (await parts.runs.list()).filter(({ record: { state, shard } }) => {
    if (action === "resume") return state !== "complete" && !shard;
    return action === "setBaseline" || action === "compareWithBaseline" ? state === "complete" && !shard : true;
  });
  const run = await pickRun(parts, vscode.l10n.t("Choose an evaluation"), runs);
  if (!run) return [];
  return [{ kind: "run", run, summary: undefined, isBaseline: false, hasOtherBaseline: false, root: undefined }];
}

/** What a command was called with: an item of the tree and all that are selected, or nothing. */
function targetsOf(target: unknown, selected: unknown): readonly Target[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 1 ? selected : [target];
  return all.filter(isTarget);
}

function isTarget(value: unknown): value is Target {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return value.kind === "run" || value.kind === "broken";
}

function runOf(target: Target): readonly FoundRun[] {
  return target.kind === "run" ? [target.run] : [];
}
