import { realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createPipelineMapper, type PipelineMapper } from "../core/pipeline/mapper";
import { createNodeWorkspace } from "../core/workspace/node-workspace";
import type { Workspace } from "../core/workspace/workspace";
import { WrongUsage } from "./errors";

/** `dist/`, beside the bundled grammars and the search worker. */
export const assetsFolder = dirname(fileURLToPath(import.meta.url));

/** Opens folders that the person named. @throws WrongUsage */
export async function openWorkspace(folders: readonly string[], { trusted }: { trusted: boolean }): Promise<Workspace> {
  for (const folder of folders) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new WrongUsage(`There is no folder ${folder === "" ? '""' : resolve(folder)}.`);
  }
  return createNodeWorkspace({ folders: folders.map((folder) => realpathSync(folder)), trusted, assetsFolder });
}

/** The agents that ship with the program. */
export async function openBundledAgents(): Promise<Workspace> {
  return createNodeWorkspace({ folders: [join(assetsFolder, "..", "agents")], trusted: true, assetsFolder });
}

export function pipelineMapper(): PipelineMapper {
  return createPipelineMapper({ grammarsFolder: assetsFolder });
}
