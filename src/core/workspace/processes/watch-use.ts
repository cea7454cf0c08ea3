import { basename } from "node:path";
import { controlGroupPeak } from "./control-group";
import { watchUseByListing } from "./watch-use-by-listing";
import { watchUseByProc } from "./watch-use-by-proc";

/** What a process and everything below it uses. */
export interface UseWatch {
  /** Processor seconds so far, to a hundredth; undefined where it cannot be read at any moment. */
  cpu(): number | undefined;
  /** Bytes at the highest so far; undefined where it is not measured, and then {@link note} says why. */
  peakMemory(): number | undefined;
  /** How memory was measured where that is less than exact, or why it was not. One sentence. */
  note(): string | undefined;
  /** The processes seen at the last reading. */
  members(): ReadonlySet<number>;
  /** Reads once more and stops watching. */
  close(): void;
}

export interface UseLimits {
  /** Bytes. */
  readonly memory?: number;
  /** Called once, when the limit has been passed. */
  onExceeded(): void;
}

/**
 * Watches a process that was just started. Memory is, for one process, the high-water mark that the kernel keeps; for
 * several, the highest sum of their proportional shares at a sample each 50 ms, so that a model which workers share counts
 * once; for a control group of its own, the peak of that.
 * @param program decides whether what is measured is only the client of a container elsewhere
 */
export function watchUse(pid: number, program: string, limits: UseLimits): UseWatch {
  if (isContainerClient(program)) {
    return unmeasured("The program is a client of a container, whose processes belong to somebody else.");
  }
  if (process.platform === "linux") return watchUseByProc(pid, limits, controlGroupPeak);
  if (process.platform === "win32") return unmeasured("Memory of processes is not read on Windows.");
  return watchUseByListing(pid, limits);
}

/** Whether what a program is asked to run runs below somebody else. */
export function isContainerClient(program: string): boolean {
  return containerClients.has(basename(program).replace(/\.exe$/i, ""));
}

const containerClients = new Set(["docker", "podman", "nerdctl", "kubectl", "ssh"]);

function unmeasured(note: string): UseWatch {
  return {
    cpu: () => undefined,
    peakMemory: () => undefined,
    note: () => note,
    members: () => new Set(),
    close: () => {},
  };
}
