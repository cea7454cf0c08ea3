import { lstat, mkdir, realpath, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isWithin } from "../roots";
import { listIgnored } from "./ignored-files";
import { listed } from "./worktree-names";
import type { WorktreeSource } from "./worktree-source";

/** Sentences. */
interface Linked {
  readonly notes: readonly string[];
  /** On what is not there. */
  readonly gaps: readonly string[];
}

/**
 * Links what git ignores into the worktree, where its revision has nothing of that name: environments, models, settings.
 * What is made from sources is not linked, because it would be made from the wrong ones, nor what is ours.
 */
export async function linkIgnored(source: WorktreeSource, tree: string): Promise<Linked> {
  const { repository, top } = source;
  const { needed, built } = await listIgnored(repository, top);
  const linked = await only(needed.slice(0, mostLinks), (path) => link(join(top, path), join(tree, path), tree));
  const gaps: string[] = [];
  if (built.length > 0) {
    gaps.push(`Not in the base, since it is built from the code of the working tree: ${listed(built)}.`);
  }
  if (needed.length > mostLinks) {
    gaps.push(`Git ignores more than ${mostLinks} files and folders; only so many are linked.`);
  }
  const note = `Linked from the working tree, since git does not keep it: ${listed(linked)}.`;
  return { notes: linked.length === 0 ? [] : [note], gaps };
}

const mostLinks = 10_000;

/** Whether it was linked. Nothing is written through a link that the revision itself has. */
async function link(from: string, to: string, tree: string): Promise<boolean> {
  if ((await lstat(to).catch(() => undefined)) !== undefined) return false;
  const nearest = await nearestFolder(dirname(to));
  if (nearest === undefined || !isWithin(tree, nearest)) return false;
  await mkdir(dirname(to), { recursive: true });
  const target = await stat(from).catch(() => undefined);
  // A junction needs no privilege on Windows, and is for folders.
  await symlink(from, to, target?.isDirectory() ? "junction" : "file");
  return true;
}

/** The real path of the innermost folder of a path that is there; undefined when something else is in the way. */
async function nearestFolder(path: string): Promise<string | undefined> {
  const about = await lstat(path).catch(() => undefined);
  if (about === undefined) return dirname(path) === path ? undefined : await nearestFolder(dirname(path));
  const real = await realpath(path).catch(() => undefined);
  return real !== undefined && (await stat(real)).isDirectory() ? real : undefined;
}

async function only(paths: readonly string[], test: (path: string) => Promise<boolean>): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const path of paths) if (await test(path)) kept.push(path);
  return kept;
}
