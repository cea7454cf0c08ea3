import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { readProcess } from "./process-tree";
import { isContainerClient } from "./watch-use";

export interface CommandWatch {
  /** Real paths of the programs, main scripts and libraries seen so far. */
  files(): readonly string[];
  notes(): readonly string[];
  close(): void;
}

/**
 * Watches for processes whose first environment has the marker: what they execute, and the script that their command line
 * names. Only where there is a /proc.
 */
export function watchCommands(marker: string): CommandWatch {
  const files = new Set<string>();
  const notes = new Set<string>();
  /** Command lines by process, so that each is looked at once, and none again that a fork took along. */
  const known = new Map<number, string>();
  /** Paths as the kernel gives them, so that each is resolved once. */
  const mapped = new Set<string>();
  const before = new Set(process.platform === "linux" ? processNumbers() : []);
  let samples = 0;

  function sample(): void {
    samples += 1;
    for (const pid of processNumbers()) {
      if (before.has(pid)) continue;
      try {
        look(pid);
      } catch {
        // Gone, or somebody else's.
      }
    }
  }

  function look(pid: number): void {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    if (command !== known.get(pid)) {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(marker)) return;
      const isFork = known.get(readProcess(pid)?.parent ?? 0) === command;
      known.set(pid, command);
      // The working folder of a fork may be another than the one its parent found the script from.
      if (!isFork) addCommand(pid, command.split("\0").slice(0, -1));
    }
    if (known.has(pid) && samples % samplesBetweenMaps === 1) addLibraries(pid);
  }

  function addCommand(pid: number, command: readonly string[]): void {
    add(readlinkSync(`/proc/${pid}/exe`));
    const interpreter = basename(command[0] ?? "");
    const options = leadingOptions(command);
    if (/^python/.test(interpreter) && options.some((option) => /^-(?![WX])[a-zA-Z]*[BEI]/.test(option))) {
      notes.add("Python was started with -B, -E or -I, which keeps its modules from being seen.");
    }
    const elsewhere = elsewhereNote(command[0] ?? "");
    if (elsewhere !== undefined) notes.add(elsewhere);
    const script = scriptOf(command, readlinkSync(`/proc/${pid}/cwd`));
    if (script !== undefined) add(script);
  }

  function addLibraries(pid: number): void {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const [, permissions, path] = /^\S+ (\S+) \S+ \S+ \S+\s+(\/.*)$/.exec(line) ?? [];
      if (path === undefined || !permissions?.includes("x") || mapped.has(path)) continue;
      mapped.add(path);
      add(path);
    }
  }

  function add(path: string): void {
    try {
      files.add(realpathSync(path));
    } catch {
      // Deleted, or in a container.
    }
  }

  const timer = process.platform === "linux" ? setInterval(sample, interval) : undefined;
  timer?.unref();
  return { files: () => [...files], notes: () => [...notes], close: () => clearInterval(timer) };
}

/** Why what a program runs cannot be seen, where it only hands on what to run. */
export function elsewhereNote(program: string): string | undefined {
  if (!isContainerClient(program)) return undefined;
  return `\`${basename(program)}\` runs programs elsewhere, whose files cannot be seen.`;
}

/** Milliseconds: less than an interpreter needs before the script runs that it was given. */
const interval = 10;
const samplesBetweenMaps = 20;

function processNumbers(): readonly number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
}

/** The script of a command line: its first argument that is a file, unless the code came in another way before it. */
export function scriptOf(command: readonly string[], folder: string): string | undefined {
  for (const argument of command.slice(1)) {
    if (/^(-c|-m|-e|-p|--eval|--print)$/.test(argument)) return undefined;
    const path = resolve(folder, argument);
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  }
  return undefined;
}

function leadingOptions(command: readonly string[]): readonly string[] {
  const end = command.findIndex(
    (argument, index) => index > 0 && (!argument.startsWith("-") || /^-[cm]/.test(argument)),
  );
  return command.slice(1, end < 0 ? undefined : end);
}
