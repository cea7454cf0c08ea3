import { lastChanges } from "../workspace/git/last-changes";
import type { Root } from "../workspace/workspace";
import { pathsIn } from "./evidence";
import type { Stale } from "./format";
import type { Memory } from "./memory";
import { type Recall, type RecallRequest, recall } from "./recall";

export interface StaleQuery {
  readonly roots: readonly Root[];
  /** Workspace paths that are known, so that `service.py` in a memory finds the one file of that name. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The memories that name files which git saw changed after their day, by their path. One run of git for each root; where
 * there is no repository, none is stale. Not for a workspace that is not trusted.
 */
export async function findStale(memories: readonly Memory[], query: StaleQuery): Promise<ReadonlyMap<string, Stale>> {
  const stale = new Map<string, Stale>();
  for (const root of query.roots) {
    const asked = memories
      .filter((memory) => memory.stale === undefined && memory.date !== "" && isIn(memory.path, root, query.roots))
      .map((memory) => ({ memory, paths: pathsBelow(memory, root, query) }))
      .filter(({ paths }) => paths.size > 0);
    const since = asked.map(({ memory }) => memory.date).sort()[0];
    if (since === undefined) continue;
    const every = new Set(asked.flatMap(({ paths }) => [...paths.keys()]));
    const { changes } = await lastChanges(root, [...every], since, query.signal);
    for (const { memory, paths } of asked) {
      const [newest] = [...paths]
        .map(([path, written]) => ({ written, day: changes.get(path) ?? "" }))
        .filter(({ day }) => day > memory.date)
        .sort((one, other) => (one.day < other.day ? 1 : -1));
      if (newest) stale.set(memory.path, { date: newest.day, reason: `${newest.written} changed on ${newest.day}` });
    }
  }
  return stale;
}

/**
 * Recalls, and looks whether what is recalled still holds: only the memories that are about to be shown are checked.
 * What turns out stale goes behind what is fresh, which may let others in; so it is repeated, a few times at most.
 */
export async function recallChecked<Entry extends Memory>(
  request: RecallRequest<Entry>,
  check: (memories: readonly Entry[]) => Promise<ReadonlyMap<string, Stale>>,
): Promise<Recall<Entry>> {
  const checked = new Set<string>();
  let { memories } = request;
  for (let round = 0; ; round++) {
    const chosen = recall({ ...request, memories });
    const unchecked = chosen.recalled.map(({ memory }) => memory).filter(({ path }) => !checked.has(path));
    if (unchecked.length === 0 || round === mostRounds) return chosen;
    for (const { path } of unchecked) checked.add(path);
    const stale = await check(unchecked);
    memories = withMarks(memories, stale);
  }
}

const mostRounds = 4;

/** The memories, those in the map marked as stale. */
export function withMarks<Entry extends Memory>(
  memories: readonly Entry[],
  stale: ReadonlyMap<string, Stale>,
): readonly Entry[] {
  return memories.map((memory) => {
    const mark = memory.stale ?? stale.get(memory.path);
    return mark ? { ...memory, stale: mark } : memory;
  });
}

/** Paths relative to the root, with how the memory writes them. */
function pathsBelow(memory: Memory, root: Root, { roots, files }: StaleQuery): ReadonlyMap<string, string> {
  const below = new Map<string, string>();
  const prefix = `${root.name}/`;
  const relative = files.flatMap((file) => {
    if (roots.length === 1) return [file];
    return file.startsWith(prefix) ? [file.slice(prefix.length)] : [];
  });
  for (const { path } of pathsIn(memory.text)) {
    const written = path.replaceAll("\\", "/").replace(/^\.\//, "");
    if (written.startsWith(`${root.path}/`)) below.set(written.slice(root.path.length + 1), path);
    if (/^(?:\/|\.\.\/|[A-Za-z]:)/.test(written)) continue;
    below.set(written, path);
    // A file may have been written with its folder's name in a window of several folders, and be read in one of one.
    if (written.startsWith(prefix)) below.set(written.slice(prefix.length), path);
    const same = relative.filter((file) => file.endsWith(`/${written}`));
    if (same.length === 1 && same[0] !== undefined) below.set(same[0], path);
  }
  return below;
}

function isIn(path: string, root: Root, roots: readonly Root[]): boolean {
  return roots.length === 1 || path.startsWith(`${root.name}/`);
}
