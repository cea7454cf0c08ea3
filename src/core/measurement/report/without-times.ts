import type { ClipRecord, EngineRun, RunRecord } from "../run";

/** The record without what differs between two runs of the same inputs and seed: times, and what is computed from them. */
export function withoutTimes(record: RunRecord): RunRecord;
export function withoutTimes(record: ClipRecord): ClipRecord;
export function withoutTimes(record: RunRecord | ClipRecord): RunRecord | ClipRecord {
  if (!("engines" in record)) {
    const { times: _, ...clip } = record;
    return clip;
  }
  const { finished: _, speed: __, ...run } = record;
  return { ...run, id: "", created: "", engines: run.engines.map(engineWithoutTimes) };
}

function engineWithoutTimes({ cost: _, memoryNote: __, ...engine }: EngineRun): EngineRun {
  return {
    ...engine,
    loads: [],
    peakMemory: [],
    contention: { loadBefore: 0, loadAfter: 0, isContended: false },
  };
}
