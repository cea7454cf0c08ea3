import { posix } from "node:path";
import { hashFile } from "../../workspace/hash-file";
import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";

/** A file of `.ml-engineer/` that a command runs. */
export interface RunnerFile {
  readonly path: string;
  /** SHA-256. */
  readonly hash: string;
}

/**
 * The files of `.ml-engineer/` that commands name. They belong to what a person agrees to: a command that looks the same
 * may run another program once such a file was changed. The project's own code does not: that it changes is why it is measured.
 * @param workspace the folder of the configuration alone
 */
export async function runnerFiles(
  engines: readonly EngineConfiguration[],
  workspace: Pick<Workspace, "open">,
): Promise<readonly RunnerFile[]> {
  const paths = engines.flatMap(({ command, workingDirectory }) =>
    command.map((argument) => posix.normalize(posix.join(workingDirectory, argument))),
  );
  const named = [...new Set(paths)].filter((path) => path.startsWith(".ml-engineer/")).sort();
  const files = await Promise.all(named.map((path) => runnerFile(path, workspace)));
  return files.flatMap((file) => file ?? []);
}

/** Scripts and compiled programs alike. */
async function runnerFile(path: string, workspace: Pick<Workspace, "open">): Promise<RunnerFile | undefined> {
  try {
    return { path, hash: await hashFile(path, workspace) };
  } catch (error) {
    // An argument that only looks like a path, or a folder.
    if (error instanceof PathError) return undefined;
    throw error;
  }
}
