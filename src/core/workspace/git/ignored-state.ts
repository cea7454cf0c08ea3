import { createHash } from "node:crypto";
import { readdir, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { isCache } from "./ignored-files";

/**
 * Tells states of files that git does not keep apart, by their names, sizes and times, since models are too large to be read;
 * links are followed once. Undefined when there are too many. @param paths from `top`, files and folders
 */
export async function ignoredState(top: string, paths: readonly string[]): Promise<string | undefined> {
  const stamps: string[] = [];
  const left = paths.map((path) => ({ path, isLinked: false }));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (stamps.length >= mostFiles) return undefined;
    const { path, isLinked } = next;
    const absolute = join(top, path);
    const about = await stat(absolute).catch(() => undefined);
    const target = await readlink(absolute).catch(() => undefined);
    if (!about?.isDirectory()) stamps.push(JSON.stringify([path, target, about?.size, about?.mtimeMs]));
    // A link in what was linked may lead around in a circle.
    else if (target !== undefined && isLinked) stamps.push(JSON.stringify([path, target]));
    else {
      const names = (await readdir(absolute).catch(() => [])).filter((name) => !isCache(name));
      for (const name of names) left.push({ path: `${path}/${name}`, isLinked: isLinked || target !== undefined });
    }
  }
  return createHash("sha256").update(JSON.stringify(stamps.sort())).digest("hex").slice(0, 16);
}

const mostFiles = 200_000;
