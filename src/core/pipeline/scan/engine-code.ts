import type { ResolvedCall } from "../link/program";
import { type FunctionUnit, type ModuleUnit, moduleOf, type Unit } from "../lower/unit";
import type { EngineCode, EngineUse, PipelineStep } from "../map";
import { isTestPath } from "../test-path";
import type { CallGraph } from "./call-graph";
import { kinOf } from "./kin";
import { mentionsOf } from "./mentions";
import { bySource } from "./pipeline-functions";
import { isPlumbing, isSurface } from "./plumbing";
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
 */
export function engineCode(
  modules: readonly ModuleUnit[],
  graph: CallGraph,
  engines: readonly EngineUse[],
  steps: readonly PipelineStep[],
): EngineCode[] {
  const all = modules.flatMap((module) => module.functions).filter(isProduct);
  const holders = new Set(engines.map(({ functionName }) => functionName));
  const stepHolders = new Set(
    steps.filter(({ kind }) => countedSteps.has(kind)).map(({ functionName }) => functionName),
  );
  const engineModules = new Set(all.filter((unit) => holders.has(unit.name)).map(moduleOf));
  const direct = all.filter(
    (unit) =>
      holders.has(unit.name) ||
      (!isSurface(moduleOf(unit)) && (stepHolders.has(unit.name) || isStepFunction(unit.shortName))),
  );
  const related = mentionsOf(all);
  const kin = kinOf(all, modules);
  const below = (unit: Unit): readonly FunctionUnit[] => [
    ...(graph.callsOf.get(unit) ?? []).flatMap(({ targets }) => targets),
    ...related(unit),
    ...kin(unit),
  ];
  const engine = new Set<FunctionUnit>(direct);
  const callers = new Map<FunctionUnit, readonly string[]>();
  const helpers = new Set<FunctionUnit>(all.filter((unit) => !isPlumbing(unit) && worksOnModels(unit)));
  climb(all, graph, engineModules, engine, callers, helpers);
  descend([...engine, ...helpers], below, (unit) => !engine.has(unit) && !isPlumbing(unit) && isProduct(unit), helpers);
  const list: EngineCode[] = [];
  for (const unit of [...all].sort(bySource)) {
    const { name } = unit;
    const { path } = unit.module;
    const names = callers.get(unit);
    if (engine.has(unit)) list.push({ name, path, reach: "engine" });
    else if (helpers.has(unit)) list.push({ name, path, reach: "helper" });
    else if (names !== undefined) list.push({ name, path, reach: "caller", names });
  }
  return list;
}

/** Adds who calls engine code; one in the same module as an engine is engine code as a whole. */
function climb(
  all: readonly FunctionUnit[],
  graph: CallGraph,
  engineModules: ReadonlySet<ModuleUnit>,
  engine: Set<FunctionUnit>,
  callers: Map<FunctionUnit, readonly string[]>,
  helpers: Set<FunctionUnit>,
): void {
  for (let depth = 0; depth < callerDepth; depth++) {
    const known = new Set<Unit>([...engine, ...callers.keys()]);
    const runsKnown = ({ targets }: ResolvedCall) => targets.some((target) => known.has(target));
    for (const unit of all) {
      if (engine.has(unit)) continue;
      const calls = graph.callsOf.get(unit) ?? [];
      const uses = calls.filter(runsKnown);
      if (uses.length === 0) continue;
      const isWhole = engineModules.has(moduleOf(unit)) || (depth === 0 && speech.test(unit.shortName));
      if (isWhole && !isPlumbing(unit)) {
        engine.add(unit);
        callers.delete(unit);
      } else if (!isSurface(moduleOf(unit))) {
        const names = namesAround(unit, uses);
        callers.set(unit, [...names].sort());
        for (const call of followedCalls(unit, calls, uses)) {
          for (const target of call.targets) if (!isPlumbing(target) && isProduct(target)) helpers.add(target);
        }
      }
    }
  }
  for (const unit of callers.keys()) helpers.delete(unit);
}

/** Who calls engine code under such a name is about nothing else. */
const speech = /transcri|recogni|decod|infer|(?:^|_)asr|align|diari|detect_lang|(?:^|_)vad|speech|segment/i;

function descend(
  starts: readonly FunctionUnit[],
  below: (unit: Unit) => readonly FunctionUnit[],
  isWanted: (unit: FunctionUnit) => boolean,
  found: Set<FunctionUnit>,
): void {
  const seen = new Set<FunctionUnit>(starts);
  for (const unit of seen) {
    for (const next of below(unit)) {
      if (seen.has(next) || !isWanted(next)) continue;
      seen.add(next);
      found.add(next);
    }
  }
}

/** Tests and measuring scripts show how code is used; what runs for people is elsewhere. */
function isProduct(unit: FunctionUnit): boolean {
  return !isTestPath(unit.module.path) && !/(^|\/)(benchmarks?|docs?|setup\.py$)(\/|$)/.test(unit.module.path);
}
