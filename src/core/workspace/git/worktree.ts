import { lstat, mkdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { holdPaths } from "../processes/hold-paths";
import { isWithin } from "../roots";
import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import { checkOut } from "./worktree-checkout";
import { WorktreeError } from "./worktree-error";
import { fillLargeFiles } from "./worktree-filters";
import { linkIgnored } from "./worktree-links";
import { listed } from "./worktree-names";
import { overlayFolder } from "./worktree-overlay";
import { asWorktreeError, findSource, type WorktreeSource } from "./worktree-source";
import { claim, newWorktreePaths, removedPaths, sweepLeftovers, type WorktreePaths } from "./worktree-storage";

/** Another revision of a root's repository, in a folder of ours. */
export interface Worktree {
  /** The root's counterpart in it: an absolute path with links resolved. */
  readonly path: string;
  /** Sentences on what is in it that the revision does not have, and on what the revision has and it has not. */
  readonly notes: readonly string[];
  /** Those of them on what it has not, which may be why a program does not run in it. */
  readonly gaps: readonly string[];
  /** A private folder beside it, for what is written while it is used. It goes with it. */
  readonly scratch: string;
  /**
   * Folders that links in it lead into: environments and models that git does not keep. To be handed to
   * `createNodeWorkspace`, so that programs may be started from there.
   */
  readonly linkedFolders: readonly string[];
  /** Variables for whatever is started in it, that keep package managers from changing what is linked. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Makes a folder what it is in the working tree. Links in it are copied as links.
   * @param folder relative to the root, with forward slashes
   * @param leftOut folders and files in it that are not copied, named the same way
   * @throws WorktreeError
   */
  overlay(folder: string, leftOut: readonly string[]): Promise<void>;
  /** Nothing is left of it afterwards, in its folder and in the repository. May be called again. @throws WorktreeError */
  remove(): Promise<void>;
}

/**
 * Checks a commit out into a new folder below `storage`, beside the working tree: index, branches, stash and HEAD stay as
 * they are, and no lock of the repository is needed. Nothing that the repository configures is run: no hooks, and no content
 * filters, so that files of Git LFS come from its store on this disk or stay pointers, which the notes say. Submodules stay
 * empty. What git ignores and programs may need is linked from the working tree.
 *
 * It goes with this process, whatever ends it; and what an earlier process left all the same is removed first.
 * @param storage private folder of ours, outside of the repository
 * @throws WorktreeError
 */
export async function addWorktree(root: Root, commit: string, storage: string, signal: AbortSignal): Promise<Worktree> {
  const source = await findSource(root, commit, signal);
  const home = await privateFolder(storage, source.top);
  await sweepLeftovers(home);
  const paths = newWorktreePaths(home, source.registry);
  const hold = holdPaths(removedPaths(paths), paths.registry);
  try {
    await claim(paths);
    await checkOut(source, paths.tree, hold, signal);
    const path = await counterpart(source, paths.tree);
    const unfilled = [...(await submodules(source, paths.tree)), ...(await fillLargeFiles(source, paths.tree))];
    const { notes, gaps } = await linkIgnored(source, paths.tree);
    await mkdir(paths.scratch, { mode: 0o700 });
    signal.throwIfAborted();
    return {
      path,
      notes: [...unfilled, ...notes, ...gaps],
      gaps: [...unfilled, ...gaps],
      scratch: paths.scratch,
      linkedFolders: [source.top],
      environment: packageManagers,
      overlay: (folder, leftOut) => overlayFolder(root.path, path, folder, leftOut),
      async remove() {
        await hold.release();
        await requireGone(paths);
      },
    };
  } catch (error) {
    await hold.release();
    throw asWorktreeError(error);
  }
}

/** `uv run` would install the base into the environment of the working tree, which is linked. */
const packageManagers = { UV_NO_SYNC: "1" };

async function privateFolder(storage: string, top: string): Promise<string> {
  await mkdir(storage, { recursive: true, mode: 0o700 });
  const home = await realpath(storage);
  if (!isWithin(top, home)) return home;
  const message = "The base cannot be checked out inside of its own repository.";
  throw new WorktreeError("failed", message, "Choose a folder elsewhere.");
}

async function counterpart({ prefix }: WorktreeSource, tree: string): Promise<string> {
  const path = await realpath(join(tree, prefix)).catch(() => undefined);
  if (path !== undefined && isWithin(tree, path) && (await stat(path)).isDirectory()) return path;
  const message = `The base has no folder \`${visibleShort(prefix)}\`.`;
  throw new WorktreeError("no-folder", message, "Choose a base in which the folder exists.");
}

async function submodules({ repository }: WorktreeSource, tree: string): Promise<readonly string[]> {
  const { output } = await repository.read(["-C", tree, "ls-files", "--stage", "-z"]);
  const paths = output.split("\0").flatMap((line) => /^160000 \S+ \d\t([\s\S]*)$/.exec(line)?.[1] ?? []);
  return paths.length === 0 ? [] : [`Submodules are empty in the base: ${listed(paths)}.`];
}

async function requireGone({ tree, scratch, entry }: WorktreePaths): Promise<void> {
  for (const path of [tree, scratch, entry]) {
    const isGone = await lstat(path).then(
      () => false,
      () => true,
    );
    if (isGone) continue;
    const message = `The folder \`${visibleShort(path)}\` could not be removed.`;
    throw new WorktreeError("not-removed", message, "Close what uses it; it is removed before the next evaluation.");
  }
}
