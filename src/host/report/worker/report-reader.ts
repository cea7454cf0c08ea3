import { type EvaluationConfiguration, readConfiguration } from "../../../core/measurement/configuration";
import { renderReport } from "../../../core/measurement/report/render";
import type { RunSummary } from "../../../core/measurement/report/summary";
import type { ClipRecord } from "../../../core/measurement/run";
import { summariseRun } from "../../../core/measurement/runs/report-run";
import { readClips, readRun, reportFile, runsFolder, type StoredRun } from "../../../core/measurement/runs/run-folder";
import { MeasurementFolder } from "../../../core/workspace/run-files/measurement-folder";
import { visibleContent } from "../../../core/workspace/visible-text";
import type { Workspace } from "../../../core/workspace/workspace";
import type { ClipAudio, IndexBatch, ReportFigures, ReportOverview, UtteranceDetail } from "../../../protocol/report";
import { RunAudio } from "./clip-audio";
import { detailOf } from "./details";
import { configurationOf, figuresOf } from "./figures";
import { indexBatch, listsOf } from "./index-batch";
import { overviewOf } from "./overview";
import { type ReportUtterance, RunNormalizers, utterancesOf } from "./utterances";
import { utterancesCsv } from "./utterances-csv";

/** Which run, as plain data: it goes to a thread of its own. */
export interface ReportPlace {
  /** Name of the root among those of the workspace. */
  readonly root: string;
  /** Last part of the run's folder. */
  readonly folder: string;
}

export interface OpenedReport {
  readonly overview: ReportOverview;
  /** Absolute folders with the audio of this run; links resolved, inside of the workspace. */
  readonly audioFolders: readonly string[];
}

/** An utterance as the view gets it, but for the address of its audio, which only the view's host can make. */
export type FoundDetail = Omit<UtteranceDetail, "audio"> & {
  readonly audio:
    | { readonly realPath: string; readonly start?: number; readonly end?: number }
    | Extract<ClipAudio, { reason: string }>;
};

/** What a report is made of. Reading and scoring take seconds for thousands of clips: not for the thread of an editor. */
export interface ReportSource {
  open(): Promise<OpenedReport>;
  /** An empty list: the clips of the run are not on this machine. */
  index(first: number): Promise<IndexBatch>;
  figures(): Promise<ReportFigures>;
  details(row: number, indices: readonly number[]): Promise<readonly FoundDetail[]>;
  csv(): Promise<string>;
  markdown(): Promise<string>;
}

/** Utterances that are sent at once. */
const batchSize = 1_000;

export class ReportReader implements ReportSource {
  readonly #workspace: Workspace;
  readonly #home: MeasurementFolder;
  readonly #folder: MeasurementFolder;
  #run: Promise<StoredRun> | undefined;
  #configuration: Promise<EvaluationConfiguration | undefined> | undefined;
  #clips: Promise<readonly ClipRecord[]> | undefined;
  #scored: Promise<Scored> | undefined;
  #audio: Promise<RunAudio> | undefined;

  /** @throws RangeError for a root that is not open, TeamFileError for a folder that is no name */
  constructor(workspace: Workspace, { root: rootName, folder }: ReportPlace) {
    const root = workspace.roots.find(({ name }) => name === rootName);
    if (!root) throw new RangeError(`There is no folder ${rootName}.`);
    this.#workspace = workspace;
    this.#home = MeasurementFolder.of(root, workspace.roots.length > 1);
    this.#folder = runsFolder(this.#home).below(folder);
  }

  async open(): Promise<OpenedReport> {
    const { record } = await this.#read();
    const { folders } = await this.#readAudio();
    return { overview: overviewOf(record, this.#folder.path, this.#workspace.trusted), audioFolders: folders };
  }

  async index(first: number): Promise<IndexBatch> {
    const { utterances, lists } = await this.#score();
    return indexBatch(utterances, lists, first, batchSize);
  }

  async figures(): Promise<ReportFigures> {
    const { record } = await this.#read();
    const clips = await this.#readClips();
    if (clips.length === 0) return withoutClips(await this.#folder.read(reportFile));
    return figuresOf(await this.#summarise(), record, clips);
  }

  async details(row: number, indices: readonly number[]): Promise<readonly FoundDetail[]> {
    const { utterances, normalizers } = await this.#score();
    const audio = await this.#readAudio();
    const found: FoundDetail[] = [];
    for (const index of indices) {
      const utterance = utterances[index];
      if (!utterance || row >= utterance.records.length) continue;
      const { audio: _, ...detail } = detailOf(
        ...([utterance, index, row] as const),
        normalizers.of(utterance.clip.language),
        { reason: "unknown" },
      );
      found.push({ ...detail, audio: await audio.find(utterance.dataset, utterance.id) });
    }
    return found;
  }

  async csv(): Promise<string> {
    const { record } = await this.#read();
    const { utterances } = await this.#score();
    return [...utterancesCsv(overviewOf(record, "", false).rows, utterances)].join("");
  }

  /** As it lies beside the record, else made anew. */
  async markdown(): Promise<string> {
    return (await this.#folder.read(reportFile)) ?? renderReport(await this.#summarise());
  }

  #read(): Promise<StoredRun> {
    this.#run ??= readRun(this.#folder).then((record) => ({ folder: this.#folder, record }));
    return this.#run;
  }

  /** Undefined where there is none that can be read. */
  #configure(): Promise<EvaluationConfiguration | undefined> {
    this.#configuration ??= this.#home
      .read("evaluation.json")
      .then((text) => (text === undefined ? undefined : readConfiguration(text, "evaluation.json").configuration));
    return this.#configuration;
  }

  #readClips(): Promise<readonly ClipRecord[]> {
    this.#clips ??= readClips(this.#folder).then((clips) => [...clips.values()]);
    return this.#clips;
  }

  async #readAudio(): Promise<RunAudio> {
    const { record } = await this.#read();
    this.#audio ??= this.#configure().then((known) => RunAudio.read(this.#workspace, known, record.datasets));
    return await this.#audio;
  }

  async #summarise(): Promise<RunSummary> {
    const { record } = await this.#read();
    return summariseRun(record, await this.#readClips(), configurationOf(record, await this.#configure()));
  }

  async #score(): Promise<Scored> {
    const { record } = await this.#read();
    this.#scored ??= this.#readClips().then((clips) => {
      const normalizers = new RunNormalizers(record);
      const utterances = utterancesOf(record, clips, normalizers);
      return { utterances, lists: listsOf(utterances), normalizers };
    });
    return await this.#scored;
  }
}

/** Characters of a recorded report that are shown. */
const longestReport = 100_000;

function withoutClips(report: string | undefined): ReportFigures {
  const nothing = { metrics: [], checks: [], latency: [], unmeasured: [], notes: [], clips: 0 };
  return { ...nothing, ...(report !== undefined && { recorded: visibleContent(report.slice(0, longestReport)) }) };
}

interface Scored {
  readonly utterances: readonly ReportUtterance[];
  readonly lists: ReturnType<typeof listsOf>;
  readonly normalizers: RunNormalizers;
}
