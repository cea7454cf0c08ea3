import type * as vscode from "vscode";
import type { ChangedFunction } from "../../core/change/change";
import type { ChangeFacts } from "../../core/change/change-facts";
import type { FoundRun } from "../../core/measurement/tools/homes";
import type { EvaluationProgress } from "../evaluation/evaluation-progress";
import type { Log } from "../log";
import type { RunService } from "../runs/run-service";
import type { Workspaces } from "../workspaces";
import { type ChangeService, isAnswer } from "./change-service";
import { type EngineFile, EngineFiles } from "./engine-files";
import type { LensFacts } from "./lens-items";
import type { MeasureLens } from "./measure-lens";

export interface OpenEngineCodePorts {
  readonly workspaces: Workspaces;
  readonly changes: ChangeService;
  readonly runs: Pick<RunService, "list" | "baselines" | "summary">;
  readonly evaluation: Pick<EvaluationProgress, "current">;
  readonly measureLens: Pick<MeasureLens, "isDismissed">;
  readonly log: Pick<Log, "warn">;
  /** As a run keeps it; undefined where there is no evaluation that can be read. */
  dataHash(file: EngineFile): Promise<string | undefined>;
  now(): Date;
}

/** Gathers what is known of the engine code of an open file from those who keep it. */
export class OpenEngineCode {
  readonly #ports: OpenEngineCodePorts;
  readonly #files: EngineFiles;
  #last:
    | {
        readonly path: string;
        readonly text: string;
        readonly facts: ChangeFacts;
        readonly functions: readonly ChangedFunction[];
      }
    | undefined;

  constructor(ports: OpenEngineCodePorts) {
    this.#ports = ports;
    this.#files = new EngineFiles(ports);
  }

  /** Undefined for what holds no engine code, and in folders that are not trusted. */
  file(document: vscode.TextDocument): Promise<EngineFile | undefined> {
    return this.#files.find(document);
  }

  /** Runs of a root, newest first. */
  async runsOf({ root }: EngineFile): Promise<readonly FoundRun[]> {
    return (await this.#ports.runs.list()).filter(({ home }) => home.root.path === root.path);
  }

  /** Everything that decides the lenses of a file. */
  async facts(file: EngineFile, document: vscode.TextDocument, signal: AbortSignal): Promise<LensFacts> {
    const { runs, evaluation, measureLens, dataHash, now } = this.#ports;
    const facts = await this.#changeOf(file);
    const text = document.getText();
    const isUnsaved = document.isDirty;
    const saved = facts?.change?.functions ?? [];
    const functions =
      facts && isUnsaved
        ? await this.#functionsIn(file, text, facts, signal)
        : saved.filter(({ place }) => place.path === file.path);
    const own = await this.runsOf(file);
    const isMeasured = own.some(({ record }) => record.change !== undefined);
    const running = evaluation.current();
    signal.throwIfAborted();
    return {
      ...{ file, text, isUnsaved, functions, now: now() },
      base: facts?.base,
      codeHash: facts?.change?.hash,
      isChanged: functions.length > 0 || saved.length > 0,
      runs: own,
      dataHash: isMeasured ? await dataHash(file) : undefined,
      baseline: await this.#baseline(file, own),
      running: running?.folder === file.root.path ? running : undefined,
      isDismissed: measureLens.isDismissed,
      summary: (run) => runs.summary(run),
    };
  }

  /** The editor asks again with every movement of the cursor; only another text is read. */
  async #functionsIn(
    { path }: EngineFile,
    text: string,
    facts: ChangeFacts,
    signal: AbortSignal,
  ): Promise<readonly ChangedFunction[]> {
    const last = this.#last;
    if (last?.path === path && last.text === text && last.facts === facts) return last.functions;
    const functions = await facts.changedFunctionsIn(path, text, this.#ports.workspaces.readCode, signal);
    this.#last = { path, text, facts, functions };
    return functions;
  }

  /** Undefined where nothing can be compared, for whatever reason: who evaluates is told why. */
  async #changeOf({ root }: EngineFile): Promise<ChangeFacts | undefined> {
    try {
      return await this.#ports.changes.facts(root);
    } catch (error) {
      if (!isAnswer(error)) this.#ports.log.warn("The change of the engine was not found", error);
      return undefined;
    }
  }

  /** The run that the person chose, else the newest of engines as they were. */
  async #baseline({ root }: EngineFile, runs: readonly FoundRun[]): Promise<FoundRun | undefined> {
    const unchanged = runs.filter(({ record }) => record.state === "complete" && !record.change);
    const chosen = (await this.#ports.runs.baselines()).get(root.name);
    return unchanged.find(({ record }) => record.id === chosen) ?? unchanged[0];
  }
}
