import type { ResolvedCall } from "../link/program";
import { type FunctionUnit, type ModuleUnit, moduleOf, type Unit } from "../lower/unit";
import type { EngineCode, EngineUse, PipelineStep } from "../map";
import { isTestPath } from "../test-path";
import type { CallGraph } from "./call-graph";
import { kinOf } from "./kin";
import { mentionsOf } from "./mentions";
import { bySource } from "./pipeline-functions";
import { isSurface, isTalk } from "./plumbing";
import { worksOnModels } from "./runtimes";
import { isStepFunction } from "./steps";
import { followedCalls, namesAround } from "./value-names";

/** Callers of callers are followed this far: a route calls a service that calls a façade. */
const callerDepth = 3;

/** Steps that decide what an engine gets or what becomes of what it gives. */
const countedSteps = new Set<PipelineStep["kind"]>(["decode", "convert", "vad", "transcript"]);

/**
 * The functions that decide what engines get, do and give. From the functions that hold engines and steps down to what
 * works for them, and up to callers, of which only the names count that flow in and out.
 * @param entries what starts work: of these too only what flows counts
 */
export function engineCode(
  modules: readonly ModuleUnit[],
  graph: CallGraph,
  found: { readonly engines: readonly EngineUse[]; readonly steps: readonly PipelineStep[] },
  entries: ReadonlySet<Unit>,
): EngineCode[] {
  const all = modules.flatMap((module) => module.functions).filter(isProduct);
  const holders = new Set(found.engines.map(({ functionName }) => functionName));
  const steps = found.steps.filter(({ kind }) => countedSteps.has(kind));
  const stepHolders = new Set(steps.map(({ functionName }) => functionName));
  const engineModules = new Set(all.filter((unit) => holders.has(unit.name)).map(moduleOf));
  const isOutside = (unit: FunctionUnit) =>
    isTalk(unit) || (!engineModules.has(moduleOf(unit)) && isSurface(moduleOf(unit)));
  const isStart = (unit: FunctionUnit) => entries.has(unit) || starts.test(unit.shortName);
  const reach: Reach = {
    engine: new Set(
      all.filter(
        (unit) =>
          !isStart(unit) &&
          (holders.has(unit.name) ||
            (!isOutside(unit) && (stepHolders.has(unit.name) || isStepFunction(unit.shortName)))),
      ),
    ),
    helpers: new Set(all.filter((unit) => !isStart(unit) && !isOutside(unit) && worksOnModels(unit))),
    callers: new Map(),
  };
  const places = new Set([...found.engines, ...steps].map(({ place }) => `${place.path}:${place.line}`));
  climb(all, graph, reach, {
    isOutside,
    isWhole: (unit, depth) =>
      !isStart(unit) && (engineModules.has(moduleOf(unit)) || (depth === 0 && speech.test(unit.shortName))),
    isUse: ({ site }) => places.has(`${moduleOf(site.unit).path}:${site.expression.line}`),
  });
  const [related, kin] = [mentionsOf(all), kinOf(all, modules)];
  descend(
    [...reach.engine, ...reach.helpers],
    (unit) => [...(graph.callsOf.get(unit) ?? []).flatMap(({ targets }) => targets), ...related(unit), ...kin(unit)],
    (unit) => !reach.engine.has(unit) && !isOutside(unit) && !isStart(unit) && isProduct(unit),
    reach.helpers,
  );
  readOptions(all, reach);
  return listed(all, reach);
}

interface Reach {
  readonly engine: Set<FunctionUnit>;
  readonly helpers: Set<FunctionUnit>;
  readonly callers: Map<FunctionUnit, ReadonlySet<string>>;
}

/** Programs begin there, whatever else they do. */
const starts = /^_?(?:main|cli|run_cli|app)$/;

/** Who calls engine code under such a name is about nothing else. */
const speech = /transcri|recogni|decod|infer|(?:^|_)asr|align|diari|detect_lang|(?:^|_)vad|speech|segment/i;

interface Climbing {
  isOutside(unit: FunctionUnit): boolean;
  isWhole(unit: FunctionUnit, depth: number): boolean;
  /** Whether the call itself is one of an engine. */
  isUse(call: ResolvedCall): boolean;
}

/** Adds who calls engine code; one in the same module as an engine is engine code as a whole. */
function climb(
  all: readonly FunctionUnit[],
  graph: CallGraph,
  { engine, helpers, callers }: Reach,
  { isOutside, isWhole, isUse }: Climbing,
): void {
  for (let depth = 0; depth < callerDepth; depth++) {
    const known = new Set<Unit>([...engine, ...callers.keys()]);
    for (const unit of all) {
      if (engine.has(unit) || isOutside(unit)) continue;
      const calls = graph.callsOf.get(unit) ?? [];
      const uses = calls.filter((call) => isUse(call) || call.targets.some((target) => known.has(target)));
      if (uses.length === 0) continue;
      if (isWhole(unit, depth)) {
        engine.add(unit);
        callers.delete(unit);
        continue;
      }
      callers.set(unit, namesAround(unit, uses));
      for (const target of followedCalls(unit, calls, uses).flatMap(({ targets }) => targets)) {
        if (!isOutside(target) && isProduct(target)) helpers.add(target);
      }
    }
  }
  for (const unit of callers.keys()) helpers.delete(unit);
}

function descend(
  from: readonly FunctionUnit[],
  below: (unit: Unit) => readonly FunctionUnit[],
  isWanted: (unit: FunctionUnit) => boolean,
  found: Set<FunctionUnit>,
): void {
  const seen = new Set<FunctionUnit>(from);
  for (const unit of seen) {
    for (const next of below(unit)) {
      if (seen.has(next) || !isWanted(next)) continue;
      seen.add(next);
      found.add(next);
    }
  }
}

/** Of functions that declare the options of a program those options count that engine code takes. */
function readOptions(all: readonly FunctionUnit[], { engine, helpers, callers }: Reach): void {
  const names = new Set([
    ...[...callers.values()].flatMap((list) => [...list]),
    ...[...engine].flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  ]);
  for (const unit of all) {
    const declares = unit.calls.some(
      ({ expression: { callee } }) => callee.kind === "member" && callee.name === "add_argument",
    );
    if (!declares || engine.has(unit)) continue;
    helpers.delete(unit);
    callers.set(unit, new Set([...names, ...(callers.get(unit) ?? [])]));
  }
}

function listed(all: readonly FunctionUnit[], { engine, helpers, callers }: Reach): EngineCode[] {
  return [...all].sort(bySource).flatMap((unit): readonly EngineCode[] => {
    const { name } = unit;
    const { path } = unit.module;
    if (engine.has(unit)) return [{ name, path, reach: "engine" }];
    if (helpers.has(unit)) return [{ name, path, reach: "helper" }];
    const names = callers.get(unit);
    return names === undefined ? [] : [{ name, path, reach: "caller", names: [...names].sort() }];
  });
}

/** Tests and measuring scripts show how code is used; what runs for people is elsewhere. */
function isProduct(unit: FunctionUnit): boolean {
  return !isTestPath(unit.module.path) && !/(^|\/)(benchmarks?|docs?|setup\.py$)(\/|$)/.test(unit.module.path);
}
