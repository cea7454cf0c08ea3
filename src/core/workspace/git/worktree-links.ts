import { lstat, mkdir, realpath, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isWithin } from "../roots";
import { listed } from "./worktree-names";
import type { WorktreeSource } from "./worktree-source";

/**
 * Links what git ignores into the worktree, where its revision has nothing of that name: environments, models, settings.
 * What is made from sources is not linked, because it would be made from the wrong ones, nor what is ours.
 * @returns sentences
 */
export async function linkIgnored(source: WorktreeSource, tree: string): Promise<readonly string[]> {
  const { repository, top } = source;
  const list = async (...options: readonly string[]) => {
    const command = ["-C", top, "ls-files", "--others", "--exclude-standard", "--directory", "-z", ...options];
    return (await repository.read(command)).output
      .split("\0")
      .slice(0, -1)
      .map((path) => path.replace(/\/$/, ""));
  };
  const ignored = await list("--ignored");
  const untracked = await list();
  const environments = await only(untracked, (path) => isEnvironment(join(top, path)));
  const wanted = [...new Set([...ignored, ...environments])].filter((path) => !path.split("/").includes(ownFolder));
  const built = wanted.filter(isBuilt);
  const linked = await only(wanted.filter((path) => !isBuilt(path)).slice(0, mostLinks), (path) =>
    link(join(top, path), join(tree, path), tree),
  );
  const outputs = built.filter((path) => !isCache(path));
  const notes: string[] = [];
  if (linked.length > 0) notes.push(`Linked from the working tree, since git does not keep it: ${listed(linked)}.`);
  if (outputs.length > 0) {
    notes.push(`Not in the base, since it is built from the code of the working tree: ${listed(outputs)}.`);
  }
  if (wanted.length - built.length > mostLinks) {
    notes.push(`Git ignores more than ${mostLinks} files and folders; only so many are linked.`);
  }
  return notes;
}

/** Copied by others as far as it is needed. */
const ownFolder = ".ml-engineer";
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

/** What nobody told git to ignore and is none the less no code of this repository. */
async function isEnvironment(path: string): Promise<boolean> {
  if (basename(path) === "node_modules") return true;
  return (await stat(join(path, "pyvenv.cfg")).catch(() => undefined))?.isFile() ?? false;
}

function isCache(path: string): boolean {
  return cacheNames.test(basename(path));
}

function isBuilt(path: string): boolean {
  return isCache(path) || builtNames.test(basename(path));
}

const cacheNames =
  /^(__pycache__|\.(pytest|mypy|ruff)_cache|\.(tox|nox|hypothesis|coverage|nyc_output|eggs|DS_Store|git)|.*\.(pyc|pyo|pyd\.old|tsbuildinfo|log|swp))$/;
const builtNames =
  /^((build|dist|out|target|_build|obj|lib)|cmake-build-.*|.*\.(so|pyd|o|a|dylib|dll|exe|class|jar|whl))$/;

async function only(paths: readonly string[], test: (path: string) => Promise<boolean>): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const path of paths) if (await test(path)) kept.push(path);
  return kept;
}
