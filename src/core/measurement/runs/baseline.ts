import * as z from "zod/mini";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import { runsFolder } from "./run-folder";

/** Beside the runs, for git: the team compares with one run. It decides no result, so it lies where no hash of code looks. */
const baselineFile = "baseline.json";

/** Id of the run that others are compared with; undefined when there is none, or the file is not one of ours. */
export async function readBaseline(home: MeasurementFolder): Promise<string | undefined> {
  try {
    const text = await runsFolder(home).read(baselineFile);
    return text === undefined ? undefined : shape.parse(JSON.parse(text)).run;
  } catch {
    return undefined;
  }
}

/** @throws TeamFileError */
export async function writeBaseline(home: MeasurementFolder, run: string): Promise<void> {
  await runsFolder(home).write(baselineFile, `${JSON.stringify({ schema: 1, run }, null, 2)}\n`);
}

const shape = z.object({ schema: z.literal(1), run: z.string() });
