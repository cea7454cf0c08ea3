import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex, Readable, Writable } from "node:stream";
import { type GuardMessage, type GuardReport, guardScript } from "./guard";

export interface Guard {
  readonly process: ChildProcess;
  readonly input: Writable;
  readonly output: Readable;
  readonly errors: Readable;
  tell(message: GuardMessage): void;
  /** Once nothing of it is left. */
  readonly gone: Promise<void>;
}

/** Starts a guard that waits for a message. @throws the error of the system */
export function startGuard(onReport: (report: GuardReport) => void): Guard {
  const child = spawn(process.execPath, ["--input-type=commonjs", "--eval", guardScript], {
    // Of its own group, so that Ctrl-C in a terminal reaches us alone, who then stop in order.
    detached: true,
    // In an extension host the executable is VS Code's own, which is Node only when it is told to be.
    env: { ELECTRON_RUN_AS_NODE: "1", ...systemVariables() },
    cwd: process.platform === "win32" ? undefined : "/",
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const lifeline = child.stdio[3] as Duplex;
  lifeline.setEncoding("utf8");
  let received = "";
  lifeline.on("data", (chunk) => {
    received += chunk;
    const reports = received.split("\n");
    received = reports.pop() ?? "";
    for (const report of reports) onReport(JSON.parse(report));
  });
  // Both ends may close while something is being written to them.
  lifeline.on("error", () => {});
  child.stdin.on("error", () => {});
  return {
    process: child,
    input: child.stdin,
    output: child.stdout,
    errors: child.stderr,
    tell: (message) => void (lifeline.writable && lifeline.write(`${JSON.stringify(message)}\n`)),
    gone: new Promise((resolve) => {
      child.on("error", () => resolve());
      child.on("exit", () => resolve());
    }),
  };
}

function systemVariables(): Record<string, string> {
  const names = process.platform === "win32" ? ["SystemRoot", "PATH", "TEMP"] : [];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
