import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun, Home } from "../../core/measurement/tools/homes";

interface Known {
  readonly key: string;
  readonly summary: Promise<RunSummary | undefined>;
  /** When it is there. */
  value?: RunSummary;
}

/** Figures of runs, each computed once and one after the other, so that the editor is held up for one step at most. */
export class RunSummaries {
  /** By the path of the run's folder. */
  readonly #known = new Map<string, Known>();
  readonly #configurations = new Map<string, Promise<EvaluationConfiguration | undefined>>();
  #last: Promise<unknown> = Promise.resolve();
  #generation = 0;

  configuration(home: Home): Promise<EvaluationConfiguration | undefined> {
    const { path } = home.folder;
    const reading = this.#configurations.get(path) ?? read(home);
    this.#configurations.set(path, reading);
    return reading;
  }

  /** The files changed, so budgets may have. */
  forgetConfigurations(): void {
    this.#configurations.clear();
    this.#generation++;
  }

  of(run: FoundRun): Promise<RunSummary | undefined> {
    const key = this.#keyOf(run);
    const known = this.#known.get(run.folder.path);
    if (known?.key === key) return known.summary;
    const summary = this.#last.then(() => this.#compute(run));
    this.#last = summary.catch(() => undefined);
    const entry: Known = { key, summary };
    this.#known.set(run.folder.path, entry);
    summary.then(
      (value) => {
        if (value) entry.value = value;
      },
      // Tried again by the next who asks.
      () => this.#known.get(run.folder.path) === entry && this.#known.delete(run.folder.path),
    );
    return summary;
  }

  known(run: FoundRun): RunSummary | undefined {
    const known = this.#known.get(run.folder.path);
    return known?.key === this.#keyOf(run) ? known.value : undefined;
  }

  #keyOf({ record: { id, state, finished } }: FoundRun): string {
    return JSON.stringify([id, state, finished, this.#generation]);
  }

  async #compute(run: FoundRun): Promise<RunSummary | undefined> {
    const configuration = await this.configuration(run.home);
    if (!configuration) return undefined;
    const { finishInTurns } = await import("../../core/scoring/statistics/resampling");
    const { readClips } = await import("../../core/measurement/runs/run-folder");
    const { summariseRunSteps } = await import("../../core/measurement/runs/report-run");
    const clips = [...(await readClips(run.folder)).values()];
    if (clips.length === 0) return undefined;
    return await finishInTurns(summariseRunSteps(run.record, clips, configuration));
  }
}

async function read({ folder }: Home): Promise<EvaluationConfiguration | undefined> {
  const { readConfiguration } = await import("../../core/measurement/configuration");
  const text = await folder.read("evaluation.json");
  return text === undefined ? undefined : readConfiguration(text, folder.path).configuration;
}
