import * as vscode from "vscode";
import type { Parts } from "../parts";
import type { EngineViews } from "./engine-views";

/** Milliseconds between two times that the lenses are drawn anew. */
const betweenDrawings = 500;
/**
 * The same for the progress of an evaluation. The editor asks only once it has heard nothing for as long as lenses take to
 * make: told more often all the time, on a busy machine it would never ask.
 */
const betweenSteps = 2000;

const selector = ["python", "typescript", "javascript", "typescriptreact", "javascriptreact"].map((language) => ({
  ...{ language, scheme: "file" },
}));

export type ChangeViewsPorts = Pick<Parts, "workspaces" | "changes" | "runs" | "evaluation" | "measureLens" | "log">;

/**
 * What stands over engine code, and what can be asked of it. Their code is loaded when the editor asks for a file of these
 * languages; until then nothing is read.
 */
export function registerChange(ports: ChangeViewsPorts): vscode.Disposable {
  const { log } = ports;
  let loading: Promise<EngineViews> | undefined;
  const views = (): Promise<EngineViews> => {
    loading ??= load(ports);
    return loading;
  };
  /** Nobody asked for these, so a failure is shown nowhere. */
  async function quietly<Result>(
    token: vscode.CancellationToken,
    work: (views: EngineViews, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | undefined> {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work(await views(), controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) log.warn("What stands over engine code cannot be shown", error);
      return undefined;
    } finally {
      subscription.dispose();
    }
  }
  const redrawing = new Redrawing();
  const lensProvider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: redrawing.event,
    provideCodeLenses: (document, token) => quietly(token, (shown, signal) => shown.lenses(document, signal)),
  };
  return vscode.Disposable.from(
    redrawing,
    ports.changes.onDidChange(() => redrawing.soon()),
    ports.runs.onDidChange(() => redrawing.soon()),
    ports.evaluation.onDidChange(() => redrawing.soon(betweenSteps)),
    ports.measureLens.onDidChange(() => redrawing.soon()),
    ports.workspaces.onDidChange(() => redrawing.soon()),
    vscode.languages.registerCodeLensProvider(selector, lensProvider),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position, token) => quietly(token, (shown) => shown.hover(document, position)),
    }),
    vscode.languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions: (document, range, _context, token) =>
          quietly(token, (shown, signal) => shown.actions(document, range, signal)),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.Refactor] },
    ),
  );
}

async function load(ports: ChangeViewsPorts): Promise<EngineViews> {
  const [{ EngineViews }, { dataHashOf }] = await Promise.all([
    import("./engine-views"),
    import("../../core/change/data-hash"),
  ]);
  return new EngineViews({
    ...ports,
    async dataHash({ root, workspace }) {
      const home = (await ports.runs.homes()).find((one) => one.root.path === root.path);
      const configuration = home && (await ports.runs.configuration(home));
      return configuration && (await dataHashOf(configuration, workspace));
    },
    now: () => new Date(),
  });
}

/** Tells that the lenses are others now: at once, and in a busy time now and then. */
class Redrawing implements vscode.Disposable {
  readonly #told = new vscode.EventEmitter<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** By the clock of the process, in milliseconds. */
  #last = Number.NEGATIVE_INFINITY;
  #due = Number.POSITIVE_INFINITY;

  readonly event = this.#told.event;

  /** @param pause milliseconds since it was told last */
  soon(pause = betweenDrawings): void {
    const due = this.#last + pause;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    const wait = due - performance.now();
    if (wait <= 0) this.#tell();
    else this.#timer = setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    this.#last = performance.now();
    this.#due = Number.POSITIVE_INFINITY;
    this.#told.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#told.dispose();
  }
}
