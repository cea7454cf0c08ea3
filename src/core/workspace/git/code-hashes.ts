import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { folderHash } from "../folder-hash";
import type { Root } from "../workspace";
import { differencesFrom } from "./differences";
import { GitError, openRepository, type Repository } from "./repository";

/** What tells states of the code apart: equal for a working tree and for the commit that is made of it. */
export interface CodeHashes {
  readonly before?: string;
  readonly after?: string;
}

/**
 * Hashes of the files of a commit and of the working tree, over the whole repository that a root lies in, since an engine
 * may use code beside the root. Of `folder`, which both sides have from the working tree, it is the working tree's content.
 * What git ignores is not in them: who changes weights or installed packages has to tell by the version of the engine.
 * A state that cannot be told, such as that of a submodule, has no hash.
 * @param folder relative to the root
 * @param leftOut names in it that do not count
 */
export async function codeHashes(
  root: Root,
  commit: string,
  { folder, leftOut }: { readonly folder: string; readonly leftOut: readonly string[] },
  signal: AbortSignal,
): Promise<CodeHashes> {
  try {
    const { repository, prefix } = await wholeRepository(root, signal);
    const own = `${prefix}${folder}/`;
    const entries = new Map<string, string>();
    const listed = await repository.read(["ls-tree", "-r", "-z", "--full-tree", commit]);
    for (const line of listed.output.split("\0")) {
      const [, type, id = "", path = ""] = /^\d+ (\w+) (\w+)\t([\s\S]+)$/.exec(line) ?? [];
      if (type === "commit") return {};
      if (path !== "" && !path.startsWith(own)) entries.set(path, id);
    }
    const shared = await folderHash(root.path, folder, leftOut);
    const before = hashOf(entries, shared);
    for (const { path, state, content } of await differencesFrom(commit, repository, (path) => path.startsWith(own))) {
      if (content === "unreadable") return { before };
      if (state === "deleted") entries.delete(path);
      else entries.set(path, content);
    }
    return { before, after: hashOf(entries, shared) };
  } catch (error) {
    if (error instanceof GitError) return {};
    throw error;
  }
}

async function wholeRepository(
  root: Root,
  signal: AbortSignal,
): Promise<{ readonly repository: Repository; readonly prefix: string }> {
  const repository = await openRepository(root, signal);
  const prefix = (await repository.ask(["rev-parse", "--show-prefix"])) ?? "";
  if (prefix === "") return { repository, prefix };
  const top = await repository.ask(["rev-parse", "--show-toplevel"]);
  if (top === undefined) throw new GitError("failed", "Git does not tell where the repository begins.");
  const path = await realpath(top);
  return { repository: await openRepository({ name: basename(path), path }, signal), prefix };
}

function hashOf(entries: ReadonlyMap<string, string>, shared: string): string {
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([sorted, shared]))
    .digest("hex")
    .slice(0, 16);
}
