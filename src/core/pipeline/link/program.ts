import type { Argument, CallSite, ClassUnit, Expression, FunctionUnit, ModuleUnit, Unit } from "../lower/unit";
import type { Construction, Entity } from "./entity";
import { type Discriminators, Evaluator } from "./evaluator";
import { Members } from "./members";
import type { ModuleIndex } from "./module-index";
import { Scopes } from "./scopes";
import { effectiveCall } from "./wrappers";

export interface ResolvedCall {
  readonly site: CallSite;
  /** Callee and arguments after wrappers are taken off. */
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  readonly wrapper: string | undefined;
  readonly entities: readonly Entity[];
  /** Functions of the workspace that get these arguments. */
  readonly runs: readonly FunctionUnit[];
  /** Functions of the workspace that the call runs, or hands on for someone to run. */
  readonly targets: readonly FunctionUnit[];
}

/** One call of a function, seen from the function. */
export interface Caller {
  readonly call: ResolvedCall;
  /** How many parameters the receiver fills: 1 for `self`. */
  readonly shift: number;
}

/** All parsed modules, linked: names lead to what they stand for, calls to what they run. */
export class Program {
  readonly modules: readonly ModuleUnit[];
  readonly scopes: Scopes;
  readonly members: Members;
  readonly evaluator: Evaluator;
  readonly calls: readonly ResolvedCall[];
  readonly #callers: ReadonlyMap<FunctionUnit, readonly Caller[]>;
  readonly #constructions: ReadonlyMap<ClassUnit, readonly Construction[]>;

  constructor(modules: readonly ModuleUnit[], index: ModuleIndex, discriminators: Discriminators) {
    this.modules = modules;
    this.scopes = new Scopes(new Map(modules.map((module) => [module.path, module])), index);
    this.members = new Members(modules.flatMap((module) => module.classes));
    const methods = uniqueMethods(modules);
    // What callers pass is only known once the calls are resolved, so the calls are resolved twice.
    const first = new Evaluator(this.scopes, this.members, { discriminators, passed: () => [] });
    const callers = callersOf(resolveAll(modules, first, this.scopes, methods));
    this.evaluator = new Evaluator(this.scopes, this.members, {
      discriminators,
      passed: ({ unit, name, index }) => passedBy(callers.get(unit) ?? [], name, index),
    });
    this.calls = resolveAll(modules, this.evaluator, this.scopes, methods);
    this.#callers = callersOf(this.calls);
    this.#constructions = constructionsIn(this.calls);
  }

  callersOf(unit: FunctionUnit): readonly Caller[] {
    return this.#callers.get(unit) ?? [];
  }

  /** Calls that make an instance of the class. */
  constructionsOf(unit: ClassUnit): readonly Construction[] {
    return this.#constructions.get(unit) ?? [];
  }

  /** What callers pass for a parameter. */
  passed(unit: FunctionUnit, name: string, index: number): readonly PassedValue[] {
    return passedBy(this.callersOf(unit), name, index);
  }
}

export interface PassedValue {
  readonly value: Expression;
  readonly unit: Unit;
}

function passedBy(callers: readonly Caller[], name: string, index: number): readonly PassedValue[] {
  return callers.flatMap(({ call, shift }) => {
    const named = call.arguments.find((argument) => argument.name === name);
    const unnamed = call.arguments.filter((argument) => argument.name === undefined);
    const isSpread = unnamed.slice(0, index - shift + 1).some((argument) => argument.isSpread);
    const argument = named ?? (index >= shift && !isSpread ? unnamed[index - shift] : undefined);
    return argument === undefined ? [] : [{ value: argument.value, unit: call.site.unit }];
  });
}

function resolveAll(
  modules: readonly ModuleUnit[],
  evaluator: Evaluator,
  scopes: Scopes,
  methods: ReadonlyMap<string, FunctionUnit>,
): ResolvedCall[] {
  const sites = modules.flatMap((module) =>
    [module, ...module.classes, ...module.functions].flatMap((unit: Unit) => unit.calls),
  );
  const included = new Set<unknown>();
  const resolved = sites.map((site): ResolvedCall => {
    const { callee, wrapper, includes, ...call } = effectiveCall(site.expression, site.unit, evaluator, scopes);
    for (const inner of includes) included.add(inner);
    const entities = evaluator.evaluate(callee, site.unit);
    const runs = new Set([
      ...entities.flatMap((entity) => runBy(entity, evaluator)),
      ...methodsOfFunctions(callee, site.unit, evaluator),
      ...(entities.length === 0 ? byUniqueName(callee, site.unit, evaluator, methods) : []),
    ]);
    const targets = new Set([...runs, ...call.arguments.flatMap((one) => handedOn(one, site.unit, evaluator))]);
    return { site, callee, arguments: call.arguments, wrapper, entities, runs: [...runs], targets: [...targets] };
  });
  return resolved.filter((call) => !included.has(call.site.expression));
}

