import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { isProcessAlive, processStart, thisMachine } from "../process-identity";

/** A name for one use of a lock by this process, that no other use ever has: `<machine>-<namespace>-<pid>-<start>-<random>`. */
export function newOwner(): string {
  const start = processStart(process.pid) ?? "0";
  return `${thisMachine()}-${processNamespace()}-${process.pid}-${start}-${randomBytes(4).toString("hex")}`;
}

/** Whether the owner is certainly gone: its process ran on this machine and does not any more. */
export function isOwnerGone(owner: string): boolean {
  const [, machine, namespace, pid, start] = ownerPattern.exec(owner) ?? [];
  if (machine !== thisMachine() || namespace !== processNamespace()) return false;
  if (!isProcessAlive(Number(pid))) return true;
  const now = processStart(Number(pid));
  return start !== "0" && now !== undefined && now !== start;
}

const ownerPattern = /^([0-9a-f]{8})-(\d+)-(\d+)-(\d+)-[0-9a-f]{8}$/;

/** Containers that share a folder and a host's name number their processes apart. */
function processNamespace(): string {
  namespace ??= readNamespace();
  return namespace;
}

let namespace: string | undefined;

function readNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}
