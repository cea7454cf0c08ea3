import type { EngineUse, EntryPoint, PipelineCall, PipelineFunction, PipelineMap } from "../pipeline/map";

/** A function on the way, and the call in it that leads on; the last one holds the engine call itself. */
export interface PathStep {
  readonly caller: PipelineFunction;
  readonly call: PipelineCall | EngineUse;
}

/** One way from an entry point to a call that turns speech into text. At least one step. */
export interface EnginePath {
  readonly entry: EntryPoint;
  readonly steps: readonly PathStep[];
  readonly use: EngineUse;
}

/** A map with more ways than this for one entry point is cut; far more than any pipeline read so far has. */
const pathLimit = 200;
const depthLimit = 30;

/**
 * Every way without loops from an entry point to a transcribing call. A task that is only sent from a route is where the
 * route's way ends: the task is an entry point of its own.
 */
export function enginePaths(map: PipelineMap): readonly EnginePath[] {
  const functions = new Map(map.functions.map((one) => [one.name, one]));
  const uses = new Map<string, EngineUse[]>();
  for (const use of map.engines) {
    if (use.role !== "transcribe" || use.functionName === undefined) continue;
    uses.set(use.functionName, [...(uses.get(use.functionName) ?? []), use]);
  }
  const tasks = new Set(map.entryPoints.filter((entry) => entry.kind === "task").map((entry) => entry.functionName));
  const leading = functionsLeadingTo(map, new Set(uses.keys()));
  return map.entryPoints.flatMap((entry) => {
    const paths: EnginePath[] = [];
    const walk = (name: string, steps: readonly PathStep[], above: ReadonlySet<string>): void => {
      const caller = functions.get(name);
      if (caller === undefined || above.has(name) || steps.length >= depthLimit) return;
      for (const use of uses.get(name) ?? []) {
        if (paths.length < pathLimit) paths.push({ entry, steps: [...steps, { caller, call: use }], use });
      }
      const inside = new Set([...above, name]);
      for (const call of caller.calls) {
        for (const target of new Set(call.targets)) {
          if (paths.length >= pathLimit || !leading.has(target) || tasks.has(target)) continue;
          walk(target, [...steps, { caller, call }], inside);
        }
      }
    };
    walk(entry.functionName, [], new Set());
    return paths;
  });
}

/** Names of the functions from which one of `goals` can be reached, the goals among them. */
export function functionsLeadingTo(map: PipelineMap, goals: ReadonlySet<string>): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  for (const { name, calls } of map.functions) {
    for (const call of calls) {
      for (const target of call.targets) callers.set(target, [...(callers.get(target) ?? []), name]);
    }
  }
  const found = new Set(goals);
  // A Set is iterated in the order of insertion, members added on the way included.
  for (const name of found) {
    for (const caller of callers.get(name) ?? []) found.add(caller);
  }
  return found;
}
