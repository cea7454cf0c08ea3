import { spawn } from "node:child_process";

export interface RipgrepRun {
  /** Absolute path. */
  readonly program: string;
  readonly workingFolder: string;
  /** Options; `--no-config` comes before them, so that no file of the person or the workspace adds others. */
  readonly options: readonly string[];
  /** When it aborts, the process is killed. The outcome tells nothing of it: ask the signal. */
  readonly signal: AbortSignal;
  /** Gets the output piece by piece; the process is killed when it returns false. */
  onOutput(chunk: Buffer): boolean;
}

export interface RipgrepOutcome {
  /** Undefined when the process was killed. */
  readonly exitCode: number | undefined;
  /** The beginning of what it wrote to standard error. */
  readonly errors: string;
}

/**
 * Runs ripgrep without a shell, without its configuration and without an input to wait for. Returns once it is gone, or as
 * soon as `onOutput` has enough.
 * @throws the error of the operating system when the program cannot be started.
 */
export function runRipgrep({ program, workingFolder, options, signal, onOutput }: RipgrepRun): Promise<RipgrepOutcome> {
  if (signal.aborted) return Promise.resolve({ exitCode: undefined, errors: "" });
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["--no-config", ...options], {
      cwd: workingFolder,
      env: allowedEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let errors = "";
    let isStopped = false;
    const stop = () => {
      isStopped = true;
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
    };
    signal.addEventListener("abort", stop, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      if (isStopped || onOutput(chunk)) return;
      stop();
      // Whoever has enough need not wait for the end of a process that is being killed.
      resolve({ exitCode: undefined, errors });
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (errors.length < longestErrors) errors += chunk.toString();
    });
    child.on("error", (error) => {
      signal.removeEventListener("abort", stop);
      reject(error);
    });
    child.on("close", (exitCode) => {
      signal.removeEventListener("abort", stop);
      resolve({ exitCode: isStopped ? undefined : (exitCode ?? undefined), errors });
    });
  });
}

/** Whether starting failed because the program is gone or is none. */
export function isMissingProgram(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "EACCES" || code === "ENOEXEC";
}

const longestErrors = 20_000;

/** Neither keys nor `RIPGREP_CONFIG_PATH` reach the process. */
function allowedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    allowedVariables.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const allowedVariables = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
];
