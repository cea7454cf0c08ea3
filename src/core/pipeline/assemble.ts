import { type FoundEntry, findEntryPoints } from "./entry-points/entry-points";
import type { ModuleIndex } from "./link/module-index";
import { Program } from "./link/program";
import { type FunctionUnit, type ModuleUnit, moduleOf, type Unit } from "./lower/unit";
import type { EntryPoint, PipelineMap } from "./map";
import type { Script } from "./project-files";
import { createCallGraph, leadingEntries } from "./scan/call-graph";
import { engineCode } from "./scan/engine-code";
import { discriminators } from "./scan/engine-table";
import { engineUses } from "./scan/engine-uses";
import { bySource, comparePaths, isRunnable, pipelineFunctions } from "./scan/pipeline-functions";
import { pipelineSteps } from "./scan/steps";
import { isTestPath } from "./test-path";
import { ValueFollower } from "./values/follower";

/** A map of more functions than this would help nobody; those nearest to the engines are kept. */
const functionLimit = 600;

/** Everything that the map says about code, from parsed modules alone. */
export function assemble(
  modules: readonly ModuleUnit[],
  index: ModuleIndex,
  scripts: readonly Script[],
): Pick<PipelineMap, "engines" | "steps" | "entryPoints" | "functions" | "engineCode" | "problems"> {
  const program = new Program(modules, index, discriminators);
  const entries = withoutRepeats([...scriptEntries(scripts, program), ...findEntryPoints(program)]);
  const entryFunctions = new Set(entries.map((entry) => entry.runs).filter((unit) => unit.kind === "function"));
  const follower = new ValueFollower(program, entryFunctions);
  const graph = createCallGraph(program);
  const engines = engineUses(follower);
  const holders = unitsHolding(engines, modules);
  const reaching = graph.reaching(holders);
  const leading = leadingEntries(entries, reaching);
  const reached = graph.reachedFrom(leading.map((entry) => entry.runs));
  const entered = new Set<Unit>(leading.map((entry) => entry.runs));
  const units = [...new Set([...reaching, ...reached])].filter(isRunnable);
  const shown = units.filter((unit) => (unit.kind === "function" || entered.has(unit)) && !isTestUnit(unit));
  const kept = shown.slice(0, functionLimit).sort(bySource);
  const functions = pipelineFunctions(kept, graph, follower);
  const problems: { path: string; message: string }[] = [];
  if (shown.length > functionLimit) {
    const message = `Only ${functionLimit} of ${shown.length} functions around the engines are shown.`;
    problems.push({ path: ".", message });
  }
  if (follower.isTired) {
    problems.push({ path: ".", message: "The code is so entangled that calls and values were only followed in part." });
  }
  const steps = pipelineSteps(follower).sort(byPlace);
  return {
    engines: [...engines].sort(byPlace),
    steps,
    engineCode: engineCode(modules, graph, { engines, steps }, new Set(entries.map(({ runs }) => runs))),
    entryPoints: leading.map((entry) => entryPoint(entry, follower)).sort(byPlace),
    functions,
    problems,
  };
}

/** A program that is installed, reads its options and is a script is one entry point. Tests start nothing. */
function withoutRepeats(entries: readonly FoundEntry[]): FoundEntry[] {
  const commands = new Set<Unit>();
  return entries.filter((entry) => {
    if (isTestUnit(entry.runs)) return false;
    if (entry.kind !== "command") return true;
    const isNew = !commands.has(entry.runs);
    commands.add(entry.runs);
    return isNew;
  });
}

function isTestUnit(unit: Unit): boolean {
  return isTestPath(moduleOf(unit).path);
}

function unitsHolding(engines: PipelineMap["engines"], modules: readonly ModuleUnit[]): (FunctionUnit | ModuleUnit)[] {
  const names = new Set(engines.map((use) => use.functionName));
  const atModuleLevel = new Set(engines.filter((use) => use.functionName === undefined).map((use) => use.place.path));
  return modules.flatMap((module) => [
    ...(atModuleLevel.has(module.path) ? [module] : []),
    ...module.functions.filter((unit) => names.has(unit.name)),
  ]);
}

function entryPoint(entry: FoundEntry, follower: ValueFollower): EntryPoint {
  return {
    kind: entry.kind,
    framework: entry.framework,
    name: entry.name,
    functionName: entry.runs.name,
    place: entry.place,
    options: entry.options.flatMap((option) =>
      option.name === undefined ? [] : [{ name: option.name, value: follower.follow(option.value, entry.unit) }],
    ),
  };
}

/** `transcribe = "speech.cli:main"` of a project file. */
function scriptEntries(scripts: readonly Script[], program: Program): FoundEntry[] {
  return scripts.flatMap(({ name, module: moduleName, functionName, place }): FoundEntry[] => {
    const suffix = `/${moduleName.replaceAll(".", "/")}`;
    const module = program.modules.find(({ path }) => {
      const stem = `/${path.replace(/(\/__init__)?\.py$/, "")}`;
      return stem.endsWith(suffix);
    });
    const runs = module?.functions.find((unit) => unit.parent === module && unit.shortName === functionName);
    if (module === undefined || runs === undefined) return [];
    return [{ kind: "command", framework: "console-script", name, runs, place, options: [], unit: module }];
  });
}

function byPlace(
  left: { place: { path: string; line: number } },
  right: { place: { path: string; line: number } },
): number {
  return comparePaths(left.place.path, right.place.path) || left.place.line - right.place.line;
}
