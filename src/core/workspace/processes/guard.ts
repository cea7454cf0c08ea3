/**
 * The program between us and an engine. It starts the engine as the leader of a process group of its own, tells what
 * becomes of it, and ends everything that the engine started when it is told to, when the engine is gone, or when we are:
 * then the socket between us (descriptor 3) closes, even after a SIGKILL, which no handler of ours would see.
 *
 * It runs in a process of its own from its source text, so it uses nothing but its parameters.
 */
function guard(
  processes: typeof import("node:child_process"),
  files: typeof import("node:fs"),
  net: typeof import("node:net"),
): void {
  const isLinux = process.platform === "linux";
  const isWindows = process.platform === "win32";
  const lifeline = new net.Socket({ fd: 3, readable: true, writable: true });
  let group = 0;
  let marker = "";
  let deadline = Number.POSITIVE_INFINITY;
  let received = "";
  /** The engine was started, and its end has not been told yet. */
  let isOwing = false;
  let held: GuardHold | undefined;

  lifeline.setEncoding("utf8");
  lifeline.on("error", () => {});
  lifeline.on("close", () => end(500));
  lifeline.on("data", (chunk) => {
    received += chunk;
    const messages = received.split("\n");
    received = messages.pop() ?? "";
    for (const message of messages) obey(JSON.parse(message));
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => end(500));

  function obey(message: GuardMessage): void {
    if ("start" in message) start(message.start);
    else if ("hold" in message) held = message.hold;
    else if ("stop" in message) end(message.stop.grace);
    else {
      group = message.sweep.group;
      marker = message.sweep.marker;
      end(0);
    }
  }

  function start({ program, programArguments, workingFolder, environment, marker: given }: GuardStart): void {
    marker = given;
    const begun = process.hrtime.bigint();
    try {
      const engine = processes.spawn(program, programArguments, {
        cwd: workingFolder,
        env: environment,
        stdio: "inherit",
        detached: !isWindows,
        windowsHide: true,
      });
      engine.on("spawn", () => {
        group = engine.pid ?? 0;
        isOwing = true;
        tell({ started: { pid: group } });
      });
      engine.on("error", (error) => {
        tell({ failed: { message: error.message } });
        if (held === undefined) end(0);
      });
      engine.on("exit", (code, signal) => {
        const wall = Number(process.hrtime.bigint() - begun) / 1e9;
        isOwing = false;
        if (held !== undefined) forgetGroup();
        tell({ exited: { code, signal, wall, cpu: reapedSeconds() } });
        if (held === undefined) end(500);
      });
    } catch (error) {
      tell({ failed: { message: String(error) } });
      if (held === undefined) end(0);
    }
  }

  function tell(report: GuardReport): void {
    if (!lifeline.destroyed) lifeline.write(`${JSON.stringify(report)}\n`);
  }

  /** Asks all to end, kills who is left after the grace (milliseconds), and then ends itself. A later call only hastens. */
  function end(grace: number): void {
    const isFirst = deadline === Number.POSITIVE_INFINITY;
    deadline = Math.min(deadline, performance.now() + grace);
    if (!isFirst) return;
    signalAll(members(), "SIGTERM");
    wait();
  }

  function wait(): void {
    const left = members();
    const isLate = performance.now() >= deadline;
    // What survives two seconds of SIGKILL hangs in the kernel, or forks faster than it can be found.
    if ((left.length === 0 && !isOwing) || performance.now() >= deadline + 2000) {
      removeHeld();
      lifeline.end();
      setTimeout(() => process.exit(0), 20);
      return;
    }
    if (isLate) signalAll(left, "SIGKILL");
    setTimeout(wait, isLate ? 20 : 50);
  }

  /** The guard stays, and the number of the group may soon be that of others, who must not be taken for it. */
  function forgetGroup(): void {
    signalAll(members(), "SIGKILL");
    group = 0;
  }

  /** Links are removed and not followed. What is still being written to is tried again for some seconds. */
  function removeHeld(): void {
    for (const path of held?.paths ?? []) {
      try {
        files.rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      } catch {
        // In use, or somebody else's. Who asked for the removal looks again.
      }
    }
    try {
      if (held?.emptied !== undefined) files.rmdirSync(held.emptied);
    } catch {
      // Not empty.
    }
  }

  function signalAll(pids: readonly number[], signal: "SIGTERM" | "SIGKILL"): void {
    for (const pid of pids) {
      try {
        if (isWindows) processes.spawnSync("taskkill", ["/T", "/F", "/PID", `${pid}`], { windowsHide: true });
        else process.kill(pid, signal);
      } catch {
        // Gone meanwhile.
      }
    }
  }

  /** Who belongs to the engine and lives: process identifiers, or the negative one of the whole group. */
  function members(): readonly number[] {
    if (group === 0) return [];
    if (isLinux) return marked();
    try {
      process.kill(isWindows ? group : -group, 0);
      return [isWindows ? group : -group];
    } catch {
      return [];
    }
  }

  /**
   * The group, everything whose first environment has our marker (a daemon that left group and parent still does), and
   * the children of both.
   */
  function marked(): readonly number[] {
    const found = new Set<number>();
    const parents = new Map<number, number>();
    for (const name of files.readdirSync("/proc")) {
      const pid = Number(name);
      if (!(pid > 1) || pid === process.pid) continue;
      try {
        const stat = files.readFileSync(`/proc/${pid}/stat`, "latin1");
        const [state, parent, processGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (state === "Z" || state === "X") continue;
        parents.set(pid, Number(parent));
        if (Number(processGroup) === group) found.add(pid);
        else if (files.readFileSync(`/proc/${pid}/environ`, "latin1").includes(marker)) found.add(pid);
      } catch {
        // Gone, or somebody else's.
      }
    }
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
    }
    return [...found];
  }

  /** Processor seconds of the engine and of all that were waited for below it. */
  function reapedSeconds(): number | null {
    if (!isLinux) return null;
    const stat = files.readFileSync("/proc/self/stat", "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  }
}

interface GuardStart {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `NAME=value` in the environment of everything that belongs to the engine. */
  readonly marker: string;
}

interface GuardHold {
  /** Absolute paths of files and folders that go, in this order, when the guard ends. */
  readonly paths: readonly string[];
  /** A folder that goes then if nothing is left in it. */
  readonly emptied?: string;
}

/** To the guard. Milliseconds. A guard that holds something does not end with the program that it started. */
export type GuardMessage =
  | { readonly start: GuardStart }
  | { readonly hold: GuardHold }
  | { readonly stop: { readonly grace: number } }
  | { readonly sweep: { readonly group: number; readonly marker: string } };

/** From the guard. Seconds; `cpu` null where the system does not tell. */
export type GuardReport =
  | { readonly started: { readonly pid: number } }
  | { readonly failed: { readonly message: string } }
  | {
      readonly exited: {
        readonly code: number | null;
        readonly signal: string | null;
        readonly wall: number;
        readonly cpu: number | null;
      };
    };

/** A program text for `node --eval`. */
export const guardScript = `(${guard.toString()})(require("node:child_process"), require("node:fs"), require("node:net"))`;
