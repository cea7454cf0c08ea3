import { openConfined } from "./confined-files";
import { openRoots } from "./roots";
import type { OpenFile } from "./workspace";

/** Read-only access to folders outside of the workspace that the person named, such as a corpus of the system. */
export interface NamedFolders {
  /** Absolute paths with links resolved. */
  readonly folders: readonly string[];
  /**
   * Opens a regular file below one of the folders. Everything holds that holds in a workspace: links never lead out, FIFOs
   * never block, secrets stay closed. @throws PathError
   */
  open(absolutePath: string): Promise<OpenFile>;
}

/**
 * Only for folders that stand in the person's own command or settings: a file of the workspace must never decide what of
 * the machine is read. @throws PathError when one is missing or no folder
 */
export async function openNamedFolders(folders: readonly string[]): Promise<NamedFolders> {
  const roots = await openRoots(folders);
  return { folders: roots.map(({ root }) => root.path), open: (absolutePath) => openConfined(roots, absolutePath) };
}
