import { createHash } from "node:crypto";
import type { EvaluationConfiguration } from "../measurement/configuration";
import { addFile } from "../workspace/hash-file";
import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";

/** Workspace path, where the root is opened alone. */
export const configurationPath = ".ml-engineer/evaluation.json";

/**
 * First 16 hex digits of a SHA-256 over the texts of the configuration and of the manifests that it names: whether they are
 * still what was measured with. Cheap enough for a lens, so the audio is not in it.
 * @param workspace the root as a workspace of its own
 */
export async function dataHashOf(
  { datasets }: Pick<EvaluationConfiguration, "datasets">,
  workspace: Pick<Workspace, "open">,
  path = configurationPath,
): Promise<string> {
  const hash = createHash("sha256");
  for (const name of [path, ...datasets.map(({ manifest }) => manifest)]) {
    hash.update(`${name}\0`);
    try {
      await addFile(hash, name, workspace);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      hash.update(error.problem);
    }
  }
  return hash.digest("hex").slice(0, 16);
}
