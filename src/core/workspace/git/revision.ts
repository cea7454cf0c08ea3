import { createHash } from "node:crypto";
import type { Root } from "../workspace";
import { differencesFrom } from "./differences";
import { openRepository } from "./repository";

export interface Revision {
  readonly commit: string;
  /**
   * First 16 hex digits of a SHA-256 over paths and contents of everything that differs from the commit and is not
   * ignored; absent when nothing does.
   */
  readonly dirtyHash?: string;
}

/**
 * The state of the code in a root, or undefined outside of git, without commits, or when git does not answer in time.
 * @param isLeftOut paths (relative to the root, with forward slashes) whose changes do not count, such as results
 */
export async function revisionOf(
  root: Root,
  isLeftOut: (path: string) => boolean,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  try {
    const repository = await openRepository(root, AbortSignal.any([signal, AbortSignal.timeout(longest)]));
    const { head: commit } = repository;
    const found = await differencesFrom(commit, repository, isLeftOut);
    if (found.length === 0) return { commit };
    const state = found.map(({ path, content }) => [path, content]);
    return { commit, dirtyHash: createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 16) };
  } catch {
    return undefined;
  }
}

/** Milliseconds. */
const longest = 20_000;
