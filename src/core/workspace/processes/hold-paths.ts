import type { GuardMessage, GuardReport } from "./guard";
import { startGuard } from "./start-guard";
import { keepTail } from "./tail";

/** Files and folders that go with this process, whatever ends it. */
export interface Hold {
  /**
   * Runs a program to its end; it goes with this process too. One at a time.
   * @returns its exit code, undefined when a signal ended it, and the end of what it wrote to standard error
   */
  run(order: HeldProgram): Promise<{ readonly code: number | undefined; readonly errors: string }>;
  /** Ends what still runs and removes what is held. Resolves when no process is left, whether everything could be removed or not. */
  release(): Promise<void>;
}

interface HeldProgram {
  /** Absolute path. */
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `NAME=value` of the environment that no other process has. */
  readonly marker: string;
}

/**
 * Holds paths that need not be there yet: a process beside us removes them when they are released or we are gone.
 * @param paths absolute, removed in this order
 * @param emptied a folder that goes too if nothing is left in it
 */
export function holdPaths(paths: readonly string[], emptied?: string): Hold {
  let settle: (report: GuardReport) => void = () => {};
  const hold = { hold: { paths, ...(emptied !== undefined && { emptied }) } };
  const guard = startGuard((report) => settle(report));
  guard.output.resume();
  guard.input.end();
  const errorTail = keepTail(guard.errors, 16 * 1024);
  guard.tell(hold);
  /** What runs now, for a guard that has to take over. */
  let sweep: Extract<GuardMessage, { sweep: unknown }> | undefined;
  return {
    run: (order) =>
      new Promise((resolve, reject) => {
        settle = (report) => {
          if ("started" in report) {
            sweep = { sweep: { group: report.started.pid, marker: order.marker } };
            return;
          }
          sweep = undefined;
          if ("failed" in report) reject(new Error(report.failed.message));
          else resolve({ code: report.exited.code ?? undefined, errors: errorTail() });
        };
        void guard.gone.then(() => resolve({ code: undefined, errors: errorTail() }));
        guard.tell({ start: order });
      }),
    async release() {
      guard.tell({ stop: { grace } });
      await guard.gone;
      if (guard.process.exitCode === 0) return;
      // It was killed and has left its work to another one.
      const next = startGuard(() => {});
      next.output.resume();
      next.errors.resume();
      next.tell(hold);
      next.tell(sweep ?? { stop: { grace: 0 } });
      await next.gone;
    },
  };
}

/** Milliseconds between asking a program to end and killing it. */
const grace = 2000;
