import { BoundedMemo } from "../bounded-memo";
import type { Entity } from "../link/entity";
import type { Program } from "../link/program";
import type { FoundBinding } from "../link/scopes";
import { type CallExpression, type Expression, type FunctionUnit, moduleOf, textOf, type Unit } from "../lower/unit";
import type { Value, ValueOrigin } from "../map";
import { isTestPath } from "../test-path";
import { followExternalCall, followExternalMember } from "./external";
import { followField } from "./fields";
import { followParameter } from "./parameters";
import { freest, from, isDecidedElsewhere, valueAt } from "./traced";

/** Longer chains are cut: the origin is then unknown. */
const bounds = { depth: 20, steps: 600, total: 300_000 };

/** Callers of a function that are asked what they pass. */
const maximumCallers = 8;

/** Follows values from their use to the place that decides them. */
export class ValueFollower {
  readonly program: Program;
  /** Functions that a person or a queue starts: their parameters come from outside. */
  readonly entryFunctions: ReadonlySet<FunctionUnit>;
  readonly #memo = new BoundedMemo<Expression, Value>(bounds, (value) => value.origin === "unknown");

  constructor(program: Program, entryFunctions: ReadonlySet<FunctionUnit>) {
    this.program = program;
    this.entryFunctions = entryFunctions;
  }

