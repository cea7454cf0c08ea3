import { cp, lstat, mkdir, realpath, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isWithin } from "../roots";
import { visibleShort } from "../visible-text";
import { WorktreeError } from "./worktree-error";

/**
 * Makes a folder of one tree what it is in another one. Links are copied as links.
 * @param folder relative to both, with forward slashes
 * @throws WorktreeError when the way to it leads out of the tree
 */
export async function overlayFolder(
  from: string,
  to: string,
  folder: string,
  leftOut: readonly string[],
): Promise<void> {
  const [source, target] = [join(from, folder), join(to, folder)];
  await mkdir(dirname(target), { recursive: true });
  if (!isWithin(to, await realpath(dirname(target))) || target === to || !isWithin(to, target)) {
    const message = `\`${visibleShort(folder)}\` leads out of the base.`;
    throw new WorktreeError("failed", message, "A link in the base is in the way; choose another base.");
  }
  await rm(target, { recursive: true, force: true });
  if ((await lstat(source).catch(() => undefined)) === undefined) return;
  await cp(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => {
      const name = relative(from, path).split(sep).join("/");
      return !leftOut.includes(name) && !name.endsWith("/__pycache__");
    },
  });
}
