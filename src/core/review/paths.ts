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

/** Far more than any pipeline read so far has; beyond it the entry point is named as {@link EnginePaths.cut}. */
const pathLimit = 200;
const depthLimit = 30;
/** Calls followed for one entry point, so that functions which all call one another end too. */
const callLimit = 20_000;

export interface EnginePaths {
  readonly paths: readonly EnginePath[];
  /** Entry points with more ways than were followed. */
  readonly cut: readonly EntryPoint[];
}

/**
 * Every way without loops from an entry point to a transcribing call. A task that is only sent from a route is where the
 * route's way ends: the task is an entry point of its own.
 */
export function enginePaths(map: PipelineMap): EnginePaths {
  const known = pathsOfMaps.get(map);
  if (known !== undefined) return known;
  const found = map.entryPoints.map((entry) => ({ entry, ...pathsFrom(entry, map) }));
  const paths = {
    paths: found.flatMap((one) => one.paths),
    cut: found.filter(({ isCut }) => isCut).map(({ entry }) => entry),
  };
  pathsOfMaps.set(map, paths);
  return paths;
}

/** Several rules ask for the paths of one map. */
const pathsOfMaps = new WeakMap<PipelineMap, EnginePaths>();

function pathsFrom(
  entry: EntryPoint,
  map: PipelineMap,
): { readonly paths: readonly EnginePath[]; readonly isCut: boolean } {
  const { functions, uses, tasks, leading } = graphOf(map);
  const paths: EnginePath[] = [];
  let calls = 0;
  const isCut = (): boolean => paths.length >= pathLimit || calls >= callLimit;
  const walk = (name: string, steps: readonly PathStep[], above: ReadonlySet<string>): void => {
    const caller = functions.get(name);
    if (caller === undefined || above.has(name) || steps.length >= depthLimit) return;
    for (const use of uses.get(name) ?? []) paths.push({ entry, steps: [...steps, { caller, call: use }], use });
    const inside = new Set([...above, name]);
    for (const call of caller.calls) {
      for (const target of new Set(call.targets)) {
        if (isCut()) return;
        if (!leading.has(target) || tasks.has(target)) continue;
        calls++;
        walk(target, [...steps, { caller, call }], inside);
      }
    }
  };
  walk(entry.functionName, [], new Set());
  return { paths, isCut: isCut() };
}

interface Graph {
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  /** Transcribing calls by the function that holds them. */
  readonly uses: ReadonlyMap<string, readonly EngineUse[]>;
  /** Functions that a queue runs. */
  readonly tasks: ReadonlySet<string>;
  /** Functions from which a transcribing call can be reached. */
  readonly leading: ReadonlySet<string>;
}

function graphOf(map: PipelineMap): Graph {
  const known = graphs.get(map);
  if (known !== undefined) return known;
  const uses = new Map<string, EngineUse[]>();
  for (const use of map.engines) {
    if (use.role !== "transcribe" || use.functionName === undefined) continue;
    uses.set(use.functionName, [...(uses.get(use.functionName) ?? []), use]);
  }
  const graph: Graph = {
    functions: new Map(map.functions.map((one) => [one.name, one])),
    uses,
    tasks: new Set(map.entryPoints.filter((entry) => entry.kind === "task").map((entry) => entry.functionName)),
    leading: functionsLeadingTo(map, new Set(uses.keys())),
  };
  graphs.set(map, graph);
  return graph;
}

const graphs = new WeakMap<PipelineMap, Graph>();

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
