import { mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isWithin } from "../roots";
import { isOwnerGone, newOwner } from "../team-files/lock-owner";
import { elsewhereNote, scriptOf, watchCommands } from "./loaded-code-commands";
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
 * @param started what will be started, whose script is thereby known, even where processes are not seen or are gone at once
 */
export async function observeLoadedCode(
  storage: string,
  given: Readonly<Record<string, string>>,
  started?: { readonly command: readonly string[]; readonly workingFolder: string },
): Promise<CodeObservation> {
  await sweepLeftovers(storage);
  const id = newOwner();
  const folder = join(storage, `${prefix}${id}`);
  const [python, node] = [join(folder, "python"), join(folder, "node")];
  await mkdir(node, { recursive: true, mode: 0o700 });
  const preload: Preload = { path: join(folder, "preload.cjs"), coverage: node };
  const scripts = started === undefined ? [] : startedScripts(started.command, started.workingFolder);
  const elsewhere = elsewhereNote(started?.command[0] ?? "");
  const watch = watchCommands(`${markerName}=${id}`);
  const { environment, text } = nodeEnvironment(given, preload);
  await writeFile(preload.path, text);
  return {
    environment: { ...given, ...pythonEnvironment(python), ...environment, [markerName]: id },
    async seen(folders) {
      const within = await Promise.all(folders.map((path) => realpath(path).catch(() => path)));
      const named = await Promise.all(scripts.map((path) => realpath(path).catch(() => path)));
      const files = [...(await pythonSources(python)), ...(await nodeSources(node)), ...watch.files(), ...named];
      return [...new Set(files)].filter((file) => within.some((path) => isWithin(path, file))).sort();
    },
    notes: () => [...new Set([...(elsewhere === undefined ? [] : [elsewhere]), ...watch.notes()])],
    async end() {
      watch.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The program where it is a path, which may be a script itself, and the script that it is given. */
function startedScripts(command: readonly string[], workingFolder: string): readonly string[] {
  const [program = ""] = command;
  const script = scriptOf(command, workingFolder);
  return [
    ...(/[/\\]/.test(program) ? [resolve(workingFolder, program)] : []),
    ...(script === undefined ? [] : [script]),
  ];
}

/** What stayed because its process was killed. */
async function sweepLeftovers(storage: string): Promise<void> {
  for (const name of await readdir(storage).catch(() => [])) {
    if (!name.startsWith(prefix) || !isOwnerGone(name.slice(prefix.length))) continue;
    await rm(join(storage, name), { recursive: true, force: true });
  }
}

const prefix = "loaded-code-";
const markerName = "ML_ENGINEER_OBSERVED";
