import type { Parameter, PipelineMap, Value } from "../pipeline/map";
import type { ChangedFunction } from "./change";

/**
 * Names of functions whose engine calls, or calls of engine code, get other values than before, as far as values can be
 * followed on both sides. What is decided in a function that has a lens of its own is left to that one.
 */
export function functionsWithOtherValues(
  before: PipelineMap,
  after: PipelineMap,
  changed: readonly ChangedFunction[],
): ReadonlySet<string> {
  const [old, current] = [valuesByFunction(before), valuesByFunction(after)];
  const found = new Set<string>();
  for (const [name, values] of current) {
    const known = old.get(name);
    if (known === undefined) continue;
    const news = [...values].filter(([text]) => !known.has(text)).map(([, value]) => value);
    if (news.some((value) => !isDecidedIn(value, changed))) found.add(name);
  }
  return found;
}

/** What a parameter gets, by call, name and value. */
function valuesByFunction(map: PipelineMap): ReadonlyMap<string, ReadonlyMap<string, Value>> {
  const values = new Map<string, Map<string, Value>>();
  const add = (name: string | undefined, call: string, parameters: readonly Parameter[]) => {
    if (name === undefined) return;
    const known = values.get(name) ?? new Map<string, Value>();
    values.set(name, known);
    for (const { name: parameter, value } of parameters) {
      if (value.origin !== "unknown") known.set(`${call} ${parameter} ${value.origin} ${value.text ?? ""}`, value);
    }
  };
  for (const { functionName, call, parameters } of map.engines) add(functionName, call, parameters);
  const engine = new Set(map.engineCode.flatMap(({ name, reach }) => (reach === "engine" ? [name] : [])));
  for (const { name, calls } of map.functions) {
    if (!engine.has(name)) continue;
    for (const { text, targets, parameters } of calls) {
      if (targets.some((target) => engine.has(target))) add(name, text, parameters);
    }
  }
  return values;
}

function isDecidedIn({ chain }: Value, changed: readonly ChangedFunction[]): boolean {
  return chain.some(({ place: { path, line } }) =>
    changed.some(({ place }) => place.path === path && line >= place.line && line <= (place.endLine ?? place.line)),
  );
}
