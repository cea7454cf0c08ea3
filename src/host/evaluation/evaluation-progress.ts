import * as vscode from "vscode";
import type { Progress, RunEvent, TurnsProgress } from "../../core/measurement/runs/events";

/** An evaluation that this window runs now. Plain data. */
export interface RunningEvaluation {
  /** As its notification calls it. */
  readonly title: string;
  /** Absolute path of the folder that it belongs to. */
  readonly folder: string;
  /** Where the code differs from its base; absent when engines are measured as they are. */
  readonly functions?: readonly { readonly path: string; readonly name: string }[];
  /** Nothing is started before `clips`. */
  readonly step: "reading" | "asking" | "clips" | Extract<RunEvent, { type: "step" }>["step"];
  /** Absent before the first clip. */
  readonly progress?: Progress;
  /** While speed is compared. */
  readonly turns?: TurnsProgress | undefined;
  /** WER so far by row, as fractions, in the order of the rows. */
  readonly rates: ReadonlyMap<string, number>;
}

/** The right to run an evaluation in this window, until it is ended. */
export interface HeldEvaluation {
  /** Aborted when the person stops it. */
  readonly signal: AbortSignal;
  update(changes: Partial<Pick<RunningEvaluation, "step" | "progress" | "turns" | "rates">>): void;
  stop(): void;
  end(): void;
}

/** One evaluation runs at a time, since two would measure each other. Others see here how far it is. */
export class EvaluationProgress implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<RunningEvaluation | undefined>();
  #current: RunningEvaluation | undefined;
  #stop: (() => void) | undefined;

  /** It began, went on or ended. */
  readonly onDidChange: vscode.Event<RunningEvaluation | undefined> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  current(): RunningEvaluation | undefined {
    return this.#current;
  }

  /** Undefined while another one runs. */
  begin(what: Pick<RunningEvaluation, "title" | "folder" | "functions">): HeldEvaluation | undefined {
    if (this.#current) return undefined;
    const controller = new AbortController();
    const stop = () => controller.abort();
    this.#stop = stop;
    this.#set({ ...what, step: "reading", rates: new Map() });
    return {
      signal: controller.signal,
      update: (changes) => {
        if (this.#stop === stop && this.#current) this.#set({ ...this.#current, ...changes });
      },
      stop,
      end: () => {
        if (this.#stop !== stop) return;
        this.#stop = undefined;
        this.#set(undefined);
      },
    };
  }

  /** Waits while others run. */
  async beginInTurn(what: Pick<RunningEvaluation, "title" | "folder">): Promise<HeldEvaluation> {
    for (;;) {
      const held = this.begin(what);
      if (held) return held;
      await new Promise<void>((resolve) => {
        const waiting = this.onDidChange(() => {
          waiting.dispose();
          resolve();
        });
      });
    }
  }

  /** Stops the one that runs; what was measured is kept. */
  stop(): void {
    this.#stop?.();
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
  }

  #set(current: RunningEvaluation | undefined): void {
    this.#current = current;
    this.#changed.fire(current);
  }
}
