import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The highest memory, in bytes, of the control group that a process is in, when that is another than ours: a container,
 * a `systemd-run --scope`. Version 2 and version 1. Undefined when there is none or the kernel does not tell.
 */
export function controlGroupPeak(pid: number): number | undefined {
  const group = memoryGroup(`/proc/${pid}/cgroup`);
  if (group === undefined || group.path === memoryGroup("/proc/self/cgroup")?.path) return undefined;
  const folder = group.version === 2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
  const file = group.version === 2 ? "memory.peak" : "memory.max_usage_in_bytes";
  const peak = Number(readText(join(folder, group.path, file))?.trim() || Number.NaN);
  return Number.isFinite(peak) ? peak : undefined;
}

function memoryGroup(file: string): { readonly version: 1 | 2; readonly path: string } | undefined {
  const lines = (readText(file) ?? "").split("\n").map((line) => line.split(":"));
  const first = lines.find(([, controllers]) => controllers?.split(",").includes("memory"));
  if (first?.[2] !== undefined) return { version: 1, path: first.slice(2).join(":") };
  const second = lines.find(([number]) => number === "0");
  return second?.[2] === undefined ? undefined : { version: 2, path: second.slice(2).join(":") };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
