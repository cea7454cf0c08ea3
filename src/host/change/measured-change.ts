import type { Base, ChangedFunction } from "../../core/change/change";
import type { RunChange } from "../../core/measurement/run";
import type { FoundRun } from "../../core/measurement/tools/homes";

/** What a change of code and data is now. */
export interface Now {
  readonly base: Pick<Base, "commit">;
  /** Absent while nothing that is saved differs from the base. */
  readonly codeHash: string | undefined;
  /** Absent where there is no evaluation that can be read. */
  readonly dataHash: string | undefined;
  /** The function stands in a file with unsaved text, so what was measured is not what is shown. */
  readonly isUnsaved: boolean;
}

export interface MeasuredChange {
  readonly run: FoundRun;
  /** Code, data or configuration changed since. */
  readonly isStale: boolean;
}

/**
 * The run that measured this change: the newest of exactly this code and data, else the newest of this function against this
 * base. A run that did not reach its end shows nothing.
 * @param runs of one root, newest first
 */
export function measured(
  { name, place }: Pick<ChangedFunction, "name" | "place">,
  runs: readonly FoundRun[],
  { base: present, codeHash: hash, dataHash, isUnsaved }: Now,
): MeasuredChange | undefined {
  const complete = runs.flatMap((run) =>
    run.record.state === "complete" && run.record.change ? [{ run, measuredChange: run.record.change }] : [],
  );
  const isCurrent = (measuredChange: RunChange) =>
    measuredChange.codeHash === hash && measuredChange.dataHash === dataHash;
  const current = complete.find(({ measuredChange }) => isCurrent(measuredChange));
  if (current) return { run: current.run, isStale: isUnsaved };
  const earlier = complete.find(
    ({ measuredChange: { base, functions, codeHash } }) =>
      codeHash === hash ||
      (base.commit === present.commit && functions.some((one) => one.path === place.path && one.name === name)),
  );
  return earlier && { run: earlier.run, isStale: true };
}
