import type { EngineUse, EntryPoint, PipelineCall, PipelineFunction, PipelineMap } from "../../pipeline/map";
import { functionsLeadingTo, type PathStep } from "../paths";
import { shortName } from "./path-groups";
import { edgeThrough, edgeTo } from "./thread-edges";

/** An engine call and the way to it on which everything happens on one event loop. */
export interface LoopPath {
  readonly entry: EntryPoint;
  /** The innermost `async` function on the way: what keeps its loop from going on. */
  readonly holder: PipelineFunction;
  /** The call in the holder that leads on; the engine call itself where it stands there. */
  readonly onward: PipelineCall | EngineUse;
  readonly steps: readonly PathStep[];
  readonly use: EngineUse;
}

export interface LoopWalk {
  readonly blocked: readonly LoopPath[];
  /** Calls of which the map does not show what they run, a blocking engine or something else, or on which thread. */
  readonly unclear: readonly { readonly entry: EntryPoint; readonly call: PipelineCall | EngineUse }[];
}

/** Follows an entry point that runs on an event loop to every engine call, each function once, the shortest way first. */
export function walkLoop(map: PipelineMap, entry: EntryPoint): LoopWalk {
  const { functions, uses, leading } = graphOf(map);
  const start = functions.get(entry.functionName);
  const blocked: LoopPath[] = [];
  const unclear: LoopWalk["unclear"][number][] = [];
  if (start === undefined) return { blocked, unclear };
  const queue: Stop[] = [{ caller: start, holder: start, onward: undefined, steps: [] }];
  const seen = new Set<string>();
  // An array is iterated by position, members added on the way included.
  for (const { caller, holder, onward, steps } of queue) {
    const key = `${caller.name} ${holder.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const use of uses.get(caller.name) ?? []) {
      const edge = use.wrapper === undefined ? "same-thread" : edgeThrough(use.wrapper);
      if (use.blocks === true && edge === "same-thread") {
        blocked.push({ entry, holder, onward: onward ?? use, steps: [...steps, { caller, call: use }], use });
      } else if (use.blocks !== false && (edge === "same-thread" || edge === "unclear")) {
        unclear.push({ entry, call: use });
      }
    }
    for (const call of caller.calls) {
      const targets = targetsOf(call, functions).map((target) => ({ target, edge: edgeTo(call, target, caller) }));
      // A method of several classes: which one runs is only known when the program does.
      const candidates = targets.filter(({ edge }) => edge === "same-thread");
      const isLikely = candidates.filter(({ target }) => leading.has(target.name)).length * 2 > candidates.length;
      for (const { target, edge } of targets.filter((one) => leading.has(one.target.name))) {
        if (edge === "same-thread" && isLikely) {
          const inside = target.isAsync ? { holder: target, onward: undefined } : { holder, onward: onward ?? call };
          queue.push({ caller: target, ...inside, steps: [...steps, { caller, call }] });
        } else if (edge === "same-thread") unclear.push({ entry, call });
        else if (edge === "unclear" && !isDecidedInside(call, target, caller, functions)) unclear.push({ entry, call });
      }
    }
  }
  return { blocked, unclear };
}

/** A function on the way, and the calls that led to it. */
interface Stop extends Pick<LoopPath, "holder" | "steps"> {
  readonly caller: PipelineFunction;
  readonly onward: LoopPath["onward"] | undefined;
}

/** A call by which an `async` function moves inference to another thread. */
export interface HandOver {
  readonly by: PathStep;
  /** The call that moves it, as written. */
  readonly text: string;
  /** What is moved. */
  readonly runs: readonly string[];
}

export function handOvers(map: PipelineMap): readonly HandOver[] {
  const { functions, uses, leading } = graphOf(map);
  return map.functions
    .filter(({ isAsync }) => isAsync)
    .flatMap((caller) => [
      ...(uses.get(caller.name) ?? []).flatMap((call): readonly HandOver[] =>
        call.wrapper !== undefined && edgeThrough(call.wrapper) === "other-thread" && !isLazyCall(call)
          ? [{ by: { caller, call }, text: call.wrapper, runs: [call.call] }]
          : [],
      ),
      ...caller.calls.flatMap((call): readonly HandOver[] => {
        const runs = targetsOf(call, functions)
          .filter((target) => leading.has(target.name) && edgeTo(call, target, caller) === "other-thread")
          .map(({ name }) => shortName(name));
        return runs.length === 0 ? [] : [{ by: { caller, call }, text: call.text, runs }];
      }),
    ]);
}

/** Engine calls of `async` functions that another thread makes without doing their work. */
export function lazyHandOvers(
  map: PipelineMap,
): readonly { readonly caller: PipelineFunction; readonly use: EngineUse }[] {
  const { uses } = graphOf(map);
  return map.functions
    .filter(({ isAsync }) => isAsync)
    .flatMap((caller) =>
      (uses.get(caller.name) ?? [])
        .filter((use) => use.wrapper !== undefined && edgeThrough(use.wrapper) === "other-thread" && isLazyCall(use))
        .map((use) => ({ caller, use })),
    );
}

/** faster-whisper gives back a generator: most of the work is done by whoever reads it. */
export function isLazyCall({ engine, call }: EngineUse): boolean {
  return engine === "faster-whisper" && call.endsWith(".transcribe");
}

/** A helper of the project that is given the function and moves it to a thread itself. */
function isDecidedInside(
  call: PipelineCall,
  target: PipelineFunction,
  caller: PipelineFunction,
  functions: ReadonlyMap<string, PipelineFunction>,
): boolean {
  return targetsOf(call, functions)
    .filter((helper) => helper !== target && edgeTo(call, helper, caller) === "same-thread")
    .some((helper) => helper.calls.some(({ targets }) => targets.includes(target.name)));
}

function targetsOf(call: PipelineCall, functions: ReadonlyMap<string, PipelineFunction>): readonly PipelineFunction[] {
  return [...new Set(call.targets)].flatMap((name) => functions.get(name) ?? []);
}

interface Graph {
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  /** What may block, by the function that holds it. */
  readonly uses: ReadonlyMap<string, readonly EngineUse[]>;
  /** Functions from which such a call can be reached. */
  readonly leading: ReadonlySet<string>;
}

function graphOf(map: PipelineMap): Graph {
  const known = graphs.get(map);
  if (known !== undefined) return known;
  const uses = new Map<string, EngineUse[]>();
  for (const use of map.engines.filter(mayBlock)) {
    if (use.functionName !== undefined) uses.set(use.functionName, [...(uses.get(use.functionName) ?? []), use]);
  }
  const functions = new Map(map.functions.map((one) => [one.name, one]));
  const graph = { functions, uses, leading: functionsLeadingTo(map, new Set(uses.keys())) };
  graphs.set(map, graph);
  return graph;
}

const graphs = new WeakMap<PipelineMap, Graph>();

/** Inference itself. Making a client is quick, and a model is mostly loaded once, before requests come. */
function mayBlock({ role, blocks }: EngineUse): boolean {
  return (role === "transcribe" || role === "detect-language") && blocks !== false;
}
