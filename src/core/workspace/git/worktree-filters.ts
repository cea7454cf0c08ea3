import { constants } from "node:fs";
import { copyFile, lstat, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { listed } from "./worktree-names";
import type { WorktreeSource } from "./worktree-source";

/**
 * Files that a content filter would have changed are as git stores them, since no filter is run. Those of Git LFS are
 * filled from its store on this disk, where they are in it. @returns sentences on the others
 */
export async function fillLargeFiles(source: WorktreeSource, tree: string): Promise<readonly string[]> {
  const { repository, commonFolder } = source;
  const { output: names } = await repository.read(["-C", tree, "ls-files", "-z"]);
  const { output } = await repository.read(["-C", tree, "check-attr", "-z", "--stdin", "filter"], names);
  const fields = output.split("\0");
  const [pointers, unfiltered]: [string[], string[]] = [[], []];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [path = "", , filter = ""] = fields.slice(index, index + 3);
    if (/^(unspecified|unset|set)$/.test(filter)) continue;
    const state = filter === "lfs" ? await fill(join(tree, path), commonFolder) : "unfiltered";
    if (state === "pointer") pointers.push(path);
    if (state === "unfiltered") unfiltered.push(path);
  }
  return [
    ...(pointers.length === 0
      ? []
      : [`Git LFS has not fetched these files of the base, which are pointers in it: ${listed(pointers)}.`]),
    ...(unfiltered.length === 0
      ? []
      : [`Content filters are not run, so these files of the base are as git stores them: ${listed(unfiltered)}.`]),
  ];
}

async function fill(path: string, commonFolder: string): Promise<"filled" | "pointer" | "plain"> {
  const about = await lstat(path).catch(() => undefined);
  if (!about?.isFile() || about.size > longestPointer) return "plain";
  const text = await readFile(path, "utf8");
  const [, id] = /^oid sha256:([0-9a-f]{64})$/m.exec(text) ?? [];
  const [, size] = /^size (\d+)$/m.exec(text) ?? [];
  if (id === undefined || !text.startsWith("version https://git-lfs.github.com/spec/")) return "plain";
  const stored = join(commonFolder, "lfs", "objects", id.slice(0, 2), id.slice(2, 4), id);
  const found = await stat(stored).catch(() => undefined);
  if (!found?.isFile() || found.size !== Number(size)) return "pointer";
  await copyFile(stored, path, constants.COPYFILE_FICLONE);
  return "filled";
}

/** Bytes, by the definition of the format. */
const longestPointer = 1024;
