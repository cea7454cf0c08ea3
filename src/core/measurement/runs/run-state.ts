import type { Normalizer } from "../../scoring/scoring";
import type { AppendLog } from "../../workspace/run-files/append-log";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { Workspace } from "../../workspace/workspace";
import type { EngineUse } from "../engines/session";
import type { ClipRecord, ClipTimes, EngineRun, RunChange, RunRecord } from "../run";
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
  readonly #availableMemory: () => number;
  /** Seconds that clips took in an earlier run, by key: to plan with, never to show. */
  readonly #expected = new Map<string, number>();
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
    /** MiB that programs can still take. */
    readonly availableMemory: () => number;
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
    this.#availableMemory = parts.availableMemory;
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

  /** MiB that programs can still take. */
  availableMemory(): number {
    return this.#availableMemory();
  }

  /** Where the folders and programs of a row are. */
  workspaceOf({ tree }: Row): Workspace {
    return tree?.workspace ?? this.workspace;
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

  /** Takes over what the same code made of clips before. Their times are of another day and left out. */
  async reuse(row: Row, records: readonly ClipRecord[]): Promise<void> {
    const kept = records.map(({ times: _, ...record }) => record);
    if (kept.length === 0) return;
    await this.#log.append(kept.map((record) => JSON.stringify(record)));
    for (const [index, record] of kept.entries()) {
      const wall = records[index]?.times?.wall;
      if (wall !== undefined) this.#expected.set(recordKey(record), wall);
      this.records.set(recordKey(record), record);
      this.#count(row, record);
      this.#audioLeft -= record.duration;
    }
  }

  /** Seconds that an answered clip may take when it is asked again; undefined when it was not answered. */
  expectedWall(row: Row, item: Item): number | undefined {
    const record = this.recordFor(row, item);
    if (!record || record.failure) return undefined;
    return record.times?.wall ?? this.#expected.get(recordKey(record)) ?? record.duration;
  }

  /** Gives a clip the times that it took in this run's turns for speed. */
  retime(row: Row, item: Item, times: ClipTimes): void {
    const record = this.recordFor(row, item);
    if (record) this.records.set(recordKey(record), { ...record, times });
  }

  progress(row: Row): Progress {
    const wer = this.#rates[row.index]?.value();
    const others = this.plan.rows.flatMap((other) => {
      const rate = other.tree && other !== row ? this.#rates[other.index]?.value() : undefined;
      return rate === undefined ? [] : [{ row: rowName(other.engine.name, other.engine.parameters), wer: rate }];
    });
    return {
      row: rowName(row.engine.name, row.engine.parameters),
      done: this.#done,
      total: this.plan.rows.length * this.plan.items.length,
      failed: this.#failed,
      ...(this.#audioNow > 0 && { timeLeft: (Math.max(0, this.#audioLeft) * this.#wallNow) / this.#audioNow }),
      ...(wer !== undefined && { wer }),
      ...(others.length > 0 && { others }),
      cost: this.cost(),
    };
  }

  /** Changes what `run.json` says. */
  update(changes: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...changes };
  }

  /** Changes what it says of the change that is measured. */
  updateChange(changes: Partial<RunChange>): void {
    const { change } = this.#record;
    if (change) this.update({ change: { ...change, ...changes } });
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
