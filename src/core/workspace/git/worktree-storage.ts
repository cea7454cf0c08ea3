import { randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { holdPaths } from "../processes/hold-paths";
import { isOwnerGone, newOwner } from "../team-files/lock-owner";

/** Everything that a worktree of ours is on the disk, as absolute paths. */
export interface WorktreePaths {
  /** Its files. */
  readonly tree: string;
  /** For what is written while it is used. */
  readonly scratch: string;
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

/** In the order in which they go; who owns them is known until the end. */
export function removedPaths({ tree, scratch, entry, owner }: WorktreePaths): readonly string[] {
  return [tree, scratch, entry, owner];
}

export function claim(paths: WorktreePaths): Promise<void> {
  const claimed: Claim = { owner: newOwner(), registry: paths.registry };
  return writeFile(paths.owner, JSON.stringify(claimed), { flag: "wx", mode: 0o600 });
}

/**
 * Removes the worktrees whose process is gone, and with it the guard that should have removed them; and what could not be
 * removed then, because a program used it or wrote it just now. Tries only.
 */
export async function sweepLeftovers(storage: string): Promise<void> {
  const ids = (await readdir(storage)).flatMap((name) => worktreeName.exec(name)?.[0] ?? []);
  for (const id of new Set(ids)) {
    const claimed = await readClaim(join(storage, ownerName(id)));
    // It is written before its folder, so that of a folder without one was removed already.
    if (claimed === "none") {
      for (const path of [join(storage, id), join(storage, `${id}.scratch`)])
        await rm(path, { recursive: true, force: true }).catch(() => {});
    }
    if (claimed === "none" || claimed === "torn" || !isOwnerGone(claimed.owner)) continue;
    const paths = pathsOf(storage, id, claimed.registry);
    await holdPaths(removedPaths(paths), paths.registry).release();
  }
}

interface Claim {
  readonly owner: string;
  readonly registry: string;
}

const worktreeName = /^ml-engineer-[0-9a-f]{8}(?=\.json$|\.scratch$|$)/;

function ownerName(id: string): string {
  return `${id}.json`;
}

function pathsOf(storage: string, id: string, registry: string): WorktreePaths {
  const tree = join(storage, id);
  return { tree, scratch: `${tree}.scratch`, entry: join(registry, id), owner: join(storage, ownerName(id)), registry };
}

/** `torn`: it is being written, or its writer died; then nothing else of the worktree had begun. */
async function readClaim(path: string): Promise<Claim | "none" | "torn"> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return "none";
  try {
    const { owner, registry }: Partial<Claim> = JSON.parse(text);
    const isOurs = typeof owner === "string" && typeof registry === "string" && isAbsolute(registry);
    return isOurs && basename(registry) === "worktrees" ? { owner, registry } : "torn";
  } catch {
    return "torn";
  }
}
