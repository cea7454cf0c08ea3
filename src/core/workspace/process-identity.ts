import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";

/** Tells the machines of a team apart in shared files: 8 hexadecimal digits that give neither its name nor the person's away. */
export function thisMachine(): string {
  machine ??= createHash("sha256").update(`${hostname()}\0${homedir()}`).digest("hex").slice(0, 8);
  return machine;
}

let machine: string | undefined;

/** Whether a process of this machine exists; one of another person counts. */
export function isProcessAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * When a process began, in ticks since the machine did, so that a process which got the number of a dead one is not taken
 * for it. Undefined where the system has no such file, and for a process that is gone.
 */
export function processStart(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field, the program's name, is in parentheses and may hold anything; the start is field 22.
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
