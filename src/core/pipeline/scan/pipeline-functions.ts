import type { ResolvedCall } from "../link/program";
import { moduleOf, type ParameterUnit, textOf, type Unit } from "../lower/unit";
import type { DeclaredParameter, PipelineCall, PipelineFunction } from "../map";
import { callParameters } from "../values/call-parameters";
import type { ValueFollower } from "../values/follower";
import type { CallGraph, Runnable } from "./call-graph";
import { placeOf } from "./places";

export function pipelineFunctions(
  units: readonly Runnable[],
  graph: CallGraph,
  follower: ValueFollower,
): PipelineFunction[] {
  const names = new Set(units.map((unit) => unit.name));
  return units.map((unit) => ({
    name: unit.name,
    place: placeOfRunnable(unit),
    isAsync: unit.kind === "function" && unit.isAsync,
    ...(unit.kind === "function" && unit.isGenerator ? { isGenerator: true } : {}),
    ...(unit.kind === "function" ? { declares: unit.parameters.map((parameter) => declared(parameter, unit)) } : {}),
    calls: (graph.callsOf.get(unit) ?? []).map((call) => pipelineCall(call, names, follower)),
  }));
}

function declared({ name, annotation, defaultValue, isRest }: ParameterUnit, unit: Runnable): DeclaredParameter {
  return {
    name,
    ...(annotation && { annotation: textOf(annotation, unit, 200) }),
    ...(defaultValue && { defaultText: textOf(defaultValue, unit, 200) }),
    ...(isRest && { isRest }),
  };
}

function pipelineCall(call: ResolvedCall, names: ReadonlySet<string>, follower: ValueFollower): PipelineCall {
  const { site, targets } = call;
  return {
    text: textOf(site.expression.callee, site.unit, 80),
    place: placeOf(site.expression, site.unit),
    targets: targets.map((target) => target.name).filter((name) => names.has(name)),
    parameters: callParameters(call, positionalNames(call), follower),
    guarded: site.guarded,
    ...(site.expression.isAwaited === true ? { isAwaited: true } : {}),
  };
}

/** Names that the called function gives its parameters. */
function positionalNames(call: ResolvedCall): readonly string[] {
  const [target] = call.runs;
  const names = (target?.parameters ?? []).map((parameter) => parameter.name);
  return target?.parent.kind === "class" && ["self", "cls"].includes(names[0] ?? "") ? names.slice(1) : names;
}

function placeOfRunnable(unit: Runnable): PipelineFunction["place"] {
  const line = unit.kind === "function" ? unit.line : 1;
  const endLine = unit.kind === "function" ? unit.endLine : unit.lines.length;
  return placeOf({ line, endLine }, unit);
}

export function isRunnable(unit: Unit): unit is Runnable {
  return unit.kind === "function" || unit.kind === "module";
}

/** Source order: by path, then by line. */
export function bySource(left: Unit, right: Unit): number {
  return comparePaths(moduleOf(left).path, moduleOf(right).path) || lineOf(left) - lineOf(right);
}

function lineOf(unit: Unit): number {
  return unit.kind === "module" ? 0 : unit.line;
}

export function comparePaths(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
