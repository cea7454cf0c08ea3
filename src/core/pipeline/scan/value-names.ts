import type { ResolvedCall } from "../link/program";
import type { Binding, Expression, FunctionUnit } from "../lower/unit";

/**
 * Names of a function that carry values into the calls or out of them: what their arguments are made of, step by step,
 * and what is made of their results.
 */
export function namesAround(unit: FunctionUnit, calls: readonly ResolvedCall[]): ReadonlySet<string> {
  const { into, outOf, callees } = flow(unit, calls);
  return new Set([...into, ...outOf, ...callees].filter((name) => !generic.has(name)));
}

/** Other calls through which these values go: they work on them. */
export function followedCalls(
  unit: FunctionUnit,
  all: readonly ResolvedCall[],
  calls: readonly ResolvedCall[],
): readonly ResolvedCall[] {
  const { into, outOf } = flow(unit, calls);
  const makers = [...into].flatMap((name) => valuesOf(unit, name));
  return all.filter((call) => {
    if (calls.includes(call)) return false;
    const { expression } = call.site;
    const takes = call.arguments.some(({ value }) => namesIn(value).some((name) => outOf.has(name)));
    return takes || makers.some((value) => contains(value, expression));
  });
}

interface Flow {
  readonly into: ReadonlySet<string>;
  readonly outOf: ReadonlySet<string>;
  readonly callees: readonly string[];
}

function flow(unit: FunctionUnit, calls: readonly ResolvedCall[]): Flow {
  const expressions = calls.map(({ site }) => site.expression);
  const into = new Set(
    calls.flatMap((call) => call.arguments.flatMap(({ value }) => namesIn(value))).filter(isTelling),
  );
  // A set goes on with what is added on the way.
  for (const name of into) {
    for (const value of valuesOf(unit, name)) for (const other of namesIn(value)) if (isTelling(other)) into.add(other);
  }
  const outOf = new Set<string>();
  for (let before = -1; before !== outOf.size; ) {
    before = outOf.size;
    for (const [name, bindings] of unit.bindings) {
      const isMade = valuesAmong(bindings).some(
        (value) =>
          expressions.some((expression) => contains(value, expression)) ||
          namesIn(value).some((other) => outOf.has(other)),
      );
      if (isMade) outOf.add(plainName(name));
    }
  }
  const callees = calls.flatMap(({ callee }) =>
    callee.kind === "name" || callee.kind === "member" ? [callee.name] : [],
  );
  return { into, outOf, callees };
}

/** Names under which everything and nothing is known. */
const generic = new Set([
  ...["self", "cls", "this", "args", "kwargs", "options", "opts", "request", "req", "res", "response", "settings"],
  ...["config", "logger", "log", "os", "path", "str", "int", "float", "len", "list", "dict", "range", "set", "tuple"],
  ...["bool", "min", "max", "None", "True", "False", "np", "torch", "e", "f", "i", "k", "v", "x", "n", "s", "parser"],
]);

function isTelling(name: string): boolean {
  return !generic.has(name);
}

function valuesOf(unit: FunctionUnit, name: string): readonly Expression[] {
  return [...unit.bindings].flatMap(([bound, bindings]) => (plainName(bound) === name ? valuesAmong(bindings) : []));
}

function valuesAmong(bindings: readonly Binding[]): readonly Expression[] {
  return bindings.flatMap((binding) => (binding.kind === "value" && binding.value ? [binding.value] : []));
}

/** `options[language]` is bound as an item of `options`. */
function plainName(name: string): string {
  return name.replace(/\[.*$/s, "");
}

function contains(outer: Expression, inner: Expression): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Names that an expression reads; of an object's own fields the field. */
function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "name":
      return [expression.name];
    case "member":
      return expression.object.kind === "name" && generic.has(expression.object.name)
        ? [expression.name]
        : namesIn(expression.object);
    case "subscript": {
      const key = expression.index?.kind === "literal" ? [expression.index.value] : [];
      return [...namesIn(expression.object), ...key, ...(expression.index ? namesIn(expression.index) : [])];
    }
    case "call": {
      const inner = expression.arguments.flatMap(({ value }) =>
        value.kind === "literal" ? [value.value] : namesIn(value),
      );
      return [
        ...(expression.callee.kind === "member" ? namesIn(expression.callee.object) : []),
        ...inner.filter(isWord),
      ];
    }
    case "dictionary":
      return expression.entries.flatMap(({ value }) => namesIn(value));
    case "list":
      return expression.items.flatMap(namesIn);
    case "choice":
      return expression.options.flatMap(namesIn);
    case "element":
      return namesIn(expression.of);
    case "opaque":
      return expression.children.flatMap(namesIn);
    default:
      return [];
  }
}

function isWord(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
