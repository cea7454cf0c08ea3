import * as vscode from "vscode";
import type { Home } from "../../core/measurement/tools/homes";
import { chooseHome, isSameFolder } from "./choose-home";
import type { EvaluationPorts } from "./run-evaluation";
import { setUp } from "./set-up";
import type { EvaluationTarget } from "./target";

/** Trust is asked before any command of ours runs. */
export function requireFolder({ workspaces }: Pick<EvaluationPorts, "workspaces">): void {
  if (workspaces.state === "ready") return;
  throw new Error(vscode.l10n.t("Open a folder first: an evaluation belongs to one."));
}

export interface Configured {
  readonly home: Home;
  /** The command that the person has just agreed to. */
  readonly agreed?: readonly string[];
}

/**
 * The folder with the evaluation that is meant. Where none has one, the person is led to it.
 * @param isWorthIt asked before a folder is set up
 */
export async function configuredOrSetUp(
  target: EvaluationTarget,
  ports: EvaluationPorts,
  isWorthIt: (home: Home) => Promise<boolean> = async () => true,
): Promise<Configured | undefined> {
  const { configuredHomes, homesOf } = await import("../../core/measurement/tools/homes");
  const homes = homesOf(await ports.workspaces.current());
  const configured = await configuredHomes(homes);
  const { folder } = target;
  const meant = folder === undefined ? configured : configured.filter(({ root }) => isSameFolder(root, folder));
  if (meant.length > 0) {
    const home = await chooseHome(meant, target);
    return home && { home };
  }
  const home = await chooseHome(homes, target);
  const done = home && (await isWorthIt(home)) && (await setUp(home, target, ports));
  return done ? { home, agreed: done.command } : undefined;
}
