import type { Normalizer } from "../../scoring/scoring";
import type { AppendLog } from "../../workspace/run-files/append-log";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { Workspace } from "../../workspace/workspace";
import type { EngineUse } from "../engines/session";
import type { ClipRecord, EngineRun, RunRecord } from "../run";
import type { Progress } from "./events";
import { type Item, itemKey, type Row, recordKey, rowName } from "./row";
import { writeRun } from "./run-folder";
import { RunningRate } from "./running-rate";
import { Spending } from "./spending";

export interface RunPlan {
  readonly rows: readonly Row[];
  /** In the order in which they are asked; of a shard its part. */
  readonly items: readonly Item[];
  readonly costCap: number;
  readonly normalizers: ReadonlyMap<string, Normalizer>;
}

/** Milliseconds between two times that `run.json` is brought up to date, so that what was spent outlives a crash. */
const saveInterval = 5000;

/** A run while it goes: what is known of each clip and each row, and where it is written. */
export class RunState {
  readonly plan: RunPlan;
  readonly folder: MeasurementFolder;
  readonly workspace: Workspace;
  readonly assetsFolder: string | undefined;
  readonly surroundings: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly records: Map<string, ClipRecord>;
  #record: RunRecord;
  readonly #log: AppendLog;
  readonly #spending: readonly Spending[];
  readonly #rates: readonly RunningRate[];
  #done = 0;
  #failed = 0;
  /** Seconds of audio that no record is there for, over all rows. */
  #audioLeft = 0;
  #audioNow = 0;
  #wallNow = 0;
  #saved = performance.now();

  constructor(parts: {
    readonly plan: RunPlan;
    readonly folder: MeasurementFolder;
    readonly workspace: Workspace;
    readonly assetsFolder: string | undefined;
    readonly surroundings: Readonly<Record<string, string | undefined>>;
    readonly signal: AbortSignal;
    readonly record: RunRecord;
    readonly records: Map<string, ClipRecord>;
    readonly log: AppendLog;
  }) {
    this.plan = parts.plan;
    this.folder = parts.folder;
    this.workspace = parts.workspace;
    this.assetsFolder = parts.assetsFolder;
    this.surroundings = parts.surroundings;
    this.signal = parts.signal;
    this.records = parts.records;
    this.#record = parts.record;
    this.#log = parts.log;
    this.#rates = this.plan.rows.map(() => new RunningRate(this.plan.normalizers));
    this.#spending = this.plan.rows.map(
      ({ engine }, index) => new Spending(engine, parts.record.engines[index]?.cost ?? 0),
    );
    for (const row of this.plan.rows) {
      for (const item of this.plan.items) {
        const known = this.recordFor(row, item);
        if (known) this.#count(row, known);
        else this.#audioLeft += item.utterance.duration;
      }
    }
  }

  get record(): RunRecord {
    return this.#record;
  }

  recordFor(row: Row, item: Item): ClipRecord | undefined {
    return this.records.get(itemKey(row, item));
  }

  missing(row: Row): readonly Item[] {
    return this.plan.items.filter((item) => !this.recordFor(row, item));
  }

  engine(row: Row): EngineRun | undefined {
    return this.#record.engines[row.index];
  }

  spending(row: Row): Spending {
    return this.#spending[row.index] ?? new Spending(row.engine);
  }

  /** USD of all rows. */
  cost(): number {
    return this.#spending.reduce((sum, spending) => sum + spending.usd(), 0);
  }

  /** Writes down what happened to a clip. @throws TeamFileError when it cannot be written; then it did not happen */
  async add(row: Row, record: ClipRecord): Promise<void> {
    await this.#log.append([JSON.stringify(record)]);
    this.records.set(recordKey(record), record);
    this.#count(row, record);
    this.#audioLeft -= record.duration;
    if (record.times) {
      this.#audioNow += record.duration;
      this.#wallNow += record.times.wall;
    }
    if (performance.now() - this.#saved > saveInterval) {
      this.updateCost(row);
      await this.save();
    }
  }

  progress(row: Row): Progress {
    const wer = this.#rates[row.index]?.value();
    return {
      row: rowName(row.engine.name, row.engine.parameters),
      done: this.#done,
      total: this.plan.rows.length * this.plan.items.length,
      failed: this.#failed,
      ...(this.#audioNow > 0 && { timeLeft: (Math.max(0, this.#audioLeft) * this.#wallNow) / this.#audioNow }),
      ...(wer !== undefined && { wer }),
      cost: this.cost(),
    };
  }

  /** Changes what `run.json` says. */
  update(changes: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...changes };
  }

  updateEngine(row: Row, changes: Partial<EngineRun>): void {
    const engines = this.#record.engines.map((engine, index) =>
      index === row.index ? { ...engine, ...changes } : engine,
    );
    this.update({ engines });
  }

  /** Writes down what the clips of a row cost so far. What turns for speed cost afterwards is in the cap only. */
  updateCost(row: Row): void {
    if (row.engine.price) this.updateEngine(row, { cost: this.spending(row).usd() });
  }

  /** Takes over what an engine used in one session. */
  addUse(row: Row, { loads, peakMemory, memoryNote }: EngineUse): void {
    const before = this.engine(row);
    this.updateEngine(row, {
      loads: [...(before?.loads ?? []), ...loads],
      peakMemory: [...(before?.peakMemory ?? []), ...peakMemory],
      ...(memoryNote !== undefined && { memoryNote }),
    });
  }

  /** @throws TeamFileError */
  async save(): Promise<void> {
    this.#saved = performance.now();
    await writeRun(this.folder, this.#record);
  }

  #count(row: Row, record: ClipRecord): void {
    this.#done++;
    if (record.failure) this.#failed++;
    this.#rates[row.index]?.add(record);
  }
}
