import type { Location, Workspace } from "../../workspace/workspace";

/** Line feeds before every {@link step} bytes of a file, as far as it was counted: the next page starts from there. */
export interface LineIndex {
  /** Entry `k`: line feeds in the first `k * step` bytes. */
  readonly lineFeeds: number[];
}

/** Distance between entries, and the size of the pieces in which a file is counted. Bytes. */
export const step = 1024 * 1024;

/** The index of a file, empty when the file is new here or changed since. */
export function lineIndexOf(workspace: Workspace, { realPath, size, modified }: Location): LineIndex {
  const indexes = indexesOf.get(workspace) ?? new Map<string, StampedIndex>();
  indexesOf.set(workspace, indexes);
  const stamp = `${size} ${modified}`;
  const known = indexes.get(realPath);
  const index = known?.stamp === stamp ? known : { stamp, lineFeeds: [0] };
  // A Map keeps the order of insertion, so the first key is the one used longest ago.
  indexes.delete(realPath);
  indexes.set(realPath, index);
  const [oldest] = indexes.keys();
  if (indexes.size > mostFiles && oldest !== undefined) indexes.delete(oldest);
  return index;
}

/**
 * The last entry inside a file of `size` bytes from which counting on reaches the line after `lineFeeds` line feeds:
 * its number and its line feeds.
 */
export function entryBefore(
  index: LineIndex,
  lineFeeds: number,
  size: number,
): { readonly entry: number; readonly passed: number } {
  let entry = 0;
  // An entry with as many line feeds may stand in the middle of the line, past its start.
  const isBefore = (candidate: number) =>
    candidate * step < size && (index.lineFeeds[candidate] ?? Number.POSITIVE_INFINITY) < lineFeeds;
  while (isBefore(entry + 1)) entry++;
  return { entry, passed: index.lineFeeds[entry] ?? 0 };
}

interface StampedIndex extends LineIndex {
  readonly stamp: string;
}

const mostFiles = 32;

/** Held by the workspace, so that it goes when the workspace goes. */
const indexesOf = new WeakMap<Workspace, Map<string, StampedIndex>>();
