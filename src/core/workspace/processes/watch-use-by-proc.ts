import {
  allProcesses,
  childrenOf,
  type ProcessReading,
  proportionalMemory,
  readProcess,
  residentMemory,
} from "./process-tree";
import type { UseLimits, UseWatch } from "./watch-use";

/** Linux: see `watchUse`. @param groupPeak of the control group of a process, where it is not ours */
export function watchUseByProc(
  pid: number,
  limits: UseLimits,
  groupPeak: (pid: number) => number | undefined,
): UseWatch {
  const members = new Map<number, string>();
  const limit = limits.memory ?? Number.POSITIVE_INFINITY;
  let samples = 0;
  let highest = 0;
  let isShared = false;
  let isEstimated = false;
  let isGrouped = false;
  let hasExceeded = false;
  let overs = 0;
  let cpuNow = 0;
  let cpuGone = 0;

  function cpu(withNewChildren = true): number {
    const sum = discover(withNewChildren).reduce((total, reading) => total + reading.cpu, 0);
    // A process that nobody waited for takes its time along; what it had at the last reading is kept.
    if (sum < cpuNow - cpuGone) cpuGone = cpuNow - sum;
    cpuNow = sum + cpuGone;
    return cpuNow;
  }

  /** The tree below the process, and those of its session and of earlier samples that have left the tree. */
  function discover(withNewChildren: boolean): readonly ProcessReading[] {
    const found = new Map<number, ProcessReading>();
    const waiting = [pid, ...members.keys()];
    if (withNewChildren && samples % samplesBetweenSearches === 1) {
      for (const reading of allProcesses()) if (reading.session === pid) waiting.push(reading.pid);
    }
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const reading = found.has(next) ? undefined : readProcess(next);
      if (reading === undefined) continue;
      const known = members.get(next);
      if (known !== undefined && known !== reading.start) continue;
      found.set(next, reading);
      if (withNewChildren) waiting.push(...childrenOf(next));
    }
    members.clear();
    for (const reading of found.values()) members.set(reading.pid, reading.start);
    return [...found.values()];
  }

  function sample(): void {
    samples += 1;
    // Looking for children means a file for each thread, the dearest part of a sample.
    cpu(samples % 2 === 1);
    const pids = [...members.keys()];
    const resident = pids.map(residentMemory);
    const most = Math.max(0, ...resident.map((memory) => memory.most));
    let now = resident.reduce((sum, memory) => sum + memory.now, 0);
    // Shares are costly to read, so only where the sum, which is never less, could be a new peak; and not each time.
    if (pids.length > 1 && now > highest && samples % samplesBetweenShares === 1) {
      isShared = true;
      const shares = pids.map(proportionalMemory);
      if (shares.includes(undefined)) isEstimated = true;
      else now = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
      // A child that has not yet become its program counts its parent's pages again; not at two samples in a row.
      overs = now > limit ? overs + 1 : 0;
    } else if (pids.length > 1) now = 0;
    highest = Math.max(highest, most, now);
    if (samples % samplesBetweenSearches === 1) {
      const peak = groupPeak(pid) ?? 0;
      isGrouped ||= peak > 0;
      highest = Math.max(highest, peak);
    }
    if (hasExceeded || (most <= limit && overs < 2)) return;
    hasExceeded = true;
    clearInterval(timer);
    limits.onExceeded();
  }

  const timer = setInterval(sample, interval);
  timer.unref();
  sample();
  return {
    cpu: () => cpu(),
    peakMemory: () => (highest > 0 ? highest : undefined),
    note: () => {
      if (highest === 0) return "The process was gone before its memory could be read.";
      if (isGrouped) return "Memory is the peak of the engine's control group, which counts the files that it read.";
      if (isEstimated) return "Memory is the sum over several processes; pages that they share count more than once.";
      return isShared
        ? "Memory is the highest sum of the processes' shares at a sample each quarter of a second."
        : undefined;
    },
    members: () => new Set(members.keys()),
    close: () => {
      clearInterval(timer);
      // The last sample leaves nothing out.
      samples = samplesBetweenSearches;
      sample();
    },
  };
}

/** Milliseconds. High-water marks outlive a sample, so this bounds only how late a limit is noticed. */
const interval = 50;
const samplesBetweenShares = 5;
/** A daemon leaves the tree when its parent ends; its session it may keep. */
const samplesBetweenSearches = 20;
