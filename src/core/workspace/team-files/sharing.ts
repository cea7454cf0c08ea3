import { Buffer } from "node:buffer";
import { rmdir } from "node:fs/promises";
import type { TeamFolder } from "../team-files";
import { changeFolder } from "./change-folder";
import { openFolder } from "./checked-folder";
import { listAgentFolders } from "./folder-listing";
import type { LockedFiles } from "./locked-files";
import { foldName, longestName } from "./names";
import { kinds, type Places } from "./places";

/**
 * Moves every file that waits into its repository. Each is on the disk there before it is removed here, and one that is
 * there already, with the same content, is not moved again: so it can be repeated after a crash at any point.
 * Resolves to the workspace paths. @throws TeamFileError
 */
export async function shareAll(places: Places): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const root of places.roots) {
    for (const kind of kinds) {
      const { agents } = await listAgentFolders(places.allOf(kind, root, false));
      for (const agent of agents) {
        const waiting = places.folder(kind, agent, root, false);
        const shared = places.folder(kind, agent, root, true);
        paths.push(...(await moveFolder(places, waiting, shared)));
        await removeEmpty(places, waiting);
      }
    }
  }
  return paths;
}

/** The lock of the waiting folder is always taken first, so that two windows cannot wait for each other. */
async function moveFolder(places: Places, waiting: TeamFolder, shared: TeamFolder): Promise<readonly string[]> {
  return await changeFolder(waiting, places.placeOf(waiting), async (source) => {
    const names = await source.names();
    if (names.length === 0) return [];
    return await changeFolder(shared, places.placeOf(shared), async (target) => {
      const paths: string[] = [];
      for (const name of names) {
        const moved = await moveFile(name, source, target);
        if (moved !== undefined) paths.push(`${shared.path}/${moved}`);
      }
      return paths;
    });
  });
}

async function moveFile(name: string, source: LockedFiles, target: LockedFiles): Promise<string | undefined> {
  const bytes = await source.bytes(name);
  if (bytes === undefined) return undefined;
  const taken = new Map((await target.names()).map((other) => [foldName(other), other]));
  for (let number = 1; ; number++) {
    const candidate = numbered(name, number);
    const there = taken.get(foldName(candidate));
    if (there === undefined) await target.create(candidate, bytes);
    else if (!isSame(bytes, await target.bytes(there))) continue;
    await source.remove(name);
    return there ?? candidate;
  }
}

function isSame(bytes: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(bytes, other) === 0;
}

/** `name.md`, `name-2.md`, … */
function numbered(name: string, number: number): string {
  if (number === 1) return name;
  const ending = `-${number}.md`;
  const stem = [...name.slice(0, -".md".length)];
  while (Buffer.byteLength(stem.join("") + ending) > longestName) stem.pop();
  return stem.join("") + ending;
}

async function removeEmpty(places: Places, { kind, root, agent }: TeamFolder): Promise<void> {
  const all = await openFolder(places.allOf(kind, root, false), false);
  if (all === undefined) return;
  // Something that could not be moved keeps it.
  await rmdir(all.entry(agent)).catch(() => {});
  await all.close();
}
