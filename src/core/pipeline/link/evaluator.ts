import { BoundedMemo } from "../bounded-memo";
import {
  type Binding,
  type CallExpression,
  type Expression,
  type FunctionUnit,
  itemsOf,
  type ModuleUnit,
  moduleOf,
  type Unit,
} from "../lower/unit";
import { instancesOf } from "./annotations";
import { decidingWords } from "./deciding-words";
import { distinct, type Entity } from "./entity";
import { isPropertyLike, type Members } from "./members";
import type { FoundBinding, Scopes } from "./scopes";

type ValueBinding = Binding & { readonly kind: "value" };
type ParameterBinding = Binding & { readonly kind: "parameter" };

/** Real code needs far less. */
const bounds = { depth: 60, steps: 2_000, total: 400_000 };

/** Factories whose first argument decides what they make, for example `boto3.client("s3")`, and its keyword. */
export type Discriminators = ReadonlyMap<string, string>;

export interface EvaluatorPorts {
  readonly discriminators: Discriminators;
  /** What callers pass for a parameter; nothing while the callers are not known yet. */
  readonly passed: (parameter: {
    readonly unit: FunctionUnit;
    readonly name: string;
    readonly index: number;
  }) => readonly {
    readonly value: Expression;
    readonly unit: Unit;
  }[];
}

/** Says what expressions may stand for, by following names, members and calls. Cycles and depth are bounded. */
export class Evaluator {
  readonly #scopes: Scopes;
  readonly #importing = new Set<string>();
  readonly #members: Members;
  readonly #ports: EvaluatorPorts;
  readonly #memo = new BoundedMemo<Expression, readonly Entity[]>(bounds, (entities) => entities.length === 0);

  constructor(scopes: Scopes, members: Members, ports: EvaluatorPorts) {
    this.#scopes = scopes;
    this.#members = members;
    this.#ports = ports;
  }

  evaluate(expression: Expression, unit: Unit): readonly Entity[] {
    return this.#memo.answer(
      expression,
      () => distinct(this.#evaluate(expression, unit)),
      () => [],
    );
  }

  get isTired(): boolean {
    return this.#memo.isTired;
  }

  /** The entities that `name` of an entity stands for. */
  member(entity: Entity, name: string): readonly Entity[] {
    switch (entity.kind) {
      case "external":
        return [{ kind: "external", path: `${entity.path}.${name}` }];
      case "module":
        return this.#boundIn(entity.module, name);
      case "class":
      case "instance":
        return this.#memberOfClass(entity, name);
      case "dictionary":
        return entity.expression.entries
          .filter((entry) => entry.name === name)
          .flatMap((entry) => this.evaluate(entry.value, entity.unit));
      default:
        return [];
    }
  }

