import * as vscode from "vscode";
import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun, Home } from "../../core/measurement/tools/homes";
import type { EvaluationProgress } from "../evaluation/evaluation-progress";
import type { Workspaces } from "../workspaces";
import { type RunProblem, RunReader, type StoredRuns } from "./stored-runs";
import { RunSummaries } from "./summaries";

export interface RunServicePorts {
  readonly workspaces: Workspaces;
  readonly evaluation: Pick<EvaluationProgress, "onDidChange">;
}

/** The folders themselves too: whoever removes one is heard of only by its own name. */
const watched = [
  ".ml-engineer",
  ".ml-engineer/evaluation.json",
  ".ml-engineer/runs",
  ".ml-engineer/runs/baseline.json",
  ".ml-engineer/runs/*",
  ".ml-engineer/runs/*/run.json",
];
/** Milliseconds in which changes are told together. */
const quiet = 150;

/** The evaluations of the folders that are open in this window. Nothing is read or watched before somebody asks. */
export class RunService implements vscode.Disposable {
  readonly #ports: RunServicePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #reader = new RunReader();
  readonly #summaries = new RunSummaries();
  readonly #subscriptions: readonly vscode.Disposable[];
  #stored: Promise<StoredRuns> | undefined;
  #watchers: readonly vscode.Disposable[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: RunServicePorts) {
    this.#ports = ports;
    this.#subscriptions = [
      this.#changed,
      ports.workspaces.onDidChange(() => this.#restart()),
      // An editor's watcher may lose a folder that is made with its content.
      ports.evaluation.onDidChange((running) => running ?? void this.look().catch(() => {})),
    ];
  }

  /** A run, the baseline or a configuration changed, or other folders are open. Told once somebody has asked for runs. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** The runs of all open folders, newest first; none where no folder is open. */
  async list(): Promise<readonly FoundRun[]> {
    return (await this.#read()).runs;
  }

  /** Folders among the runs that cannot be read as one. */
  async problems(): Promise<readonly RunProblem[]> {
    return (await this.#read()).problems;
  }

  /** Ids of the runs that others are compared with, by the name of the root. */
  async baselines(): Promise<ReadonlyMap<string, string>> {
    return (await this.#read()).baselines;
  }

  /** Every folder that is open. */
  async homes(): Promise<readonly Home[]> {
    const { workspaces } = this.#ports;
    if (workspaces.state === "no-folder") return [];
    const { homesOf } = await import("../../core/measurement/tools/homes");
    return homesOf(await workspaces.current());
  }

  /** Undefined when there is none that can be read. */
  configuration(home: Home): Promise<EvaluationConfiguration | undefined> {
    return this.#summaries.configuration(home);
  }

  /**
   * Every figure of a run, judged by the budgets as they are now; computed once. Undefined where its transcripts or the
   * configuration are not here.
   */
  summary(run: FoundRun): Promise<RunSummary | undefined> {
    return this.#summaries.of(run);
  }

  /** What {@link summary} gave, without computing it now. */
  knownSummary(run: FoundRun): RunSummary | undefined {
    return this.#summaries.known(run);
  }

  /** The run that others of its folder are compared with from now on. @throws TeamFileError */
  async setBaseline({ home, record }: FoundRun): Promise<void> {
    const { writeBaseline } = await import("../../core/measurement/runs/baseline");
    await writeBaseline(home.folder, record.id);
    this.#tell();
  }

  /** Looks for runs that nobody told of, and how those are now that have not ended; for as long as somebody uses this. */
  async look(): Promise<void> {
    if (this.#watchers === undefined) return;
    const before = await this.#stored?.catch(() => undefined);
    this.#reader.forgetUnfinished();
    this.#stored = undefined;
    const after = await this.#read();
    if (!before || stateOf(before) !== stateOf(after)) this.#changed.fire();
  }

  /** Reads everything again. */
  refresh(): void {
    this.#reader.forgetAll();
    this.#summaries.forgetConfigurations();
    this.#stored = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of [...this.#subscriptions, ...(this.#watchers ?? [])]) disposable.dispose();
  }

  #read(): Promise<StoredRuns> {
    this.#watch();
    if (!this.#stored) {
      const reading = this.homes().then((homes) => this.#reader.read(homes));
      this.#stored = reading;
      reading.catch(() => {
        if (this.#stored === reading) this.#stored = undefined;
      });
    }
    return this.#stored;
  }

  #restart(): void {
    for (const watcher of this.#watchers ?? []) watcher.dispose();
    const isUsed = this.#watchers !== undefined;
    this.#watchers = undefined;
    this.#reader.forgetAll();
    this.#stored = undefined;
    if (isUsed) this.#tell();
  }

  #watch(): void {
    this.#watchers ??= (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const pattern = new vscode.RelativePattern(folder, `{${watched.join(",")}}`);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const heard = (uri: vscode.Uri) => this.#heard(uri);
      return vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(heard),
        watcher.onDidChange(heard),
        watcher.onDidDelete(heard),
      );
    });
  }

  #heard({ path }: vscode.Uri): void {
    const name = /\/\.ml-engineer\/runs\/([^/]+)/.exec(path)?.[1];
    if (name === undefined) this.#reader.forgetAll();
    else this.#reader.forget(name);
    if (path.endsWith("/evaluation.json")) this.#summaries.forgetConfigurations();
    this.#tell();
  }

  #tell(): void {
    this.#stored = undefined;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#stored = undefined;
      this.#changed.fire();
    }, quiet);
  }
}

/** Tells whether anything is to be shown anew. */
function stateOf({ runs, problems, baselines }: StoredRuns): string {
  const states = runs.map(({ folder, record }) => [folder.path, record.state, record.finished]);
  return JSON.stringify([states, problems.map(({ path }) => path), [...baselines]]);
}
