import type { Parameter, PipelineMap } from "../pipeline/map";

/**
 * Names of functions whose engine calls, or calls of engine code, get other values than before, as far as values can be
 * followed on both sides.
 */
export function functionsWithOtherValues(before: PipelineMap, after: PipelineMap): ReadonlySet<string> {
  const [old, current] = [valuesByFunction(before), valuesByFunction(after)];
  const found = new Set<string>();
  for (const [name, values] of current) {
    const known = old.get(name);
    if (known !== undefined && known.join("\n") !== values.join("\n")) found.add(name);
  }
  return found;
}

function valuesByFunction(map: PipelineMap): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const add = (name: string | undefined, call: string, parameters: readonly Parameter[]) => {
    if (name === undefined) return;
    const known = values.get(name) ?? [];
    values.set(name, known);
    for (const { name: parameter, value } of parameters) {
      if (value.origin !== "unknown") known.push(`${call} ${parameter} ${value.origin} ${value.text ?? ""}`);
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
  for (const list of values.values()) list.sort();
  return values;
}
