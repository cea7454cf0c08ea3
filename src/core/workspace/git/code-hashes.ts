import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { folderHash } from "../folder-hash";
import { isTeamRecord } from "../team-files/places";
import type { Root } from "../workspace";
import { type Difference, differencesFrom } from "./differences";
import { listIgnored } from "./ignored-files";
import { ignoredState } from "./ignored-state";
import { GitError, openRepository, type Repository } from "./repository";

/** What tells states of the code apart: equal for a working tree and for the commit that is made of it. */
export interface CodeHashes {
  readonly before?: string;
  readonly after?: string;
  /**
   * Which file of the working tree, from the top of its repository, is not as it was hashed. New ones do not count: programs
   * that run write them.
   */
  changedSince(): Promise<string | undefined>;
}

/**
 * Hashes of the files of a commit and of the working tree, over the whole repository that a root lies in, since an engine
 * may use code beside the root. Of `folder`, which both sides have from the working tree, it is the working tree's content.
 * What git ignores, models for instance, is told by names, sizes and times. What lies outside of the repository is not in
 * them: who changes packages there has to tell by the version of the engine.
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
    const isOwn = (path: string) => path.startsWith(own) || isTeamRecord(path);
    const found = await differencesFrom(commit, repository, isOwn);
    const changedSince = async () => {
      try {
        // A run that was cancelled asks, too.
        const { repository: now } = await wholeRepository(root, new AbortController().signal);
        return changedPath(found, await differencesFrom(commit, now, isOwn));
      } catch (error) {
        if (error instanceof GitError) return undefined;
        throw error;
      }
    };
    const base = await filesOf(commit, repository, isOwn);
    const top = repository.root.path;
    const { needed, built } = await listIgnored(repository, top);
    const shared = await ignoredState(top, needed);
    if (base === undefined || shared === undefined) return { changedSince };
    const common = [await folderHash(root.path, folder, leftOut), shared];
    const before = hashOf(base, common);
    const entries = new Map(base);
    for (const { path, state, content } of found) {
      if (state === "deleted") entries.delete(path);
      else entries.set(path, content);
    }
    // The base is without what was built of the working tree.
    const outputs = built.length === 0 ? [] : [await ignoredState(top, built)];
    const isTold = !outputs.includes(undefined) && found.every(({ content }) => content !== "unreadable");
    return { before, ...(isTold && { after: hashOf(entries, [...common, ...outputs]) }), changedSince };
  } catch (error) {
    if (error instanceof GitError) return { changedSince: async () => undefined };
    throw error;
  }
}

/** Ids by path; undefined where a repository inside is among them. */
async function filesOf(
  commit: string,
  repository: Repository,
  isLeftOut: (path: string) => boolean,
): Promise<ReadonlyMap<string, string> | undefined> {
  const files = new Map<string, string>();
  const listed = await repository.read(["ls-tree", "-r", "-z", "--full-tree", commit]);
  for (const line of listed.output.split("\0")) {
    const [, type, id = "", path = ""] = /^\d+ (\w+) (\w+)\t([\s\S]+)$/.exec(line) ?? [];
    if (type === "commit") return undefined;
    if (path !== "" && !isLeftOut(path)) files.set(path, id);
  }
  return files;
}

function changedPath(first: readonly Difference[], second: readonly Difference[]): string | undefined {
  const contents = (found: readonly Difference[]) => new Map(found.map(({ path, content }) => [path, content]));
  const [before, now] = [contents(first), contents(second)];
  const changed = first.find(({ path, content }) => now.get(path) !== content);
  return (changed ?? second.find(({ path, state }) => state !== "added" && !before.has(path)))?.path;
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

function hashOf(entries: ReadonlyMap<string, string>, shared: readonly unknown[]): string {
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([sorted, ...shared]))
    .digest("hex")
    .slice(0, 16);
}
