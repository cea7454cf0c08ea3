import type { EvaluationConfiguration } from "../../core/measurement/configuration";
import type { RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun, Home } from "../../core/measurement/tools/homes";
import type { MeasurementFolder } from "../../core/workspace/run-files/measurement-folder";

interface Known {
  /** What the figures depend on beside the configuration. */
  readonly key: string;
  readonly configuration: EvaluationConfiguration;
  readonly summary: Promise<RunSummary | undefined>;
  /** When it is there. */
  value?: RunSummary;
}

interface Read {
  readonly text: string;
  readonly configuration: EvaluationConfiguration | undefined;
}

/** Figures of runs, each computed once and one after the other, so that the editor is held up for one step at most. */
export class RunSummaries {
  /** By the path of the run's folder. */
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<EvaluationConfiguration | undefined>>();
  /** Configurations as they were last read, by the path of their folder: the same object while the text is the same. */
  readonly #read = new Map<string, Read>();
  #last: Promise<unknown> = Promise.resolve();

  configuration({ folder }: Home): Promise<EvaluationConfiguration | undefined> {
    const reading = this.#reading.get(folder.path) ?? this.#readConfiguration(folder);
    this.#reading.set(folder.path, reading);
    reading.catch(() => this.#reading.delete(folder.path));
    return reading;
  }

  /** The files may have changed. */
  forgetConfigurations(): void {
    this.#reading.clear();
  }

  async of(run: FoundRun): Promise<RunSummary | undefined> {
    const configuration = await this.configuration(run.home);
    if (!configuration) return undefined;
    const { path } = run.folder;
    const key = keyOf(run);
    const known = this.#known.get(path);
    if (known?.key === key && known.configuration === configuration) return await known.summary;
    const summary = this.#last.then(() => compute(run, configuration));
    this.#last = summary.catch(() => undefined);
    const entry: Known = { key, configuration, summary };
    this.#known.set(path, entry);
    try {
      const value = await summary;
      if (value) entry.value = value;
      return value;
    } catch (error) {
      // Tried again by the next who asks.
      if (this.#known.get(path) === entry) this.#known.delete(path);
      throw error;
    }
  }

  known(run: FoundRun): RunSummary | undefined {
    const known = this.#known.get(run.folder.path);
    const isCurrent =
      known?.key === keyOf(run) && known.configuration === this.#read.get(run.home.folder.path)?.configuration;
    return isCurrent ? known.value : undefined;
  }

  async #readConfiguration(folder: MeasurementFolder): Promise<EvaluationConfiguration | undefined> {
    const { readConfiguration } = await import("../../core/measurement/configuration");
    const text = await folder.read("evaluation.json");
    const before = this.#read.get(folder.path);
    if (text === undefined) this.#read.delete(folder.path);
    else if (before?.text !== text) {
      this.#read.set(folder.path, { text, configuration: readConfiguration(text, folder.path).configuration });
    }
    return this.#read.get(folder.path)?.configuration;
  }
}

function keyOf({ record: { id, state, finished } }: FoundRun): string {
  return JSON.stringify([id, state, finished]);
}

/** Undefined where the transcripts are not here. */
async function compute(run: FoundRun, configuration: EvaluationConfiguration): Promise<RunSummary | undefined> {
  const { finishInTurns } = await import("../../core/scoring/statistics/resampling");
  const { readClips } = await import("../../core/measurement/runs/run-folder");
  const { summariseRunSteps } = await import("../../core/measurement/runs/report-run");
  const clips = [...(await readClips(run.folder)).values()];
  if (clips.length === 0) return undefined;
  return await finishInTurns(summariseRunSteps(run.record, clips, configuration));
}
