import type { EngineFunction } from "../measurement/setup/engine-function";
import type { EngineUse, PipelineFunction, PipelineMap } from "../pipeline/map";

/** Python functions of the map that reach a call which turns speech into text. */
export function engineFunctions(map: PipelineMap): readonly EngineFunction[] {
  const byName = new Map(map.functions.map((one) => [one.name, one]));
  const reached = distances(map);
  return map.functions.flatMap((one) => {
    const end = reached.get(one.name);
    const name = localName(one);
    if (end === undefined || name === undefined || one.declares === undefined) return [];
    const entry = map.entryPoints.find((point) => point.functionName === one.name);
    return [
      {
        id: `${moduleOf(one)}:${name}`,
        path: one.place.path,
        line: one.place.line,
        name,
        isAsync: one.isAsync,
        isGenerator: one.isGenerator === true,
        parameters: one.declares,
        distance: end.distance,
        engine: end.use.label,
        hosting: end.use.hosting,
        ...(entry?.kind === "route" && { route: { framework: entry.framework, address: addressOf(entry.name) } }),
        isTask: entry?.kind === "task",
        siblings: siblingsOf(one, byName),
      },
    ];
  });
}

interface Reached {
  readonly distance: number;
  readonly use: EngineUse;
}

function distances({ engines, functions }: PipelineMap): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  for (const use of engines) {
    if (use.role === "transcribe" && use.functionName !== undefined && !reached.has(use.functionName)) {
      reached.set(use.functionName, { distance: 0, use });
    }
  }
  // A Map is iterated in the order of insertion, entries added on the way included.
  for (const [name, { distance, use }] of reached) {
    for (const caller of functions) {
      if (reached.has(caller.name) || !caller.calls.some(({ targets }) => targets.includes(name))) continue;
      reached.set(caller.name, { distance: distance + 1, use });
    }
  }
  return reached;
}

/** What follows the module's path in the qualified name. */
function localName(one: PipelineFunction): string | undefined {
  const prefix = `${moduleOf(one)}.`;
  return one.place.path.endsWith(".py") && one.name.startsWith(prefix) ? one.name.slice(prefix.length) : undefined;
}

function moduleOf({ place }: PipelineFunction): string {
  return place.path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
}

/** `POST /asr` or `/asr`. */
function addressOf(name: string): string {
  return name.slice(Math.max(0, name.indexOf("/")));
}

function siblingsOf(one: PipelineFunction, byName: ReadonlyMap<string, PipelineFunction>): EngineFunction["siblings"] {
  const prefix = one.name.slice(0, one.name.lastIndexOf(".") + 1);
  return [...byName.values()].flatMap((other) => {
    if (!other.name.startsWith(prefix) || other === one || other.isAsync) return [];
    const name = other.name.slice(prefix.length);
    if (name.includes(".")) return [];
    const needs = (other.declares ?? []).filter((parameter) => parameter.defaultText === undefined).length - 1;
    return [{ name, needs }];
  });
}
