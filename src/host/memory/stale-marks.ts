import type { Stale } from "../../core/memory/format";
import type { StoredMemory } from "../../core/memory/memory";
import type { Workspace } from "../../core/workspace/workspace";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";

export interface StaleMarkPorts {
  readonly workspaces: Pick<Workspaces, "state" | "current" | "mapPipeline">;
  readonly log: Pick<Log, "warn">;
}

/** Milliseconds for everything that is asked about one list. */
const deadline = 60_000;
/** Milliseconds for which the files with speech code count as known: records change far more often than those do. */
const filesLast = 5 * 60_000;

/** Which memories name files that git saw changed since. Asked beside the tree, which shows what was known before until then. */
export class StaleMarks {
  readonly #ports: StaleMarkPorts;
  #known: ReadonlyMap<string, Stale> = new Map();
  #running: AbortController | undefined;
  #files: { readonly of: Workspace; readonly until: number; readonly paths: readonly string[] } | undefined;

  constructor(ports: StaleMarkPorts) {
    this.#ports = ports;
  }

  /** By the path of the memory. */
  get known(): ReadonlyMap<string, Stale> {
    return this.#known;
  }

  /** Looks at these memories instead of those before. Resolves to whether anything is different now; never rejects. */
  async check(memories: readonly StoredMemory[]): Promise<boolean> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    try {
      const signal = AbortSignal.any([running.signal, AbortSignal.timeout(deadline)]);
      const found = await this.#find(memories, signal);
      // What was stopped half-way says nothing.
      if (signal.aborted || isSame(found, this.#known)) return false;
      this.#known = found;
      return true;
    } catch (error) {
      if (!running.signal.aborted) this.#ports.log.warn("Git could not be asked which memories are stale", error);
      return false;
    }
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Git runs, and files are read, only in a folder that is trusted. */
  async #find(memories: readonly StoredMemory[], signal: AbortSignal): Promise<ReadonlyMap<string, Stale>> {
    const { workspaces } = this.#ports;
    if (workspaces.state !== "ready" || memories.every(({ stale }) => stale !== undefined)) return new Map();
    const workspace = await workspaces.current();
    const { findStale } = await import("../../core/memory/stale");
    return findStale(memories, { roots: workspace.roots, files: await this.#speechFiles(workspace, signal), signal });
  }

  /** The same files that a conversation knows, so that `service.py` in a memory means one of them here as well. */
  async #speechFiles(workspace: Workspace, signal: AbortSignal): Promise<readonly string[]> {
    if (this.#files?.of === workspace && performance.now() < this.#files.until) return this.#files.paths;
    try {
      const { engines } = await this.#ports.workspaces.mapPipeline(workspace, signal);
      const paths = [...new Set(engines.map(({ place }) => place.path))];
      this.#files = { of: workspace, until: performance.now() + filesLast, paths };
      return paths;
    } catch {
      return [];
    }
  }
}

function isSame(one: ReadonlyMap<string, Stale>, other: ReadonlyMap<string, Stale>): boolean {
  return one.size === other.size && [...one].every(([path, { reason }]) => other.get(path)?.reason === reason);
}
