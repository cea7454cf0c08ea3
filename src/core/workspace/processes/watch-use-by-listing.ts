import { execFile } from "node:child_process";
import type { UseLimits, UseWatch } from "./watch-use";

/** Systems without /proc: `ps`, twice a second. Processor time between two clips is not known that way. */
export function watchUseByListing(pid: number, limits: UseLimits): UseWatch {
  const limit = limits.memory ?? Number.POSITIVE_INFINITY;
  let highest = 0;
  let isRunning = false;
  function sample(): void {
    if (isRunning) return;
    isRunning = true;
    execFile("/bin/ps", ["-axo", "pid=,ppid=,pgid=,rss="], { timeout: 5000 }, (_error, listing) => {
      isRunning = false;
      const before = highest;
      highest = Math.max(highest, residentBelow(pid, listing));
      if (highest <= limit || before > limit) return;
      clearInterval(timer);
      limits.onExceeded();
    });
  }
  const timer = setInterval(sample, 500);
  timer.unref();
  sample();
  return {
    cpu: () => undefined,
    peakMemory: () => (highest > 0 ? highest : undefined),
    note: () =>
      highest > 0
        ? "Memory was read twice a second with ps: a short peak may be missing, shared pages count more than once."
        : "The process was gone before ps could list it.",
    members: () => new Set([pid]),
    close: () => clearInterval(timer),
  };
}

/** Bytes of a process, its group, and all below them. */
function residentBelow(pid: number, listing: string): number {
  const rows = listing.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const found = new Set<number>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [process = 0, parent = 0, group] of rows) {
      if (process === pid || group === pid || found.has(parent)) found.add(process);
    }
  }
  return rows.reduce((sum, [process = 0, , , resident = 0]) => sum + (found.has(process) ? resident * 1024 : 0), 0);
}
