import { mkdir } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import type { RunPorts, RunRequest } from "../../core/measurement/runs/evaluate";
import type { RunEvent } from "../../core/measurement/runs/events";
import { readRun } from "../../core/measurement/runs/run-folder";
import { createNodeWorkspace } from "../../core/workspace/node-workspace";
import { assetsFolder, pipelineMapper } from "../environment";
import { WrongUsage } from "../errors";
import { stateFolder } from "../state";
import type { Places } from "./places";

interface ChangeOptions {
  readonly engine?: readonly string[];
  readonly base?: string;
  readonly out?: string;
  readonly places: Places;
}

/**
 * The change of the working tree measured with each engine, one run after the other. A run that ended early goes on with
 * the engine and the base that it began with.
 */
export async function* evaluateChanges(
  request: RunRequest,
  { engine: named, base, out, places }: ChangeOptions,
  ports: RunPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const { workspace, configuration, configurationPath } = places;
  const [root] = workspace.roots;
  if (!root) throw new WrongUsage("There is no folder.");
  const begun = request.resume && (await readRun(request.resume)).change;
  if (request.resume && !begun) throw new WrongUsage("That run measures no change of code: leave out --change.");
  const engines = begun ? [begun.engine] : (named ?? configuration.engines.map(({ name }) => name));
  if (out !== undefined && isWithin(root.path, resolve(out))) {
    throw new WrongUsage("--out in the repository would be a change itself: name a folder outside of it.");
  }
  if (out !== undefined && engines.length > 1) throw new WrongUsage("--out is for one engine: name it with --engine.");
  const { findChange } = await import("../../core/change/find-change");
  const { evaluateChange } = await import("../../core/change/evaluate-change");
  const revision = base ?? begun?.base.commit;
  const options = { globs: [], ...(revision !== undefined && { base: revision }) };
  const change = await findChange(root, { workspace, mapPipeline: pipelineMapper() }, options, signal);
  const storage = stateFolder(workspace).measuring;
  await mkdir(storage, { recursive: true, mode: 0o700 });
  const { engines: _, command, ...rest } = request;
  for (const engine of engines) {
    // The commit, since a branch moves on.
    const again = [...withoutEngines(command), "--engine", engine, "--change", "--base", change.base.commit];
    yield* evaluateChange(
      { ...rest, change, engine, configurationPath, command: again },
      {
        ...ports,
        storage,
        open: (folder, linkedFolders) =>
          createNodeWorkspace({ folders: [folder], trusted: true, assetsFolder, linkedFolders }),
      },
      signal,
    );
    if (signal.aborted) return;
  }
}

function isWithin(outer: string, path: string): boolean {
  const below = relative(outer, path);
  return !below.startsWith("..") && !isAbsolute(below);
}

function withoutEngines(command: readonly string[]): readonly string[] {
  return command.filter((argument, index) => argument !== "--engine" && command[index - 1] !== "--engine");
}
