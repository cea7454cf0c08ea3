import { lstatSync } from "node:fs";
import { globFilter } from "../file-filter";
import { relativeToTarget } from "../targets";
import type { ListJob, WorkerEnd, WorkerFinding } from "../worker-protocol";
import { walk } from "./walk";

export function* listTargets({ targets, globs, withTimes }: ListJob): Generator<WorkerFinding, WorkerEnd> {
  const accepts = globs === undefined ? () => true : globFilter(globs, { nameAlone: false });
  for (const [index, target] of targets.entries()) {
    for (const { path, fullPath } of walk(target, () => {})) {
      if (!accepts(relativeToTarget(target, path))) continue;
      yield { target: index, finding: { path, modified: withTimes ? modifiedTime(fullPath) : 0n } };
    }
  }
  return { outcome: "done" };
}

/** Nanoseconds since the epoch; 0 for a file that is gone again. */
function modifiedTime(path: Buffer): bigint {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;
}
