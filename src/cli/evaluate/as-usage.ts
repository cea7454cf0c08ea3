import { MeasurementError } from "../../core/measurement/runs/measurement-error";
import { PathError } from "../../core/workspace/path-error";
import { TeamFileError } from "../../core/workspace/team-files";
import { messageOf, WrongUsage } from "../errors";

/** What the person has to call or configure otherwise, as the error of such calls; others come back as they are. */
export function asUsage(error: unknown): unknown {
  const isMissing = error instanceof TeamFileError && error.problem === "missing";
  const isUsage = isMissing || error instanceof MeasurementError || error instanceof PathError;
  return isUsage ? new WrongUsage(messageOf(error)) : error;
}
