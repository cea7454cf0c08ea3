import { createHash, type Hash } from "node:crypto";
import type { Workspace } from "./workspace";

/** Adds all bytes of a file, however large it is. @throws PathError */
export async function addFile(hash: Hash, path: string, workspace: Pick<Workspace, "open">): Promise<void> {
  const file = await workspace.open(path);
  try {
    const block = new Uint8Array(blockLength);
    for (let position = 0; ; ) {
      const length = await file.readInto(block, position);
      if (length === 0) return;
      hash.update(block.subarray(0, length));
      position += length;
    }
  } finally {
    await file.close();
  }
}

/** SHA-256 in hex. @throws PathError */
export async function hashFile(path: string, workspace: Pick<Workspace, "open">): Promise<string> {
  const hash = createHash("sha256");
  await addFile(hash, path, workspace);
  return hash.digest("hex");
}

const blockLength = 1024 * 1024;
