import type { Finding } from "./collector";
import type { EngineEnd, SearchJob } from "./engine";
import type { Target } from "./targets";

export interface ListJob {
  readonly targets: readonly Target[];
  /** minimatch patterns relative to the target; undefined: every file. */
  readonly globs: readonly string[] | undefined;
  readonly withTimes: boolean;
}

export type WorkerJob =
  | { readonly kind: "search"; readonly job: SearchJob }
  | { readonly kind: "list"; readonly job: ListJob };

/** What a worker finds in the target of that index; `modified` in nanoseconds since the epoch, when times were asked for. */
export interface WorkerFinding {
  readonly target: number;
  readonly finding: Finding & { readonly modified?: bigint };
}

/** The worker sends findings in the order of paths. Each such message is answered, so that the worker does not run far ahead. */
export type FromWorker =
  | { readonly type: "findings"; readonly findings: readonly WorkerFinding[] }
  | { readonly type: "end"; readonly end: WorkerEnd };

export type WorkerEnd = Pick<EngineEnd, "outcome" | "message">;
