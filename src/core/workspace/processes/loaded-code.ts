import { randomUUID } from "node:crypto";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isWithin } from "../roots";
import { watchCommands } from "./loaded-code-commands";
import { nodeEnvironment, nodeSources, type Preload } from "./loaded-code-node";
import { pythonEnvironment, pythonSources } from "./loaded-code-python";

/**
 * Which source files the programs of one start load, as Python, Node and the system tell, and not as the programs say.
 * Watching costs speed: Python compiles every module anew. So it is for a start of its own, in which nothing is measured, and
 * which should be given more time than others.
 */
export interface CodeObservation {
  /** What the programs have to be started with, in place of the environment that was given. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Real paths of the source files inside the folders that were loaded so far; sorted. To be asked once the programs have
   * ended, since Node tells only then. A file that is not among them may have been loaded unseen: in a container, by a server
   * that was running before, by an interpreter of another language. See {@link notes}.
   */
  seen(folders: readonly string[]): Promise<readonly string[]>;
  /** Sentences on programs of this start whose files cannot be seen. */
  notes(): readonly string[];
  /** Ends watching and removes what was recorded. */
  end(): Promise<void>;
}

/**
 * Begins to watch for programs that are started with its environment, and all that they start.
 * @param storage a private folder of ours, in which a folder of its own is made until the end
 * @param given the environment that the programs would have without being watched
 */
export async function observeLoadedCode(
  storage: string,
  given: Readonly<Record<string, string>>,
): Promise<CodeObservation> {
  const id = randomUUID();
  const folder = join(storage, `loaded-code-${id}`);
  const [python, node] = [join(folder, "python"), join(folder, "node")];
  await mkdir(node, { recursive: true, mode: 0o700 });
  const preload: Preload = { path: join(folder, "preload.cjs"), coverage: node };
  const watch = watchCommands(`${markerName}=${id}`);
  const { environment, text } = nodeEnvironment(given, preload);
  await writeFile(preload.path, text);
  return {
    environment: { ...given, ...pythonEnvironment(python), ...environment, [markerName]: id },
    async seen(folders) {
      const within = await Promise.all(folders.map((path) => realpath(path).catch(() => path)));
      const files = [...(await pythonSources(python)), ...(await nodeSources(node)), ...watch.files()];
      return [...new Set(files)].filter((file) => within.some((path) => isWithin(path, file))).sort();
    },
    notes: () => watch.notes(),
    async end() {
      watch.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const markerName = "ML_ENGINEER_OBSERVED";
