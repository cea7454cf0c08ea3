import { ChangeError } from "../../core/change/change";
import { MeasurementError } from "../../core/measurement/runs/measurement-error";
import { WorktreeError } from "../../core/workspace/git/worktree-error";
import { PathError } from "../../core/workspace/path-error";
import { TeamFileError } from "../../core/workspace/team-files";
import { messageOf, WorkFailed, WrongUsage } from "../errors";

/** What the person has to call or configure otherwise, as the error of such calls; others come back as they are. */
export function asUsage(error: unknown): unknown {
  const isMissing = error instanceof TeamFileError && error.problem === "missing";
  if (isFailure(error)) return new WorkFailed(messageOf(error));
  const isOfChange = error instanceof ChangeError || error instanceof WorktreeError;
  const isUsage = isMissing || isOfChange || error instanceof MeasurementError || error instanceof PathError;
  return isUsage ? new WrongUsage(messageOf(error)) : error;
}

function isFailure(error: unknown): boolean {
  if (error instanceof WorktreeError) return error.problem === "failed" || error.problem === "not-removed";
  // In CI, where the base was not fetched, nothing differs: that must not look like a change that was measured.
  return error instanceof ChangeError && /^(nothing-changed|changed-again|git-failed)$/.test(error.code);
}
