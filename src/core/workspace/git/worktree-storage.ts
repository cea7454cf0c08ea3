import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { holdPaths } from "../processes/hold-paths";
import { isOwnerGone, newOwner } from "../team-files/lock-owner";

/** Everything that a worktree of ours is on the disk, as absolute paths. */
export interface WorktreePaths {
  /** Its files. */
  readonly tree: string;
  /** What git knows of it, in the repository. Git calls it as the last part of `tree`. */
  readonly entry: string;
  /** Who made it, so that it can be told when nobody needs it any more. */
  readonly owner: string;
  /** Of the repository; goes with its last worktree, as with git itself. */
  readonly registry: string;
}

export function newWorktreePaths(storage: string, registry: string): WorktreePaths {
  return pathsOf(storage, `ml-engineer-${randomBytes(4).toString("hex")}`, registry);
}

export function claim(paths: WorktreePaths): Promise<void> {
  const claimed: Claim = { owner: newOwner(), registry: paths.registry };
  return writeFile(paths.owner, JSON.stringify(claimed), { flag: "wx", mode: 0o600 });
}

/** Removes the worktrees whose process is gone, and with it the guard that should have removed them. */
export async function sweepLeftovers(storage: string): Promise<void> {
  for (const name of await readdir(storage)) {
    const id = ownerFile.exec(name)?.[1];
    const claimed = id === undefined ? undefined : await readClaim(join(storage, name));
    if (id === undefined || claimed === undefined || !isOwnerGone(claimed.owner)) continue;
    const { tree, entry, owner, registry } = pathsOf(storage, id, claimed.registry);
    await holdPaths([tree, entry, owner], registry).release();
  }
}

interface Claim {
  readonly owner: string;
  readonly registry: string;
}

const ownerFile = /^(ml-engineer-[0-9a-f]{8})\.json$/;

function pathsOf(storage: string, id: string, registry: string): WorktreePaths {
  return { tree: join(storage, id), entry: join(registry, id), owner: join(storage, `${id}.json`), registry };
}

/** Undefined for one that is being written or was torn: then the worktree was not begun. */
async function readClaim(path: string): Promise<Claim | undefined> {
  try {
    const { owner, registry }: Partial<Claim> = JSON.parse(await readFile(path, "utf8"));
    const isOurs = typeof owner === "string" && typeof registry === "string" && isAbsolute(registry);
    return isOurs && basename(registry) === "worktrees" ? { owner, registry } : undefined;
  } catch {
    return undefined;
  }
}
