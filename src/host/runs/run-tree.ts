import * as vscode from "vscode";
import type { FoundRun } from "../../core/measurement/tools/homes";
import type { EvaluationProgress } from "../evaluation/evaluation-progress";
import type { Log } from "../log";
import { treeItemOf } from "./run-items";
import { type RunTreeNode, runForest } from "./run-nodes";
import type { RunService } from "./run-service";

export interface RunTreePorts {
  readonly runs: RunService;
  readonly evaluation: Pick<EvaluationProgress, "current">;
  readonly log: Log;
}

/** Transcripts of a run above which its figures are computed only for who asks: aligning them holds up the editor. */
const mostTranscripts = 3000;

/** Newest runs whose figures are computed without being asked for. */
const mostComputed = 20;

/** What the Evaluations view shows. Figures follow after the runs, the newest first. */
export class RunTree implements vscode.TreeDataProvider<RunTreeNode> {
  readonly #ports: RunTreePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  #computing: object | undefined;

  constructor(ports: RunTreePorts) {
    this.#ports = ports;
  }

  readonly onDidChangeTreeData: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Shows what is known now. */
  redraw(): void {
    this.#changed.fire();
  }

  getTreeItem(node: RunTreeNode): vscode.TreeItem {
    return treeItemOf(node, new Date());
  }

  async resolveTreeItem(item: vscode.TreeItem, node: RunTreeNode): Promise<vscode.TreeItem> {
    if (node.kind !== "run") return item;
    const { tooltipOf } = await import("./run-tooltip");
    item.tooltip = tooltipOf(node, node.summary ?? (await this.#summary(node.run)));
    return item;
  }

  async getChildren(node?: RunTreeNode): Promise<RunTreeNode[]> {
    if (node) return node.kind === "day" ? [...node.children] : [];
    const { runs, evaluation } = this.#ports;
    const running = evaluation.current();
    const [found, problems, baselines, homes] = await this.#read();
    void this.#compute(found);
    const knownSummary = (run: FoundRun) => runs.knownSummary(run);
    const hasSeveralRoots = homes.length > 1;
    return [
      ...runForest({ runs: found, problems, baselines, running, hasSeveralRoots, now: new Date(), knownSummary }),
    ];
  }

  dispose(): void {
    this.#computing = undefined;
    this.#changed.dispose();
  }

  async #read() {
    const { runs, log } = this.#ports;
    try {
      return await Promise.all([runs.list(), runs.problems(), runs.baselines(), runs.homes()]);
    } catch (error) {
      log.error("The evaluations could not be read", error);
      throw error;
    }
  }

  /** One after the other; the tree is there before, and is drawn again with them. */
  async #compute(found: readonly FoundRun[]): Promise<void> {
    const { runs } = this.#ports;
    const turn = {};
    this.#computing = turn;
    const missing = found
      .filter(({ record }) => record.state === "complete")
      .slice(0, mostComputed)
      .filter((run) => runs.knownSummary(run) === undefined && transcriptsOf(run) <= mostTranscripts);
    let isDrawn = true;
    let drawn = performance.now();
    for (const run of missing) {
      const summary = await this.#summary(run);
      if (this.#computing !== turn) return;
      isDrawn &&= summary === undefined;
      if (isDrawn || performance.now() - drawn < redrawInterval) continue;
      isDrawn = true;
      drawn = performance.now();
      // Drawing begins this anew, with what is missing then.
      return this.redraw();
    }
    if (!isDrawn) this.redraw();
  }

  async #summary(run: FoundRun) {
    try {
      return await this.#ports.runs.summary(run);
    } catch (error) {
      this.#ports.log.warn(`The figures of the run ${run.record.id} could not be computed`, error);
      return undefined;
    }
  }
}

/** Milliseconds between two times that figures are filled in. */
const redrawInterval = 500;

function transcriptsOf({ record: { engines, datasets } }: FoundRun): number {
  return engines.length * datasets.reduce((sum, { evaluated }) => sum + evaluated, 0);
}
