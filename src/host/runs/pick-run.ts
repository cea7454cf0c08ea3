import * as vscode from "vscode";
import type { FoundRun } from "../../core/measurement/tools/homes";
import type { Parts } from "../parts";
import { descriptionOf, labelOf } from "./run-words";

/** Lets the person choose one of these; undefined when they left. Says so where there is none. */
export async function pickRun(
  { runs }: Pick<Parts, "runs">,
  title: string,
  choices: readonly FoundRun[],
): Promise<FoundRun | undefined> {
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0}: there is no such evaluation.", title));
    return undefined;
  }
  const [baselines, homes] = await Promise.all([runs.baselines(), runs.homes()]);
  const now = new Date();
  const items = choices.map((run) => {
    const { name } = run.home.root;
    const isBaseline = baselines.get(name) === run.record.id;
    const root = homes.length > 1 ? name : undefined;
    const node = {
      kind: "run",
      run,
      summary: runs.knownSummary(run),
      isBaseline,
      hasOtherBaseline: false,
      root,
    } as const;
    return { label: labelOf(run.record), description: descriptionOf(node, now), detail: run.record.id, run };
  });
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.run;
}
