import { spawn } from "node:child_process";

export interface GitRun {
  /** Absolute path. */
  readonly program: string;
  readonly workingFolder: string;
  /** The subcommand and what follows it. */
  readonly command: readonly string[];
  readonly input: string;
  /** Bytes after which the process is killed. */
  readonly mostOutput: number;
  readonly signal: AbortSignal;
}

export interface GitOutcome {
  /** Undefined when the process was killed. */
  readonly exitCode: number | undefined;
  readonly output: string;
  /** The same as it came, for contents of files. */
  readonly bytes: Uint8Array;
  /** The beginning of what it wrote to standard error, in English. */
  readonly errors: string;
  readonly isCut: boolean;
  /** It was killed by us. */
  readonly isStopped: boolean;
}

/**
 * Runs a reading command of git without a shell. The configuration of the repository is untrusted: whatever in it would
 * start a program, fetch, or take a lock is overruled.
 * @throws the error of the system when the program cannot be started
 */
export function runGit(run: GitRun): Promise<GitOutcome> {
  if (run.signal.aborted) return Promise.resolve(nothing);
  return new Promise((resolve, reject) => {
    const child = spawn(run.program, [...harmlessOptions, ...run.command], {
      cwd: run.workingFolder,
      env: gitEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let errors = "";
    let isStopped = false;
    const stop = () => {
      isStopped = true;
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
    };
    run.signal.addEventListener("abort", stop, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > run.mostOutput) stop();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (errors.length < 20_000) errors += chunk.toString();
    });
    // It may be gone before it has read everything.
    child.stdin.on("error", () => {});
    child.stdin.end(run.input);
    child.on("error", (error) => {
      run.signal.removeEventListener("abort", stop);
      reject(error);
    });
    child.on("close", (exitCode) => {
      run.signal.removeEventListener("abort", stop);
      const all = Buffer.concat(chunks);
      const isCut = bytes > run.mostOutput;
      resolve({
        exitCode: isStopped ? undefined : (exitCode ?? undefined),
        output: all.toString(),
        bytes: all,
        errors,
        isCut,
        isStopped,
      });
    });
  });
}

const nothing: GitOutcome = {
  ...{ exitCode: undefined, output: "", bytes: new Uint8Array(), errors: "" },
  ...{ isCut: false, isStopped: true },
};

/** Precede every subcommand. */
export const harmlessOptions: readonly string[] = [
  "--no-pager",
  "--no-optional-locks",
  "--no-replace-objects",
  "--literal-pathspecs",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "protocol.allow=never"].flatMap(
    (setting) => ["-c", setting],
  ),
];

/** Neither keys nor `GIT_*` of whoever started us reach the process; git's own settings of person and machine stay. */
export function gitEnvironment(): Record<string, string> {
  const kept = passedOn.flatMap((name): readonly (readonly [string, string])[] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    // Objects that a partial clone lacks would be fetched, by programs that the repository names.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}

const passedOn = ["PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SystemRoot"];