  follow(expression: Expression, unit: Unit): Value {
    return this.#memo.answer(
      expression,
      () => this.#follow(expression, unit),
      () => unknownAt(expression, unit),
    );
  }

  get isTired(): boolean {
    return this.#memo.isTired || this.program.evaluator.isTired;
  }

  /** A name that is bound in `owner`, for example a constant of a module. */
  followBound(bindings: readonly FoundBinding[]): Value | undefined {
    return freest(bindings.slice(0, 6).flatMap((found) => this.#binding(found) ?? []));
  }

  /** Values that callers pass; what tests pass to production code says nothing. */
  passed(unit: FunctionUnit, name: string, index: number): readonly Value[] {
    const isTest = isTestPath(unit.module.path);
    const all = this.program.passed(unit, name, index);
    const counted = isTest ? all : all.filter((one) => !isTestPath(moduleOf(one.unit).path));
    return counted.slice(0, maximumCallers).map((one) => this.follow(one.value, one.unit));
  }

  #follow(expression: Expression, unit: Unit): Value {
    switch (expression.kind) {
      case "literal":
        return valueAt(expression, unit, expression.value, "literal");
      case "name":
        return this.#name(expression, unit);
      case "member":
        return this.#member(expression, unit);
      case "subscript":
        return this.#subscript(expression, unit);
      case "call":
        return this.#call(expression, unit);
      case "choice":
        return this.#freestOf(expression, expression.options, unit);
      case "element":
        return this.#element(expression, unit);
      case "list":
        return this.#parts(expression, expression.items, unit);
      case "dictionary":
        return this.#parts(
          expression,
          expression.entries.map((entry) => entry.value),
          unit,
        );
      case "opaque":
        return this.#parts(expression, expression.children, unit);
      default:
        return unknownAt(expression, unit);
    }
  }

  #name(expression: Expression & { kind: "name" }, unit: Unit): Value {
    const { scopes } = this.program;
    const owner = scopes.ownerOf(expression.name, unit);
    const value = owner === undefined ? undefined : this.followBound(scopes.bindingsIn(owner, expression.name));
    return value === undefined ? unknownAt(expression, unit) : from(expression, unit, value);
  }

  #binding({ binding, module }: FoundBinding): Value | undefined {
    switch (binding.kind) {
      case "value": {
        if (binding.value === undefined) return undefined;
        const value = this.follow(binding.value, binding.unit);
        const isShared = binding.unit.kind !== "function";
        const origin: ValueOrigin = isShared && value.origin === "literal" ? "constant" : value.origin;
        return from(binding, binding.unit, value, origin);
      }
      case "import": {
        const target = this.program.scopes.importTarget(module, binding.from, binding.member);
        return target.kind === "bound"
          ? this.followBound(this.program.scopes.bindingsIn(target.module, target.name))
          : undefined;
      }
      case "parameter":
        return followParameter(binding, this);
      default:
        return undefined;
    }
  }

  #member(expression: Expression & { kind: "member" }, unit: Unit): Value {
    const { evaluator } = this.program;
    const values = evaluator.evaluate(expression.object, unit).flatMap((entity): readonly Value[] => {
      const value = this.#memberOf(entity, expression, unit);
      return value === undefined ? [] : [value];
    });
    const value = freest(values);
    if (value !== undefined) return from(expression, unit, value);
    // `Size.BASE.value` of an enumeration, and `request.form` of whatever the request is.
    const object = this.follow(expression.object, unit);
    if (expression.name === "value" && object.origin !== "unknown") return object;
    return partOf(object, expression, unit);
  }

  #memberOf(entity: Entity, expression: Expression & { kind: "member" }, unit: Unit): Value | undefined {
    switch (entity.kind) {
      case "module":
        return this.followBound(this.program.scopes.bindingsIn(entity.module, expression.name));
      case "class":
      case "instance":
        return followField(entity, expression.name, this);
      case "dictionary": {
        const entry = entity.expression.entries.find((one) => one.name === expression.name);
        return entry === undefined ? undefined : this.follow(entry.value, entity.unit);
      }
      case "external":
        return followExternalMember(entity.path, expression.name, expression, unit, this);
      default:
        return undefined;
    }
  }

  #subscript(expression: Expression & { kind: "subscript" }, unit: Unit): Value {
    const key = expression.index?.kind === "literal" ? expression.index.value : undefined;
    const values = this.program.evaluator.evaluate(expression.object, unit).flatMap((entity): readonly Value[] => {
      if (entity.kind === "external") {
        const value = followExternalMember(entity.path, key ?? "", expression, unit, this);
        return value === undefined ? [] : [value];
      }
      const item = key === undefined ? undefined : itemAt(entity, key);
      return item === undefined ? [] : [this.#shared(item.value, item.unit)];
    });
    const value = freest(values);
    if (value !== undefined) return from(expression, unit, value);
    const parts = expression.index === undefined ? [expression.object] : [expression.index, expression.object];
    return partOf(freest(parts.map((part) => this.follow(part, unit))), expression, unit);
  }

  /** A literal outside of functions is a constant. */
  #shared(expression: Expression, unit: Unit): Value {
    const value = this.follow(expression, unit);
    return unit.kind !== "function" && value.origin === "literal" ? { ...value, origin: "constant" } : value;
  }

  #call(expression: CallExpression, unit: Unit): Value {
    const values = this.program.evaluator.evaluate(expression.callee, unit).flatMap((entity): readonly Value[] => {
      if (entity.kind === "function") {
        return entity.unit.returns.slice(0, 4).map((value) => this.follow(value, entity.unit));
      }
      const value = entity.kind === "external" ? followExternalCall(entity.path, expression, unit, this) : undefined;
      return value === undefined ? [] : [value];
    });
    const value = freest(values) ?? this.#unfollowedCall(expression, unit);
    return from(expression, unit, value);
  }

  /** Conversions keep the value; `.get(key, fallback)` and methods of strings keep where it comes from. */
  #unfollowedCall(expression: CallExpression, unit: Unit): Value {
    const { callee } = expression;
    const [first, second] = expression.arguments;
    if (callee.kind === "name" && conversions.has(callee.name) && first !== undefined) {
      return this.follow(first.value, unit);
    }
    if (callee.kind !== "member") return unknownAt(expression, unit);
    const object = this.follow(callee.object, unit);
    if (stringMethods.has(callee.name)) return object;
    if (callee.name !== "get" || first === undefined) return partOf(object, expression, unit);
    const entry = this.#subscript(
      { ...expression, kind: "subscript", object: callee.object, index: first.value },
      unit,
    );
    const fallback = second === undefined ? [] : [this.follow(second.value, unit)];
    return freest([entry, ...fallback]) ?? unknownAt(expression, unit);
  }

  #freestOf(expression: Expression, options: readonly Expression[], unit: Unit): Value {
    const value = freest(options.map((option) => this.follow(option, unit)));
    return value === undefined ? unknownAt(expression, unit) : from(expression, unit, value);
  }

  #element(expression: Expression & { kind: "element" }, unit: Unit): Value {
    const { index } = expression;
    const lists = this.program.evaluator.evaluate(expression.of, unit);
    const values = lists.flatMap((entity): readonly Value[] => {
      const item = entity.kind === "list" && index !== undefined ? entity.items[index] : undefined;
      return item === undefined || entity.kind !== "list" ? [] : [this.follow(item, entity.unit)];
    });
    return freest(values) ?? partOf(this.follow(expression.of, unit), expression, unit);
  }

  /** A value that is put together: known when all its parts are written down, else decided where its parts are. */
  #parts(expression: Expression, parts: readonly Expression[], unit: Unit): Value {
    if (parts.length === 0 && expression.kind === "opaque") return unknownAt(expression, unit);
    const values = parts.slice(0, 8).map((part) => this.follow(part, unit));
    if (values.every((value) => value.origin === "literal")) {
      return valueAt(expression, unit, textOf(expression, unit), "literal");
    }
    return partOf(freest(values), expression, unit);
  }
}

/** The item of a list or table that is written down. */
function itemAt(entity: Entity, key: string): { readonly value: Expression; readonly unit: Unit } | undefined {
  const isList = entity.kind === "list";
  if (!isList && entity.kind !== "dictionary") return undefined;
  const value = isList ? entity.items[Number(key)] : entity.expression.entries.find((one) => one.name === key)?.value;
  return value === undefined ? undefined : { value, unit: entity.unit };
}

function unknownAt(expression: Pick<Expression, "line">, unit: Unit): Value {
  return valueAt(expression, unit, undefined, "unknown");
}

/** Something made from a value: its text is not known, but it is decided in the same place. */
function partOf(value: Value | undefined, expression: Expression, unit: Unit): Value {
  if (value === undefined || !isDecidedElsewhere(value.origin)) return unknownAt(expression, unit);
  return from(expression, unit, { ...value, text: undefined });
}

const conversions = new Set([
  "str",
  "int",
  "float",
  "bool",
  "Path",
  "list",
  "tuple",
  "String",
  "Number",
  "parseInt",
  "parseFloat",
]);
const stringMethods = new Set([
  "strip",
  "lower",
  "upper",
  "trim",
  "toLowerCase",
  "toUpperCase",
  "toString",
  "as_posix",
]);
