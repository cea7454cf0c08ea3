import { ToolError } from "../../tools/tool";
import { TeamFileError } from "../../workspace/team-files";
import { MeasurementError } from "../runs/measurement-error";

/** What a measurement refuses is for the model to react to, like any refusal of a tool. */
export async function withRemedies<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MeasurementError || error instanceof TeamFileError)
      throw new ToolError(error.message, error.hint);
    throw error;
  }
}
