import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/prepare.mjs";

export const example = join(root, "examples", "speech-service");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program keeps outside of workspaces goes with the test run. */
const stateHome = mkdtempSync(join(tmpdir(), "ml-engineer-state-"));
process.on("exit", () => rmSync(stateHome, { recursive: true, force: true }));

/** Runs the built program with a bare environment, so that nothing of the machine's own settings decides a test. */
export function cli(
  args: readonly string[],
  { env = {}, cwd = root, input }: { env?: Record<string, string>; cwd?: string; input?: string | Uint8Array } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "dist", "cli.js"), ...args], {
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", XDG_STATE_HOME: stateHome, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    // A program that reads nothing may be gone before this arrives.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
