import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createNodeWorkspace, type NodeWorkspaceOptions } from "../../src/core/workspace/node-workspace";
import type { Workspace } from "../../src/core/workspace/workspace";

export interface TemporaryWorkspace {
  /** Absolute path of the temporary folder, links resolved. */
  readonly path: string;
  readonly workspace: Workspace;
  dispose(): Promise<void>;
}

export interface TemporaryWorkspaceOptions extends Partial<Omit<NodeWorkspaceOptions, "folders">> {
  /** Folders of the temporary folder that are the roots; default: the temporary folder itself. */
  readonly roots?: readonly string[];
}

/** Writes `{path: content}` into a new temporary folder and opens it. A path that ends in a slash makes a folder. */
export async function temporaryWorkspace(
  files: Readonly<Record<string, string | Uint8Array>>,
  { roots = ["."], ...options }: TemporaryWorkspaceOptions = {},
): Promise<TemporaryWorkspace> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-")));
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    await mkdir(name.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!name.endsWith("/")) await writeFile(file, content);
  }
  for (const root of roots) await mkdir(join(path, root), { recursive: true });
  const workspace = await createNodeWorkspace({
    trusted: true,
    assetsFolder: resolve("dist"),
    ...options,
    folders: roots.map((root) => join(path, root)),
  });
  return { path, workspace, dispose: () => rm(path, { recursive: true, force: true }) };
}

/** Node cannot make a FIFO itself. */
export function makeFifo(path: string): void {
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path]);
}
