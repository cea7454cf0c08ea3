import { randomUUID } from "node:crypto";
import { PathError } from "../path-error";
import type { Workspace } from "../workspace";
import { processEnvironment } from "./environment";
import { findProgram } from "./find-program";
import type { GuardReport } from "./guard";
import { ProcessError } from "./process-error";
import { type OutputLine, readLines } from "./read-lines";
import { type Guard, startGuard } from "./start-guard";
import { keepTail } from "./tail";

export interface ProcessOrder {
  /** Program and arguments, handed over as they are: no shell reads them. */
  readonly command: readonly string[];
  /** Workspace path of a folder, or an absolute path inside a root. */
  readonly workingFolder: string;
  /** Variables beside those that {@link processEnvironment} passes on. */
  readonly environment: Readonly<Record<string, string>>;
  /** When it aborts, the process is stopped. */
  readonly signal: AbortSignal;
  /** Bytes of a line of output; default 8 MiB. */
  readonly longestLine?: number;
}

export interface ProcessExit {
  /** Absent when a signal ended it, or when what became of it could not be learned. */
  readonly code?: number;
  readonly signal?: string;
  /** Seconds from its start to its end, measured beside it. */
  readonly wall?: number;
  /** Processor seconds of it and of the children that it waited for; absent where the system does not tell. */
  readonly cpu?: number;
}

/** A program that runs beside us and cannot outlive us. */
export interface RunningProcess {
  readonly pid: number;
  /** Writes a line to its standard input; its end is added. What a process that is gone would have read is dropped. */
  write(line: string): void;
  endInput(): void;
  /** Its standard output, to be read once. Ends when it and all that it started are gone. @throws LongLineError */
  readonly lines: AsyncIterable<OutputLine>;
  /** The end of what it wrote to standard error, at most 16 KiB. */
  errorTail(): string;
  /** Settles as soon as the program itself is gone; what it started may still be going. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /**
   * SIGTERM to everything that belongs to it, SIGKILL to what is left after two seconds, daemons that left its group
   * included. Resolves once nothing is left. May be called again.
   */
  stop(): Promise<void>;
}

/**
 * Starts a program of a trusted workspace in a process group of its own. It ends with us, whatever ends us.
 * @throws ProcessError
 */
export async function startProcess(order: ProcessOrder, workspace: Workspace): Promise<RunningProcess> {
  if (!workspace.trusted) {
    throw new ProcessError(
      "untrusted",
      "Nothing of this workspace is run before it is trusted.",
      "Trust the workspace.",
    );
  }
  const workingFolder = await folderPath(order.workingFolder, workspace);
  const markerValue = randomUUID();
  const environment = { ...processEnvironment(order.environment), [markerName]: markerValue };
  const [name = "", ...programArguments] = order.command;
  const allowed = [...workspace.roots.map(({ path }) => path), ...(workspace.linkedFolders ?? [])];
  const program = await findProgram(name, workingFolder, allowed, environment);
  order.signal.throwIfAborted();

  let exit: ProcessExit = {};
  let started: (pid: number) => void = () => {};
  let failed: (error: unknown) => void = () => {};
  let settleExit: (exit: ProcessExit) => void = () => {};
  const exited = new Promise<ProcessExit>((resolve) => {
    settleExit = resolve;
  });
  const guard = startGuard((report: GuardReport) => {
    if ("started" in report) started(report.started.pid);
    else if ("failed" in report) failed(cannotStart(name, report.failed.message));
    else {
      exit = readExit(report.exited);
      settleExit(exit);
    }
  });
  const marker = `${markerName}=${markerValue}`;
  const errorTail = keepTail(guard.errors, 16 * 1024);
  const pid = await new Promise<number>((resolve, reject) => {
    started = resolve;
    failed = reject;
    guard.process.on("error", (error) => reject(cannotStart(name, error.message)));
    void guard.gone.then(() => reject(cannotStart(name, errorTail() || "its guard ended at once")));
    guard.tell({ start: { program, programArguments, workingFolder, environment, marker } });
  });
  const gone = guard.gone.then(() => cleanUp(guard, pid, marker, exit)).then(() => settleExit(exit));
  const stop = () => stopThrough(guard, gone);
  const onAbort = () => void stop();
  order.signal.addEventListener("abort", onAbort, { once: true });
  void gone.then(() => order.signal.removeEventListener("abort", onAbort));
  if (order.signal.aborted) onAbort();
  return {
    pid,
    write: (line) => void (guard.input.writable && guard.input.write(`${line}\n`)),
    endInput: () => void guard.input.end(),
    lines: readLines(guard.output, order.longestLine ?? 8 * 1024 * 1024),
    errorTail,
    exited,
    stop,
  };
}

const markerName = "ML_ENGINEER_PROCESS";

/** Milliseconds between asking and killing. */
const grace = 2000;

async function stopThrough(guard: Guard, gone: Promise<void>): Promise<void> {
  guard.tell({ stop: { grace } });
  // A guard that does not get to it, stopped or starved, is replaced by another.
  const timer = setTimeout(() => guard.process.kill("SIGKILL"), grace + 3000);
  await gone;
  clearTimeout(timer);
}

/** A guard that was killed has left its work to another one. */
async function cleanUp(guard: Guard, pid: number, marker: string, exit: ProcessExit): Promise<void> {
  const hasFinished = guard.process.exitCode === 0 && exit.wall !== undefined;
  if (!hasFinished) {
    const sweeper = startGuard(() => {});
    sweeper.output.resume();
    sweeper.errors.resume();
    sweeper.tell({ sweep: { group: pid, marker } });
    await sweeper.gone;
  }
  // Whoever still holds its output, out of reach of every signal, must not keep us waiting.
  if (!guard.output.closed) {
    await Promise.race([
      new Promise((resolve) => guard.output.once("close", resolve)),
      new Promise((resolve) => setTimeout(resolve, 200)),
    ]);
    guard.output.destroy();
  }
  guard.errors.destroy();
  guard.input.destroy();
}

async function folderPath(path: string, workspace: Workspace): Promise<string> {
  const hint = "Name a folder of the workspace in `workingDirectory`.";
  try {
    const location = await workspace.locate(path);
    if (location.kind === "directory") return location.realPath;
    throw new ProcessError("no-folder", `The working directory \`${location.path}\` is not a folder.`, hint);
  } catch (error) {
    if (error instanceof PathError) throw new ProcessError("no-folder", error.message, error.hint ?? hint);
    throw error;
  }
}

function readExit({ code, signal, wall, cpu }: Extract<GuardReport, { exited: unknown }>["exited"]): ProcessExit {
  return {
    wall,
    ...(code !== null && { code }),
    ...(signal !== null && { signal }),
    ...(cpu !== null && { cpu }),
  };
}

function cannotStart(name: string, reason: string): ProcessError {
  const hint = "Look whether it runs in a terminal with the same working directory.";
  return new ProcessError("failed", `The program \`${name}\` could not be started: ${reason}.`, hint);
}
