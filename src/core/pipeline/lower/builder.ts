import type { SyntaxNode } from "../syntax/tree";
import type {
  Binding,
  CallExpression,
  ClassUnit,
  Expression,
  FunctionUnit,
  ModuleUnit,
  ParameterUnit,
  Unit,
} from "./unit";
import { itemOf, itemsOf } from "./unit";

/** Where lowering stands: the unit that runs the code, and whether a surrounding `try` catches errors. */
export interface Context {
  readonly module: ModuleUnit;
  readonly unit: Unit;
  readonly guarded: boolean;
  /** Names that `global` ties to the module. */
  readonly globals: Set<string>;
}

export function createModule(path: string, language: ModuleUnit["language"], source: string): ModuleUnit {
  return {
    kind: "module",
    name: moduleName(path),
    path,
    language,
    source,
    lines: source.split("\n"),
    bindings: new Map(),
    calls: [],
    functions: [],
    functionNames: new Map(),
    classes: [],
    stars: [],
    mainLine: undefined,
  };
}

/** `app/speech/__init__.py` → `app.speech`. */
function moduleName(path: string): string {
  return path
    .replace(/\.[^./]+$/, "")
    .replace(/\/(__init__|index)$/, "")
    .replaceAll("/", ".");
}

export function addFunction(
  node: SyntaxNode,
  context: Context,
  parts: {
    readonly name: string | undefined;
    /** Whether the declaration itself makes the name known, as opposed to an assignment of the function. */
    readonly isBound: boolean;
    readonly isAsync: boolean;
    readonly decorators: readonly Expression[];
    readonly parameters: readonly ParameterUnit[];
    readonly returnType: Expression | undefined;
  },
): FunctionUnit {
  const shortName = parts.name ?? `anonymous@${node.line}`;
  const unit: FunctionUnit = {
    kind: "function",
    name: uniqueName(`${context.unit.name}.${shortName}`, context.module),
    shortName,
    module: context.module,
    parent: context.unit,
    line: node.line,
    endLine: node.endLine,
    isAsync: parts.isAsync,
    isGenerator: false,
    parameters: [...parts.parameters],
    decorators: parts.decorators,
    returnType: parts.returnType,
    returns: [],
    bindings: new Map(),
    calls: [],
  };
  for (const [index, parameter] of unit.parameters.entries()) {
    bind(unit.bindings, parameter.name, { kind: "parameter", line: parameter.line, unit, parameter, index });
  }
  context.module.functions.push(unit);
  if (parts.isBound) bind(context.unit.bindings, shortName, { kind: "function", line: node.line, unit });
  return unit;
}

/** Definitions under conditions and functions on one line share a name; in a map each needs its own. */
function uniqueName(name: string, { functionNames }: ModuleUnit): string {
  const count = (functionNames.get(name) ?? 0) + 1;
  functionNames.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

export function addClass(
  node: SyntaxNode,
  context: Context,
  parts: {
    readonly name: string;
    readonly bases: readonly Expression[];
    readonly decorators: readonly Expression[];
  },
): ClassUnit {
  const unit: ClassUnit = {
    kind: "class",
    name: `${context.unit.name}.${parts.name}`,
    shortName: parts.name,
    module: context.module,
    parent: context.unit,
    line: node.line,
    endLine: node.endLine,
    bases: parts.bases,
    decorators: parts.decorators,
    attributes: new Map(),
    bindings: new Map(),
    calls: [],
  };
  context.module.classes.push(unit);
  bind(context.unit.bindings, parts.name, { kind: "class", line: node.line, unit });
  return unit;
}

export function addCall(expression: CallExpression, context: Context): void {
  context.unit.calls.push({ expression, unit: context.unit, guarded: context.guarded });
}

/** Notes that what `await` was written before is awaited. */
export function awaited(expression: Expression): Expression {
  if (expression.kind === "call") expression.isAwaited = true;
  return expression;
}

/** Binds what an assignment to `target` makes known: a name, `self.name`, an item of a container, or parts of a tuple. */
export function assign(
  target: Expression,
  value: Expression | undefined,
  context: Context,
  annotation?: Expression,
): void {
  const binding: Binding = { kind: "value", line: target.line, unit: context.unit, value, annotation };
  if (target.kind === "name") {
    bind(context.globals.has(target.name) ? context.module.bindings : context.unit.bindings, target.name, binding);
  } else if (target.kind === "list") {
    for (const [index, item] of target.items.entries()) {
      if (value !== undefined) assign(item, elementOf(value, index), context);
    }
  } else if (target.kind === "member" && isSelf(target.object, context.unit)) {
    const owner = enclosingClass(context.unit);
    if (owner !== undefined) bind(owner.attributes, target.name, binding);
  } else if (target.kind === "subscript") {
    assignItem(target.object, itemsOf, binding, context);
    const key = target.index?.kind === "literal" ? target.index.value : undefined;
    if (key !== undefined) assignItem(target.object, (name) => itemOf(name, key), binding, context);
  }
}

function assignItem(container: Expression, item: (name: string) => string, binding: Binding, context: Context): void {
  if (container.kind === "name") {
    // A container made outside this function is shared with whoever sees the same name.
    const owner = unitThatBinds(container.name, context.unit) ?? context.module;
    bind(owner.bindings, item(container.name), binding);
  } else if (container.kind === "member" && isSelf(container.object, context.unit)) {
    const owner = enclosingClass(context.unit);
    if (owner !== undefined) bind(owner.attributes, item(container.name), binding);
  }
}

export function bind(bindings: Map<string, Binding[]>, name: string, binding: Binding): void {
  const known = bindings.get(name);
  if (known === undefined) bindings.set(name, [binding]);
  else known.push(binding);
}

export function elementOf(of: Expression, index: number | undefined): Expression {
  const { line, endLine, start, end } = of;
  return { kind: "element", of, index, line, endLine, start, end };
}

export function enclosingClass(unit: Unit): ClassUnit | undefined {
  for (let current: Unit = unit; current.kind !== "module"; current = current.parent) {
    if (current.kind === "class") return current;
  }
  return undefined;
}

function isSelf(expression: Expression, unit: Unit): boolean {
  return (
    expression.kind === "name" &&
    ["self", "cls", "this"].includes(expression.name) &&
    enclosingClass(unit) !== undefined
  );
}

/** The nearest unit around `unit`, itself among them, in which a name is bound so far. */
export function unitThatBinds(name: string, unit: Unit): Unit | undefined {
  for (let current: Unit = unit; ; current = current.parent) {
    if (current.bindings.has(name)) return current;
    if (current.kind === "module") return undefined;
  }
}
