import * as vscode from "vscode";
import type { EngineFunction } from "../../core/measurement/setup/engine-function";
import type { Workspace } from "../../core/workspace/workspace";
import type { EvaluationPorts } from "./run-evaluation";
import type { EvaluationTarget } from "./target";

/** Milliseconds for reading the code of a project. */
const longest = 120_000;

/** The function that a runner calls: the only one, or the one that the person picks. @returns undefined when they leave */
export async function chooseFunction(
  workspace: Workspace,
  target: EvaluationTarget,
  { workspaces }: Pick<EvaluationPorts, "workspaces">,
): Promise<EngineFunction | undefined> {
  const title = vscode.l10n.t("Looking for functions that turn speech into text…");
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: false };
  const found = await vscode.window.withProgress(options, async () => {
    const { engineFunctions } = await import("../../core/change/engine-functions");
    const { rankFunctions } = await import("../../core/measurement/setup/choose");
    return rankFunctions(engineFunctions(await workspaces.mapPipeline(workspace, AbortSignal.timeout(longest))));
  });
  const [first, ...others] = meantFirst(found, target);
  if (!first) {
    throw new Error(
      vscode.l10n.t(
        "No Python function was found that takes a recording and reaches a known speech engine. Write .ml-engineer/evaluation.json with a command of your own: it answers one JSON line a clip.",
      ),
    );
  }
  if (others.length === 0) return first;
  const items = [first, ...others].map((candidate) => ({
    label: `$(symbol-function) ${candidate.name}`,
    description: `${candidate.path}:${candidate.line}`,
    detail: detailOf(candidate),
    candidate,
  }));
  const question = {
    title: vscode.l10n.t("Set up evaluation"),
    placeHolder: vscode.l10n.t("Which function turns a recording into text? The likeliest one is first."),
    matchOnDescription: true,
    ignoreFocusOut: true,
  };
  return (await vscode.window.showQuickPick(items, question))?.candidate;
}

/** What the lens stands over is what is meant, when a runner can call it. */
function meantFirst(found: readonly EngineFunction[], { path, name }: EvaluationTarget): readonly EngineFunction[] {
  const isMeant = (one: EngineFunction) =>
    name !== undefined && one.id.replace(":", ".") === name && (path === undefined || one.path === path);
  return [...found.filter(isMeant), ...found.filter((one) => !isMeant(one))];
}

function detailOf({ engine, hosting, route, isAsync }: EngineFunction): string {
  return [
    engine,
    ...(route ? [vscode.l10n.t("upload to {0}", route.address)] : []),
    ...(isAsync ? [vscode.l10n.t("async")] : []),
    ...(hosting === "cloud" ? [vscode.l10n.t("a service that costs money")] : []),
  ].join(" · ");
}
