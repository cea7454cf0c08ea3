import { visible, visibleShort } from "../workspace/visible-text";
import type { Place } from "../workspace/workspace";
import type { EngineUse, EntryPoint, Parameter, PipelineFunction, PipelineMap, PipelineStep, Value } from "./map";

/** The whole map as text, with `path:line` for everything that it says. The same map gives the same text. */
export function renderPipelineMap(map: PipelineMap): string {
  if (isEmpty(map)) return textOf([...noEngines(map), ...dependencyLines(map), ...problemLines(map)]);
  const engines = new Map(map.engines.map((use) => [use.engine, use]));
  return textOf([
    `Speech pipeline: ${count(map.engines.length, "use")} of ${count(engines.size, "engine")}, ${count(map.entryPoints.length, "entry point")}, ${count(map.parsedFiles, "file")} parsed.`,
    ...[...engines.values()].flatMap((engine) => ["", ...engineLines(engine, map.engines)]),
    ...section("Steps around the engines", map.steps.map(stepLine)),
    ...section("Entry points", map.entryPoints.flatMap(entryLines)),
    ...section("Functions on the way", functionLines(map)),
    ...dependencyLines(map),
    ...problemLines(map),
  ]);
}

/** The map in few words for the start of a conversation: engines with their models, entry points, steps. At most `budget` characters. */
export function renderPipelineOutline(map: PipelineMap, budget: number): string {
  const lines = [
    ...(map.engines.length === 0 ? ["No call of a known speech engine was found in this workspace."] : []),
    ...map.engines.map((use) => `${useLine(use)}${use.model === undefined ? "" : `; model ${valueText(use.model)}`}`),
    ...map.entryPoints.map(
      (entry) => `- ${entry.kind} (${entry.framework}) ${entry.name} at ${placeText(entry.place)}`,
    ),
    ...map.steps.map((step) => `- ${step.kind}: ${step.call} at ${placeText(step.place)}`),
    ...map.dependencies.map(
      ({ name, requirement, place }) => `- package ${name} ${requirement} at ${placeText(place)}`,
    ),
    ...map.problems.map(({ path, message }) => `- limit: ${path}: ${message}`),
  ];
  return cut(lines.map(visible), budget);
}

/** File names and code may hold line breaks and control characters, with which they could pass for lines of the map. */
function textOf(lines: readonly string[]): string {
  return lines.map(visible).join("\n");
}

function isEmpty({ engines, steps, entryPoints, functions }: PipelineMap): boolean {
  return [engines, steps, entryPoints, functions].every((list) => list.length === 0);
}

function placeText({ path, line }: Place): string {
  return `${path}:${line}`;
}

function engineLines(engine: EngineUse, uses: readonly EngineUse[]): string[] {
  const hosting = engine.hosting === "self" ? "self-hosted" : "cloud";
  return [
    `${engine.label} (${hosting})`,
    ...uses
      .filter((use) => use.engine === engine.engine)
      .flatMap((use) => [useLine(use), ...use.parameters.map(parameterLine)]),
  ];
}

function useLine({ role, call, place, functionName, wrapper }: EngineUse): string {
  const inside = functionName === undefined ? "at module level" : `in ${functionName}`;
  const run = wrapper === undefined ? "" : `, run by ${wrapper}`;
  return `- ${role}: ${call} at ${placeText(place)} ${inside}${run}`;
}

function parameterLine({ name, value }: Parameter): string {
  return `    ${name} = ${valueText(value)}`;
}

/** `base (settings: app/service.py:4 → app/settings.py:9)`. */
function valueText({ text, origin, chain }: Value): string {
  const places = chain.map((link) => placeText(link.place)).join(" → ");
  const shown = text === undefined ? "?" : text === "" ? '""' : visibleShort(text.replaceAll(/\s+/g, " "), 120);
  return `${shown} (${origin}: ${places})`;
}

function stepLine({ kind, call, place, functionName }: PipelineStep): string {
  return `- ${kind}: ${call} at ${placeText(place)}${functionName === undefined ? "" : ` in ${functionName}`}`;
}

function entryLines({ kind, framework, name, functionName, place, options }: EntryPoint): string[] {
  return [
    `- ${kind} (${framework}) ${name} at ${placeText(place)} runs ${functionName}`,
    ...options.map(parameterLine),
  ];
}

/** Functions that lead to an engine, with the calls that lead there; what else runs around them is only counted. */
function functionLines(map: PipelineMap): string[] {
  const leading = functionsLeadingToEngines(map);
  const shown = map.functions.filter((one) => leading.has(one.name));
  const rest = map.functions.length - shown.length;
  return [
    ...shown.map((one) => `- ${functionText(one)}${callsText(one, leading)}`),
    ...(rest > 0 ? [`- and ${count(rest, "function")} that these call`] : []),
  ];
}

function functionsLeadingToEngines({ engines, functions }: PipelineMap): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  for (const { name, calls } of functions) {
    for (const target of calls.flatMap((call) => call.targets)) {
      callers.set(target, [...(callers.get(target) ?? []), name]);
    }
  }
  const found = new Set(engines.flatMap((use) => use.functionName ?? []));
  // A Set is iterated in the order of insertion, members added on the way included.
  for (const name of found) for (const caller of callers.get(name) ?? []) found.add(caller);
  return found;
}

function functionText({ name, place, isAsync }: PipelineFunction): string {
  return `${isAsync ? "async " : ""}${name} at ${placeText(place)}`;
}

function callsText({ calls }: PipelineFunction, leading: ReadonlySet<string>): string {
  const targets = calls.flatMap((call) =>
    call.targets.filter((target) => leading.has(target)).map((target) => `${target} (line ${call.place.line})`),
  );
  return targets.length === 0 ? "" : ` → ${[...new Set(targets)].join(", ")}`;
}

function dependencyLines({ dependencies }: PipelineMap): string[] {
  return section(
    "Declared packages",
    dependencies.map(
      ({ name, requirement, place }) =>
        `- ${name}${requirement === "" ? "" : ` ${requirement}`} at ${placeText(place)}`,
    ),
  );
}

function problemLines({ problems }: PipelineMap): string[] {
  return section(
    "What limits this map",
    problems.map(({ path, line, message }) => `- ${path}${line === undefined ? "" : `:${line}`}: ${message}`),
  );
}

function noEngines({ parsedFiles }: PipelineMap): string[] {
  return [`No call of a known speech engine was found (${count(parsedFiles, "file")} parsed).`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function cut(lines: readonly string[], budget: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    const rest = `… ${lines.length - index} more lines: call PipelineMap.`;
    const isLast = index === lines.length - 1;
    if (used + line.length + 1 + (isLast ? 0 : rest.length) > budget) {
      if (used + rest.length <= budget) kept.push(rest);
      break;
    }
    kept.push(line);
    used += line.length + 1;
  }
  return kept.join("\n");
}
