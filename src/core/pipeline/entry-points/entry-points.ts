import type { Place } from "../../workspace/workspace";
import type { Program, ResolvedCall } from "../link/program";
import {
  type Argument,
  type CallExpression,
  type Expression,
  type FunctionUnit,
  type ModuleUnit,
  moduleOf,
  type Unit,
} from "../lower/unit";
import type { EntryPoint } from "../map";
import { type Framework, frameworks, routeVerb, webPackages } from "./frameworks";
import { mainEntries } from "./main-entries";
import { nextHandlers } from "./next-handlers";

/** A place that starts work, before its options are followed. */
export interface FoundEntry {
  readonly kind: EntryPoint["kind"];
  readonly framework: string;
  readonly name: string;
  /** The function that runs, or the module whose own body runs. */
  readonly runs: FunctionUnit | ModuleUnit;
  readonly place: Place;
  readonly options: readonly Argument[];
  /** Unit whose names the options use. */
  readonly unit: Unit;
}

export function findEntryPoints(program: Program): FoundEntry[] {
  const decorated = program.modules.flatMap((module) =>
    module.functions.flatMap((unit) => unit.decorators.flatMap((one) => decoratedEntry(one, unit, program) ?? [])),
  );
  const registered = program.calls.flatMap((call) => registeredEntries(call, program));
  const known = new Set([...decorated, ...registered].map((entry) => entry.runs));
  const mains = mainEntries(program).filter((entry) => !known.has(entry.runs));
  return [...decorated, ...registered, ...workerFunctions(program), ...nextHandlers(program), ...mains];
}

function decoratedEntry(decorator: Expression, unit: FunctionUnit, program: Program): FoundEntry | undefined {
  const call = decorator.kind === "call" ? decorator : undefined;
  const callee = call?.callee ?? decorator;
  const found = frameworkOf(callee, unit.parent, program) ?? likelyRoute(callee, call, unit, program);
  if (found === undefined) return undefined;
  return {
    ...found,
    name: nameOf(found, callee, call?.arguments ?? [], unit),
    runs: unit,
    place: { path: unit.module.path, line: decorator.line },
    options: (call?.arguments ?? []).filter((argument) => argument.name !== undefined),
    unit: unit.parent,
  };
}

function frameworkOf(
  callee: Expression,
  unit: Unit,
  program: Program,
): Pick<Framework, "framework" | "kind"> | undefined {
  for (const entity of program.evaluator.evaluate(callee, unit)) {
    if (entity.kind !== "external") continue;
    const found = frameworks.find(({ decorator }) => decorator?.test(entity.path));
    if (found !== undefined) return found;
  }
  if (callee.kind !== "member" || callee.name !== "command") return undefined;
  // `@cli.command()`, where `cli` is a function that `@click.group()` made a command.
  const groups = program.evaluator.evaluate(callee.object, unit);
  const isGroup = groups.some(
    (entity) =>
      entity.kind === "function" &&
      entity.unit.decorators.some((one) => {
        const inner = one.kind === "call" ? one.callee : one;
        return frameworkOf(inner, entity.unit.parent, program)?.framework === "click";
      }),
  );
  return isGroup ? { framework: "click", kind: "command" } : undefined;
}

function likelyRoute(
  callee: Expression,
  call: CallExpression | undefined,
  unit: FunctionUnit,
  program: Program,
): Pick<Framework, "framework" | "kind"> | undefined {
  const [first] = call?.arguments ?? [];
  const isPath = first?.name === undefined && first?.value.kind === "literal" && first.value.value.startsWith("/");
  if (callee.kind !== "member" || !routeVerb.test(callee.name) || !isPath) return undefined;
  if (program.evaluator.evaluate(callee.object, unit.parent).some((entity) => entity.kind === "external"))
    return undefined;
  const framework = webPackages.find((name) => importsPackage(unit.module, name));
  return { framework: framework ?? "http", kind: "route" };
}

function registeredEntries(call: ResolvedCall, program: Program): FoundEntry[] {
  const { expression, unit } = call.site;
  // The call as written: `queue.enqueue(fn)` otherwise counts as a call of `fn`.
  const found = program.evaluator
    .evaluate(expression.callee, unit)
    .flatMap((entity) => (entity.kind === "external" ? [entity.path] : []))
    .map((path) => frameworks.find(({ registration }) => registration?.test(path)))
    .find((framework) => framework !== undefined);
  const runs = call.targets.at(-1);
  if (found === undefined || runs === undefined) return [];
  const place = { path: moduleOf(unit).path, line: expression.line };
  const options = found.withoutOptions === true ? [] : optionsOf(expression.arguments);
  return [{ ...found, name: nameOf(found, expression.callee, expression.arguments, runs), runs, place, options, unit }];
}

/** Named arguments, and the entries of an object of options. */
function optionsOf(list: readonly Argument[]): readonly Argument[] {
  return list.flatMap((argument) => {
    if (argument.name !== undefined) return argument.value.kind === "function" ? [] : [argument];
    return argument.value.kind === "dictionary" ? argument.value.entries : [];
  });
}

/** arq: `class WorkerSettings: functions = [transcribe]`. */
function workerFunctions(program: Program): FoundEntry[] {
  return program.modules.flatMap((module) =>
    module.classes
      .filter((one) => one.shortName.endsWith("WorkerSettings"))
      .flatMap((one) => (one.bindings.get("functions") ?? []).map((binding) => ({ one, binding })))
      .flatMap(({ one, binding }) => {
        const list = binding.kind === "value" && binding.value?.kind === "list" ? binding.value.items : [];
        return list.flatMap((item) =>
          program.evaluator.evaluate(item, one).flatMap((entity): FoundEntry[] => {
            if (entity.kind !== "function") return [];
            const place = { path: module.path, line: item.line };
            const name = entity.unit.shortName;
            return [{ kind: "task", framework: "arq", name, runs: entity.unit, place, options: [], unit: one }];
          }),
        );
      }),
  );
}

/** A route is called by its method and path, everything else by its function. */
function nameOf(
  { kind }: Pick<Framework, "kind">,
  callee: Expression,
  list: readonly Argument[],
  unit: FunctionUnit,
): string {
  const [first] = list;
  const path =
    first?.name === undefined && first?.value.kind === "literal" && first.value.isString
      ? first.value.value
      : undefined;
  if (kind === "task") return unit.shortName.startsWith("anonymous@") ? (path ?? unit.shortName) : unit.shortName;
  if (kind !== "route" || path === undefined) return unit.shortName;
  const verb =
    callee.kind === "member" && /^(get|post|put|patch|delete|head|options)$/.test(callee.name) ? callee.name : "";
  return verb === "" ? path : `${verb.toUpperCase()} ${path}`;
}

function importsPackage(module: ModuleUnit, name: string): boolean {
  return [...module.bindings.values()]
    .flat()
    .some((binding) => binding.kind === "import" && (binding.from === name || binding.from.startsWith(`${name}.`)));
}
