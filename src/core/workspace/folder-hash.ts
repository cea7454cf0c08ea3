import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Tells states of a folder of a root apart: names, contents, and where links lead. Files above 64 MiB are told by size and
 * time. @param leftOut paths in it, with forward slashes, that do not count
 */
export async function folderHash(rootPath: string, folder: string, leftOut: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await filesBelow(join(rootPath, folder), "", leftOut)) {
    hash.update(`${path}\0${await contentOf(join(rootPath, folder, path))}\0`);
  }
  return hash.digest("hex").slice(0, 16);
}

async function filesBelow(base: string, folder: string, leftOut: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(join(base, folder), { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (leftOut.includes(path) || entry.name === "__pycache__") continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(base, path, leftOut)));
    else found.push(path);
  }
  return found;
}

async function contentOf(path: string): Promise<string> {
  const about = await lstat(path);
  if (about.isSymbolicLink()) return `link ${await readlink(path)}`;
  if (!about.isFile()) return "other";
  if (about.size > mostHashed) return `large ${about.size} ${about.mtimeMs}`;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** Bytes. */
const mostHashed = 64 * 1024 * 1024;
