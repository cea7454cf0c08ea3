import { readTexts } from "../workspace/git/blobs";
import { openRepository } from "../workspace/git/repository";
import type { Root } from "../workspace/workspace";

/**
 * A file as a commit has it; undefined when the commit has no such file, or it is no text.
 * @param commit full id
 * @param path relative to the root, with forward slashes
 * @throws GitError, and the signal's reason
 */
export async function baseText(
  root: Root,
  commit: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const repository = await openRepository(root, signal);
  const id = await repository.ask(["rev-parse", "--quiet", "--verify", `${commit}:./${path}`]);
  return id === undefined ? undefined : (await readTexts([id], repository)).get(id);
}
