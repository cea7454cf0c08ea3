import type { ChainLink, EntryPoint, PipelineMap } from "../../pipeline/map";
import type { PathStep } from "../paths";

/** How deep callers of a sender are followed; queues are filled close to the entry point. */
const depthLimit = 5;

/** Where a task is sent from, as far as the map shows it. A task that is sent by its name only has no known sender. */
export function sendersOf(map: PipelineMap, { functionName }: EntryPoint): readonly PathStep[] {
  return map.functions.flatMap((caller) =>
    caller.calls.filter(({ targets }) => targets.includes(functionName)).map((call) => ({ caller, call })),
  );
}

/** What `find` sees in the senders of a task, or in the functions that call them. */
export function inSenders(
  map: PipelineMap,
  senders: readonly PathStep[],
  find: (path: { readonly steps: readonly PathStep[] }) => ChainLink | undefined,
): ChainLink | undefined {
  let level = senders;
  const seen = new Set<string>();
  for (let depth = 0; depth < depthLimit && level.length > 0; depth++) {
    const found = find({ steps: level });
    if (found !== undefined) return found;
    const names = new Set(level.map(({ caller }) => caller.name).filter((name) => !seen.has(name)));
    for (const name of names) seen.add(name);
    level = map.functions.flatMap((caller) =>
      caller.calls
        .filter(({ targets }) => targets.some((target) => names.has(target)))
        .map((call) => ({ caller, call })),
    );
  }
  return undefined;
}
