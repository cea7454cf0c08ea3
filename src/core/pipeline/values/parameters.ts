import type { Binding, CallExpression, FunctionUnit } from "../lower/unit";
import type { Value } from "../map";
import { declaredDefault, isDeclaration } from "./declared-default";
import type { ValueFollower } from "./follower";
import { freest, from, linkAt } from "./traced";

/** The value of a parameter: what callers pass, else its default, else what starts the function. */
export function followParameter(binding: Binding & { readonly kind: "parameter" }, follower: ValueFollower): Value {
  const { unit, parameter, index } = binding;
  const passed = freest(follower.passed(unit, parameter.name, index));
  const fallback = defaultOf(binding, follower);
  const isEntry = follower.entryFunctions.has(unit);
  if (passed !== undefined && (passed.origin !== "unknown" || !isEntry)) {
    const value = passed.origin === "unknown" && fallback !== undefined ? fallback : passed;
    return from(parameter, unit, value);
  }
  if (isEntry) {
    const text = fallback?.text;
    const chain = [...(optionOf(parameter.name, unit, follower)?.chain ?? []), ...(fallback?.chain ?? [])];
    return from(parameter, unit, {
      text: text ?? optionOf(parameter.name, unit, follower)?.text,
      origin: "request",
      chain,
    });
  }
  if (fallback !== undefined) return from(parameter, unit, fallback);
  return { text: undefined, origin: "unknown", chain: [linkAt(unit, parameter.line)] };
}

function defaultOf(binding: Binding & { readonly kind: "parameter" }, follower: ValueFollower): Value | undefined {
  const { unit, parameter } = binding;
  if (parameter.defaultValue === undefined) return undefined;
  const value = declaredDefault(parameter.defaultValue, unit.parent, follower);
  if (isDeclaration(parameter.defaultValue)) {
    const chain = value?.chain ?? [linkAt(unit, parameter.line)];
    return { text: value?.text, origin: "request", chain };
  }
  return value?.origin === "literal" ? { ...value, origin: "default" } : value;
}

/** `@click.option("--model", default="base")` above the function. */
function optionOf(name: string, unit: FunctionUnit, follower: ValueFollower): Value | undefined {
  const flag = `--${name.replaceAll("_", "-")}`;
  for (const decorator of unit.decorators) {
    if (decorator.kind !== "call" || !mentions(decorator, flag, name)) continue;
    const fallback = decorator.arguments.find((argument) => argument.name === "default");
    const value = fallback === undefined ? undefined : follower.follow(fallback.value, unit.parent);
    return { text: value?.text, origin: "request", chain: [linkAt(unit, decorator.line)] };
  }
  return undefined;
}

function mentions(decorator: CallExpression, flag: string, name: string): boolean {
  return decorator.arguments.some(
    ({ value }) =>
      value.kind === "literal" && (value.value === flag || value.value === `--${name}` || value.value === name),
  );
}
