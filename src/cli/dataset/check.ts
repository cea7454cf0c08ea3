import { realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { readDataset } from "../../core/measurement/datasets/read-dataset";
import { openNamedFolders } from "../../core/workspace/named-folders";
import { PathError } from "../../core/workspace/path-error";
import { visible } from "../../core/workspace/visible-text";
import { openWorkspace } from "../environment";
import { messageOf, WorkFailed, WrongUsage } from "../errors";
import { interrupted } from "../options";
import { datasetJson, renderDataset } from "./report";

export interface CheckOptions {
  readonly workspace?: string;
  readonly audioRoot?: readonly string[];
  readonly json?: boolean;
}

/** Prints what a test set holds. @throws WrongUsage, and WorkFailed when clips cannot be measured */
export async function checkDataset(
  manifest: string,
  { workspace: named, audioRoot, json }: CheckOptions,
): Promise<void> {
  const path = realPath(manifest);
  const folder = named === undefined ? workspaceOf(path) : named;
  const workspace = await openWorkspace([folder], { trusted: false });
  const dataset = await usable(async () => {
    const namedFolders = audioRoot && (await openNamedFolders(audioRoot));
    return await readDataset(
      { name: relative(folder, path).split(sep).join("/") || manifest, manifest: path },
      { workspace, ...(namedFolders && { namedFolders }) },
      interrupted(),
    );
  });
  process.stdout.write(json ? `${JSON.stringify(datasetJson(dataset), null, 2)}\n` : renderDataset(dataset));
  const left = dataset.requested - dataset.utterances.length;
  if (dataset.requested === 0) throw new WorkFailed(`${visible(manifest)} has no lines.`);
  if (left > 0) throw new WorkFailed(`${left} of ${dataset.requested} lines cannot be measured.`);
}

/** The current folder where it holds the manifest, else the manifest's own. */
function workspaceOf(manifest: string): string {
  const here = realpathSync(".");
  return relative(here, manifest).split(sep)[0] === ".." ? dirname(manifest) : here;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    throw new WrongUsage(`There is no file ${visible(resolve(file))}.`);
  }
}

async function usable<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PathError) throw new WrongUsage(messageOf(error));
    throw error;
  }
}