  #evaluate(expression: Expression, unit: Unit): readonly Entity[] {
    switch (expression.kind) {
      case "name":
        return this.#name(expression.name, unit);
      case "member":
        return this.#all(expression.object, unit, (entity) => this.member(entity, expression.name));
      case "subscript":
        return this.#subscript(expression.object, expression.index, unit);
      case "call":
        return this.#call(expression, unit);
      case "dictionary":
        return [{ kind: "dictionary", expression, unit }];
      case "list":
        return [{ kind: "list", items: expression.items, unit }];
      case "choice":
        return expression.options.flatMap((option) => this.evaluate(option, unit));
      case "element":
        return this.#element(expression.of, expression.index, unit);
      case "function":
        return [{ kind: "function", unit: expression.unit }];
      default:
        return [];
    }
  }

  #all(expression: Expression, unit: Unit, each: (entity: Entity) => readonly Entity[]): readonly Entity[] {
    return this.evaluate(expression, unit).flatMap(each);
  }

  #name(name: string, unit: Unit): readonly Entity[] {
    const self = this.#scopes.selfOf(name, unit);
    if (self !== undefined) return [self];
    const owner = this.#scopes.ownerOf(name, unit);
    if (owner !== undefined) return this.#boundIn(owner, name);
    return name === "process" ? [{ kind: "external", path: name }] : [];
  }

  #boundIn(owner: Unit, name: string): readonly Entity[] {
    return this.#scopes.bindingsIn(owner, name).flatMap((found) => this.#bound(found));
  }

  #bound({ binding, module }: FoundBinding): readonly Entity[] {
    switch (binding.kind) {
      case "function":
        return [{ kind: "function", unit: binding.unit }];
      case "class":
        return [{ kind: "class", unit: binding.unit }];
      case "import":
        return this.#imported(module, binding.from, binding.member);
      case "value":
        return this.#value(binding);
      case "parameter":
        return this.#parameter(binding);
    }
  }

  #imported(module: ModuleUnit, from: string, member: string | undefined): readonly Entity[] {
    const target = this.#scopes.importTarget(module, from, member);
    if (target.kind !== "bound") return [target];
    // Modules may import a name from each other, or a package from itself; nobody binds it then.
    const step = `${target.module.path} ${target.name}`;
    if (this.#importing.has(step)) return [];
    this.#importing.add(step);
    try {
      return this.#boundIn(target.module, target.name);
    } finally {
      this.#importing.delete(step);
    }
  }

  #value({ value, annotation, unit }: ValueBinding): readonly Entity[] {
    return this.#typed(value === undefined ? [] : this.evaluate(value, unit), annotation, unit);
  }

  /** A type of the workspace says more than "something from a package"; other types only help when nothing is known. */
  #typed(values: readonly Entity[], annotation: Expression | undefined, unit: Unit): readonly Entity[] {
    if (annotation === undefined || values.some((entity) => entity.kind !== "external")) return values;
    const typed = instancesOf(annotation, unit, this);
    return values.length === 0 ? typed : [...typed.filter((entity) => entity.kind === "instance"), ...values];
  }

  #parameter({ unit, parameter, index }: ParameterBinding): readonly Entity[] {
    const typed = parameter.annotation === undefined ? [] : instancesOf(parameter.annotation, unit.parent, this);
    const defaults = parameter.defaultValue === undefined ? [] : this.evaluate(parameter.defaultValue, unit.parent);
    const passed = this.#ports
      .passed({ unit, name: parameter.name, index })
      .flatMap((argument) => this.evaluate(argument.value, argument.unit));
    if (typed.length === 0 && defaults.length === 0) return passed;
    // The type says what it is; an instance that a caller made also says what is in it.
    const made = passed.filter((entity) => entity.kind === "instance");
    return [...made, ...(made.length > 0 ? typed.filter((entity) => entity.kind !== "instance") : typed), ...defaults];
  }

  #memberOfClass(entity: Entity & { kind: "class" | "instance" }, name: string): readonly Entity[] {
    const { owners, externalBases } = this.#members.find(entity.unit, name, this);
    if (owners.length === 0 || (name === "__init__" && entity.kind === "class")) {
      const suffix = entity.kind === "instance" ? `().${name}` : `.${name}`;
      return owners.length > 0 ? [] : externalBases.map((path) => ({ kind: "external", path: `${path}${suffix}` }));
    }
    return owners.flatMap(({ bindings }) => bindings.flatMap((binding) => this.#ownMember(binding)));
  }

  #ownMember(binding: Binding): readonly Entity[] {
    if (binding.kind === "value") return this.#value(binding);
    if (binding.kind === "class") return [{ kind: "class", unit: binding.unit }];
    if (binding.kind !== "function") return [];
    if (!isPropertyLike(binding.unit)) return [{ kind: "function", unit: binding.unit }];
    return binding.unit.returns.flatMap((value) => this.evaluate(value, binding.unit));
  }

  #subscript(object: Expression, index: Expression | undefined, unit: Unit): readonly Entity[] {
    const key = index?.kind === "literal" ? index.value : undefined;
    const stored = this.#stored(object, unit);
    return [
      ...stored,
      ...this.#all(object, unit, (entity) => {
        if (entity.kind === "external") return [{ kind: "external", path: `${entity.path}[]` }];
        if (entity.kind === "dictionary") return this.#entries(entity, key);
        if (entity.kind === "list") return entity.items.flatMap((item) => this.evaluate(item, entity.unit));
        return [];
      }),
    ];
  }

  #entries(entity: Entity & { kind: "dictionary" }, key: string | undefined): readonly Entity[] {
    return entity.expression.entries
      .filter((entry) => key === undefined || entry.name === undefined || entry.name === key)
      .flatMap((entry) => this.evaluate(entry.value, entity.unit));
  }

  /** What was put into a container by `container[key] = value`. */
  #stored(container: Expression, unit: Unit): readonly Entity[] {
    if (container.kind === "name") {
      const owner = this.#scopes.ownerOf(itemsOf(container.name), unit);
      return owner === undefined ? [] : this.#boundIn(owner, itemsOf(container.name));
    }
    if (container.kind !== "member") return [];
    return this.#all(container.object, unit, (entity) =>
      entity.kind === "instance" || entity.kind === "class" ? this.#memberOfClass(entity, itemsOf(container.name)) : [],
    );
  }

  #element(of: Expression, index: number | undefined, unit: Unit): readonly Entity[] {
    return this.#all(of, unit, (entity) => {
      if (entity.kind === "external") return [{ kind: "external", path: `${entity.path}[]` }];
      if (entity.kind === "dictionary") return this.#entries(entity, undefined);
      if (entity.kind !== "list") return [];
      const items = index === undefined ? entity.items : entity.items.slice(index, index + 1);
      return items.flatMap((item) => this.evaluate(item, entity.unit));
    });
  }

  #call(call: CallExpression, unit: Unit): readonly Entity[] {
    const { callee } = call;
    if (callee.kind === "name" && callee.name === "super") return this.#members.basesAsInstances(unit, this);
    if (callee.kind === "name" && (callee.name === "require" || callee.name === "import")) {
      const [from] = call.arguments;
      if (from?.value.kind === "literal") return this.#imported(moduleOf(unit), from.value.value, undefined);
    }
    if (callee.kind === "member" && ["get", "setdefault", "pop"].includes(callee.name)) {
      const stored = [...this.#stored(callee.object, unit), ...this.#fallback(call, unit)];
      if (stored.length > 0) return stored;
    }
    return this.#all(callee, unit, (entity) => this.#result(entity, call, unit));
  }

  /** `cache.setdefault(key, value)`. */
  #fallback(call: CallExpression, unit: Unit): readonly Entity[] {
    const value = call.arguments[1]?.value;
    return value === undefined ? [] : this.evaluate(value, unit).filter((entity) => entity.kind === "external");
  }

  #result(entity: Entity, call: CallExpression, unit: Unit): readonly Entity[] {
    switch (entity.kind) {
      case "class":
        return [{ kind: "instance", unit: entity.unit, construction: { call, unit } }];
      case "function": {
        const returned = entity.unit.returns.flatMap((value) => this.evaluate(value, entity.unit));
        return this.#typed(returned, entity.unit.returnType, entity.unit.parent);
      }
      case "external":
        return this.#externalResult(entity.path, call, unit);
      default:
        return [];
    }
  }

  #externalResult(path: string, call: CallExpression, unit: Unit): readonly Entity[] {
    const [first, second] = call.arguments;
    if (transparent.has(path) && first !== undefined) return this.evaluate(first.value, unit);
    if (path === "typing.cast" && second !== undefined) return this.evaluate(second.value, unit);
    if (path === "fastapi.Depends" && first !== undefined) {
      return this.#all(first.value, unit, (entity) => this.#result(entity, { ...call, arguments: [] }, unit));
    }
    const keyword = this.#ports.discriminators.get(path);
    if (keyword === undefined) return [{ kind: "external", path: `${path}()` }];
    return decidingWords(call, keyword, unit, this, this.#scopes, this.#members).map((word) => ({
      kind: "external",
      path: `${path}(${word})`,
    }));
  }
}

/** Calls that hand back what they were given, or a function that does the same. */
const transparent = new Set([
  "functools.partial",
  "functools.lru_cache",
  "functools.cache",
  "functools.wraps",
  "functools.lru_cache()",
  "asgiref.sync.sync_to_async",
  "asyncio.wait_for",
  "copy.copy",
]);
