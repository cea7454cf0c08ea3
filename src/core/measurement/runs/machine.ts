import { arch, cpus, freemem, loadavg, release, totalmem, type } from "node:os";
import type { EngineRun, Provenance } from "../run";

export function describeMachine(): Provenance["machine"] {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || "unknown",
    cores: processors.length,
    memory: Math.round(totalmem() / 1024 / 1024),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
  };
}

/** MiB that programs can still take, by what the system says; on Linux with what it would give back from its caches. */
export function availableMemory(): number {
  return freemem() / 1024 / 1024;
}

/** How busy others kept the machine while something was measured. */
export interface ContentionWatch {
  /** @param engineSeconds processor seconds of the engine in this time; undefined where they cannot be read */
  end(engineSeconds: number | undefined): EngineRun["contention"];
}

export function watchContention(): ContentionWatch {
  const before = { load: loadavg()[0] ?? 0, busy: busySeconds(), own: ownSeconds(), at: performance.now() };
  return {
    end(engineSeconds) {
      const elapsed = (performance.now() - before.at) / 1000;
      const ours = ownSeconds() - before.own + (engineSeconds ?? 0);
      const others = busySeconds() - before.busy - ours;
      const capacity = elapsed * Math.max(1, cpus().length);
      return {
        loadBefore: before.load,
        loadAfter: loadavg()[0] ?? 0,
        // Without the engine's own share nothing can be said of the others'.
        isContended: engineSeconds !== undefined && elapsed > 0.5 && others > capacity / 10,
      };
    },
  };
}

/** Of all processors together, since the machine started. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) / 1000, 0);
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
