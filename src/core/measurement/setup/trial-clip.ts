import type { Workspace } from "../../workspace/workspace";
import { readDataset } from "../datasets/read-dataset";
import type { EngineConfiguration } from "../engine";
import { openEngine } from "../engines/open-engine";
import { MeasurementError } from "../runs/measurement-error";

/** A recording that an engine is tried with. */
export interface TrialClip {
  readonly audioPath: string;
  readonly language: string;
}

/** The first usable clip of a test set. @throws PathError when the manifest cannot be opened */
export async function firstClip(
  manifest: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<TrialClip | undefined> {
  const { utterances } = await readDataset({ name: "test", manifest }, { workspace }, signal);
  return utterances[0];
}

/**
 * Gives an engine one clip as a run would do it.
 * @returns seconds
 * @throws MeasurementError when it does not answer
 */
export async function measureClip(
  engine: EngineConfiguration,
  clip: TrialClip,
  { workspace, assetsFolder }: { readonly workspace: Workspace; readonly assetsFolder: string },
  signal: AbortSignal,
): Promise<{ readonly load: number; readonly wall: number }> {
  const session = openEngine(engine, { workspace, signal, assetsFolder });
  try {
    const { failure, times } = await session.transcribe({ id: "trial", ...clip });
    if (failure) throw new MeasurementError(failure.message, "Look at the runner and try it again.");
    return { load: session.use().loads[0] ?? 0, wall: times?.wall ?? 0 };
  } finally {
    await session.close();
  }
}
