import * as vscode from "vscode";
import type { Change } from "../../core/change/change";
import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { Home } from "../../core/measurement/tools/homes";
import type { Place, Workspace } from "../../core/workspace/workspace";
import { showChange } from "./base-texts";
import { chooseBase } from "./choose-base";
import { askAboutChange } from "./confirm-change";
import { type ReviewedChange, reviewedChange } from "./find-change";
import { engineThatLoads, openRunOf } from "./open-runs";
import type { ChangeEvaluationPorts } from "./run-evaluation";

export interface Deciding {
  readonly home: Home;
  readonly workspace: Workspace;
  readonly configuration: EvaluationConfiguration;
  /** Revision to begin with. */
  readonly base?: string | undefined;
}

export interface Decision extends ReviewedChange {
  /** Name in the configuration. */
  readonly engine: string;
  /** Id of the run to go on with. */
  readonly resume?: string;
}

/** Shows what counts as the change and lets the person choose, until they start or leave. */
export async function decideChange(
  { home, workspace, configuration, base: wanted }: Deciding,
  ports: ChangeEvaluationPorts,
): Promise<Decision | undefined> {
  const engines = configuration.engines.filter(({ protocol }) => protocol !== "folder").map(({ name }) => name);
  const chosenEngine = new ChosenEngine(engines, home, ports.context.workspaceState);
  let found = await reviewedChange(home.root, workspace, ports, wanted);
  while (found) {
    const { change, findings } = found;
    const engine = await chosenEngine.name(change);
    const open = await openRunOf(home, change, engine);
    const model = ports.models.status.label;
    const answer = await askAboutChange({ change, findings, engine, engines, model, ...(open && { open }) });
    switch (answer?.type) {
      case "evaluate":
        return { change, findings, engine };
      case "resume":
        return { change, findings, engine, resume: answer.id };
      case "show":
        await showChange(change);
        break;
      case "base": {
        const base = await chooseBase(home.root);
        if (base !== undefined) found = await reviewedChange(home.root, workspace, ports, base);
        break;
      }
      case "engine":
        await chosenEngine.choose();
        break;
      case "finding":
        await openPlace(change, answer.finding.place);
        return undefined;
      case undefined:
        return undefined;
    }
  }
  return undefined;
}

/**
 * A change is measured with one engine: the one that was chosen last in this folder, else the one that was seen to load what
 * changed, else the first.
 */
class ChosenEngine {
  readonly #engines: readonly string[];
  readonly #home: Home;
  readonly #state: vscode.Memento;

  constructor(engines: readonly string[], home: Home, state: vscode.Memento) {
    this.#engines = engines;
    this.#home = home;
    this.#state = state;
  }

  async name(change: Change): Promise<string> {
    const [first] = this.#engines;
    if (first === undefined) {
      throw new Error(
        vscode.l10n.t("The configuration has no engine that can be started: finished outputs know no change."),
      );
    }
    const last = this.#state.get<string>(this.#key);
    if (last !== undefined && this.#engines.includes(last)) return last;
    return (await engineThatLoads(this.#home, change, this.#engines)) ?? first;
  }

  get #key(): string {
    return `mlEngineer.changeEngine:${this.#home.root.path}`;
  }

  async choose(): Promise<void> {
    const items = this.#engines.map((label) => ({ label }));
    const title = vscode.l10n.t("Which engine does the change belong to?");
    const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
    if (chosen) await this.#state.update(this.#key, chosen.label);
  }
}

async function openPlace({ root }: Change, { path, line }: Place): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(root.path), ...path.split("/"));
  const selection = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(uri, { selection, preview: true });
}
