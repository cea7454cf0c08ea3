import type { CodeFunction } from "../pipeline/map";

/** New function → the one that it was: equal in its tokens and lost from the same file under another name. */
export function movedFunctions(
  functions: readonly CodeFunction[],
  lost: readonly CodeFunction[],
  isKnown: (one: CodeFunction) => boolean,
): ReadonlyMap<CodeFunction, CodeFunction> {
  const left = [...lost];
  const moved = new Map<CodeFunction, CodeFunction>();
  for (const one of functions) {
    if (isKnown(one)) continue;
    const index = left.findIndex(({ fingerprint }) => fingerprint === one.fingerprint);
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found !== undefined) moved.set(one, found);
  }
  return moved;
}
