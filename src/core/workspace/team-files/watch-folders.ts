import { type FSWatcher, watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Root } from "../workspace";
import { sharedFolders } from "./places";

export interface FolderWatch {
  /** Watches folders that came since the last look. */
  look(): void;
  dispose(): void;
}

/** More agents than this are heard of by the editor's own watcher only. */
const mostFolders = 100;

/**
 * Tells when something in the team's folders of these roots changes. An editor's watcher of the whole workspace can lose a
 * folder that is made together with what lies in it, and then never hears of it again; these folders are watched one by one.
 */
export function watchTeamFolders(roots: readonly Root[], changed: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let isDisposed = false;
  let isLooking = false;
  let isOutdated = false;
  const drop = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  const add = (path: string) => {
    if (isDisposed || watchers.has(path) || watchers.size >= mostFolders) return;
    try {
      const watcher = watch(path, { persistent: false }, () => {
        changed();
        look();
      });
      watcher.on("error", () => drop(path));
      watchers.set(path, watcher);
      // What came between the listing and this.
      changed();
    } catch {
      // It is gone again, or the system watches no more.
    }
  };
  const lookAll = async () => {
    const present = new Set<string>();
    for (const root of roots) {
      for (const path of await foldersOf(root)) present.add(path);
    }
    for (const path of [...watchers.keys()]) if (!present.has(path)) drop(path);
    for (const path of present) add(path);
  };
  const look = () => {
    isOutdated = true;
    if (!isLooking) void lookUntilCurrent();
  };
  const lookUntilCurrent = async () => {
    isLooking = true;
    while (isOutdated && !isDisposed) {
      isOutdated = false;
      await lookAll().catch(() => {});
    }
    isLooking = false;
  };
  look();
  return {
    look,
    dispose() {
      isDisposed = true;
      for (const path of [...watchers.keys()]) drop(path);
    },
  };
}

/** Those of a root that exist, and those of the agents in them. Nothing that a link leads to. */
async function foldersOf(root: Root): Promise<readonly string[]> {
  const [outermost = "", ...kinds] = sharedFolders(root);
  if (!(await isFolder(outermost))) return [];
  const found = [outermost];
  for (const folder of kinds) {
    if (!(await isFolder(folder))) continue;
    const entries = await readdir(folder, { withFileTypes: true });
    found.push(folder, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)));
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  return await lstat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
