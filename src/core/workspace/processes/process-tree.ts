import { readdirSync, readFileSync } from "node:fs";

/** What the system says about one process. Seconds and bytes. */
export interface ProcessReading {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** In ticks since the machine began: with the pid it names a process for good. */
  readonly start: string;
  /** Of its own and of the children that it waited for, to a hundredth of a second. */
  readonly cpu: number;
}

/** Undefined for a process that is gone, and where the system has no /proc. */
export function readProcess(pid: number): ProcessReading | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The program's name, in parentheses before them, may hold anything. The numbers are those of proc(5) less three.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "X") return undefined;
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
  return {
    pid,
    parent: Number(fields[1]),
    session: Number(fields[3]),
    start: fields[19] ?? "",
    cpu: ticks / ticksPerSecond,
  };
}

/** Children of all its threads. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (readText(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Every process of the machine. */
export function allProcesses(): readonly ProcessReading[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []));
}

/** Bytes that it holds now, and the most that it ever held, shared pages included. */
export function residentMemory(pid: number): { readonly now: number; readonly most: number } {
  const status = readText(`/proc/${pid}/status`) ?? "";
  return { now: kibibytes(status, "VmRSS"), most: kibibytes(status, "VmHWM") };
}

/** Bytes with shared pages divided by who shares them; undefined where the kernel does not tell. */
export function proportionalMemory(pid: number): number | undefined {
  const rollup = readText(`/proc/${pid}/smaps_rollup`);
  return rollup === undefined ? undefined : kibibytes(rollup, "Pss");
}

/** Linux reports processor time to programs in hundredths on every common machine, whatever the kernel counts in. */
const ticksPerSecond = 100;

function kibibytes(text: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text);
  return Number(found?.[1] ?? 0) * 1024;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
