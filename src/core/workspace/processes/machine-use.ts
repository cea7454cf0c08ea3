import { readFileSync } from "node:fs";
import { loadavg } from "node:os";

/** What the whole machine has done, to be compared with a later reading. */
export interface MachineUse {
  /** Processes that wanted a processor, on average over the last minute. Always 0 on Windows. */
  readonly load: number;
  /** Processor seconds since the machine began; undefined where they cannot be read. */
  readonly busy?: number;
  readonly total?: number;
}

export function readMachineUse(): MachineUse {
  const load = loadavg()[0] ?? 0;
  try {
    const fields = (readFileSync("/proc/stat", "latin1").split("\n", 1)[0] ?? "").split(/\s+/).slice(1, 9).map(Number);
    const [, , , idle = 0, waiting = 0] = fields;
    const total = fields.reduce((sum, ticks) => sum + ticks, 0);
    return { load, busy: (total - idle - waiting) / 100, total: total / 100 };
  } catch {
    return { load };
  }
}

/**
 * The share of all processors that others used between two readings, from 0 to 1; time that a virtual machine's host took
 * away counts as theirs. Undefined where it cannot be read.
 * @param own processor seconds in that time of the engine and of ourselves
 */
export function shareOfOthers(before: MachineUse, after: MachineUse, own: number): number | undefined {
  if (before.busy === undefined || after.busy === undefined) return undefined;
  const total = (after.total ?? 0) - (before.total ?? 0);
  if (total <= 0) return undefined;
  return Math.min(1, Math.max(0, (after.busy - before.busy - own) / total));
}
