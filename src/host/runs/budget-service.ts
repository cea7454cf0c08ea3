import * as vscode from "vscode";
import type { Home } from "../../core/measurement/tools/homes";
import type { Log } from "../log";
import { type BudgetOutcome, budgetsIn, outcomesOf, type PlacedBudget } from "./budgets";
import type { RunService } from "./run-service";

/** The budgets of one folder as its file has them now, with what runs say about them. */
export interface HomeBudgets {
  readonly home: Home;
  /** Of `.ml-engineer/evaluation.json`, as the person opened the folder. */
  readonly uri: vscode.Uri;
  readonly budgets: readonly PlacedBudget[];
  /** Why the file cannot be read. */
  readonly problem?: string;
  readonly outcomes: ReadonlyMap<string, BudgetOutcome>;
}

/** Milliseconds without a new cause before budgets are judged. */
const quiet = 300;

/**
 * Judges the budgets of the open folders: from when one of their files is open, or the tests are looked at, and again with
 * every run and every change of a file. Whoever shows them shares one judgement.
 */
export class BudgetService implements vscode.Disposable {
  readonly #runs: RunService;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<readonly HomeBudgets[]>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #isUsed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  constructor({ runs, log }: { readonly runs: RunService; readonly log: Log }) {
    this.#runs = runs;
    this.#log = log;
    const look = ({ uri }: vscode.TextDocument) => isConfiguration(uri) && this.use();
    this.#subscriptions = [
      this.#changed,
      runs.onDidChange(() => this.#schedule()),
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidSaveTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    ];
    for (const document of vscode.workspace.textDocuments) look(document);
  }

  /** Somebody looks at budgets from now on. */
  use(): void {
    this.#isUsed = true;
    this.#schedule();
  }

  /** They were judged anew. */
  readonly onDidJudge: vscode.Event<readonly HomeBudgets[]> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Judges what is there now, after what was begun before. */
  judge(): Promise<readonly HomeBudgets[]> {
    const judged = this.#last.then(() => this.#judge());
    this.#last = judged.catch(() => undefined);
    return judged;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #schedule(): void {
    if (!this.#isUsed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.judge().catch((error: unknown) => this.#log.warn("Budgets could not be judged", error));
    }, quiet);
  }

  async #judge(): Promise<readonly HomeBudgets[]> {
    if (this.#isDisposed) return [];
    const homes = await this.#runs.homes();
    const found = (await Promise.all(homes.map((home) => this.#judgeHome(home)))).flatMap((one) => one ?? []);
    if (!this.#isDisposed) this.#changed.fire(found);
    return found;
  }

  async #judgeHome(home: Home): Promise<HomeBudgets | undefined> {
    const uri = configurationOf(home);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const text = open?.getText() ?? (await home.folder.read("evaluation.json"));
    if (text === undefined) return undefined;
    const read = await budgetsIn(text, `${home.folder.path}/evaluation.json`);
    return { home, uri, ...read, outcomes: await outcomesOf(home, this.#runs) };
  }
}

function isConfiguration(uri: vscode.Uri): boolean {
  return uri.scheme === "file" && uri.path.endsWith("/.ml-engineer/evaluation.json");
}

/** Below the folder as the person opened it, which may be a link. */
function configurationOf({ root }: Home): vscode.Uri {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const opened = folders.length === 1 ? folders[0] : folders.find(({ uri }) => uri.fsPath === root.path);
  return vscode.Uri.joinPath(opened?.uri ?? vscode.Uri.file(root.path), ".ml-engineer", "evaluation.json");
}
