import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Listed } from "./gatherer";

/**
 * The last modified files, then by path. Files whose time is not known come in the order of their time within each
 * target, as ripgrep lists them, so only the first ones and those as old as the last of them are looked up.
 */
export async function newestFirst(files: readonly Listed[], limit: number): Promise<string[]> {
  const candidates: Dated[] = [];
  for (const target of new Set(files.map((file) => file.target))) {
    const ofTarget = files.filter((file) => file.target === target);
    candidates.push(...(await firstOf(ofTarget, limit)));
  }
  return candidates
    .sort((one, other) => compare(other.modified, one.modified) || compare(one.path, other.path))
    .slice(0, limit)
    .map(({ path }) => path);
}

interface Dated {
  readonly path: string;
  readonly modified: bigint;
}

async function firstOf(files: readonly Listed[], limit: number): Promise<readonly Dated[]> {
  const dated: Dated[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    const batch = files.slice(start, start + atOnce);
    dated.push(...(await Promise.all(batch.map(withTime))));
    const oldestWanted = dated[limit - 1]?.modified;
    const oldest = dated.at(-1)?.modified;
    const isSorted = batch.every(({ modified }) => modified === undefined);
    if (isSorted && oldestWanted !== undefined && oldest !== undefined && oldest < oldestWanted) break;
  }
  return dated;
}

const atOnce = 128;

async function withTime({ path, target, relativePath, modified }: Listed): Promise<Dated> {
  if (modified !== undefined) return { path, modified };
  const status = await lstat(join(target.root.path, relativePath), { bigint: true }).catch(() => undefined);
  return { path, modified: status?.mtimeNs ?? 0n };
}

function compare<Value extends bigint | string>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