function runBy(entity: Entity, evaluator: Evaluator): FunctionUnit[] {
  if (entity.kind === "function") return [entity.unit];
  if (entity.kind !== "class" && entity.kind !== "instance") return [];
  // Frameworks call `forward` and `_forward` when an instance is called.
  const names = entity.kind === "class" ? ["__init__", "constructor"] : ["__call__", "forward", "_forward"];
  const instance: Entity = { kind: "instance", unit: entity.unit };
  return names.map((name) => functionsAmong(evaluator.member(instance, name))).find((found) => found.length > 0) ?? [];
}

/** `task.send(…)`, `task.delay(…)`: a method of a function object of the workspace runs that function. */
function methodsOfFunctions(callee: Expression, unit: Unit, evaluator: Evaluator): FunctionUnit[] {
  if (callee.kind !== "member") return [];
  const objects = evaluator.evaluate(callee.object, unit);
  if (callee.name !== "__call__") return functionsAmong(objects);
  return objects.flatMap((entity) => (entity.kind === "instance" ? runBy(entity, evaluator) : []));
}

function handedOn(argument: Argument, unit: Unit, evaluator: Evaluator): FunctionUnit[] {
  const { value } = argument;
  if (value.kind === "function") return [value.unit];
  const mayBeFunction = value.kind === "name" || value.kind === "member" || value.kind === "call";
  return mayBeFunction ? functionsAmong(evaluator.evaluate(value, unit)) : [];
}

/** A method whose receiver could not be followed, when only one class of the workspace has a method of that name. */
function byUniqueName(
  callee: Expression,
  unit: Unit,
  evaluator: Evaluator,
  methods: ReadonlyMap<string, FunctionUnit>,
): FunctionUnit[] {
  if (callee.kind !== "member" || evaluator.evaluate(callee.object, unit).length > 0) return [];
  const method = methods.get(callee.name);
  return method === undefined ? [] : [method];
}

function functionsAmong(entities: readonly Entity[]): FunctionUnit[] {
  return entities.flatMap((entity) => (entity.kind === "function" ? [entity.unit] : []));
}

/** Shorter names (`get`, `run`, `load`) are everybody's, so being unique here means nothing. */
const shortestUniqueName = 8;

function uniqueMethods(modules: readonly ModuleUnit[]): ReadonlyMap<string, FunctionUnit> {
  const counted = new Map<string, FunctionUnit[]>();
  for (const method of modules.flatMap((module) => module.functions).filter((unit) => unit.parent.kind === "class")) {
    if (method.shortName.length >= shortestUniqueName) {
      counted.set(method.shortName, [...(counted.get(method.shortName) ?? []), method]);
    }
  }
  return new Map(
    [...counted].flatMap(([name, [method, ...others]]) => (method && others.length === 0 ? [[name, method]] : [])),
  );
}

function callersOf(calls: readonly ResolvedCall[]): ReadonlyMap<FunctionUnit, readonly Caller[]> {
  const callers = new Map<FunctionUnit, Caller[]>();
  for (const call of calls) {
    for (const target of call.runs) {
      const known = callers.get(target) ?? [];
      known.push({ call, shift: shiftOf(target, call) });
      callers.set(target, known);
    }
  }
  return callers;
}

function constructionsIn(calls: readonly ResolvedCall[]): ReadonlyMap<ClassUnit, readonly Construction[]> {
  const constructions = new Map<ClassUnit, Construction[]>();
  for (const { entities, site } of calls) {
    for (const entity of entities) {
      if (entity.kind !== "class") continue;
      const known = constructions.get(entity.unit) ?? [];
      known.push({ call: site.expression, unit: site.unit });
      constructions.set(entity.unit, known);
    }
  }
  return constructions;
}

function shiftOf(target: FunctionUnit, call: ResolvedCall): number {
  const [first] = target.parameters;
  if (target.parent.kind !== "class" || first === undefined || !["self", "cls"].includes(first.name)) return 0;
  // `Service.method(service, …)` passes the receiver itself.
  const direct = call.entities.some((entity) => entity.kind === "function" && entity.unit === target);
  const onClass =
    call.callee.kind === "member" && call.callee.object.kind === "name" && isClassName(call.callee.object.name);
  return direct && onClass && first.name === "self" ? 0 : 1;
}

function isClassName(name: string): boolean {
  return /^[A-Z]\w*[a-z]/.test(name);
}
