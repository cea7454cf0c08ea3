import type { Entity } from "../link/entity";
import type { ResolvedCall } from "../link/program";
import type { Argument, Expression, Unit } from "../lower/unit";
import { itemOf, moduleOf, textOf } from "../lower/unit";
import type { Parameter, Value } from "../map";
import { fieldNames } from "./classes";
import { dumpedObject } from "./dumped-object";
import { followField } from "./fields";
import type { ValueFollower } from "./follower";
import { from } from "./traced";

/** Arguments of a call as parameters with followed values; dictionaries and objects of options are taken apart. */
export function callParameters(
  call: Pick<ResolvedCall, "arguments" | "site">,
  positional: readonly string[],
  follower: ValueFollower,
): Parameter[] {
  const { unit } = call.site;
  const unnamed = call.arguments.filter((argument) => argument.name === undefined);
  const parameters = call.arguments.flatMap((argument) => {
    const index = unnamed.indexOf(argument);
    return argumentParameters(argument, positional[index] ?? `argument ${index + 1}`, unit, follower);
  });
  const seen = new Set<string>();
  return parameters.filter(({ name }) => !seen.has(name) && seen.add(name)).map(withoutSecret);
}

/** A key that is written into the code is not repeated in a map that goes to models and reports. */
function withoutSecret(parameter: Parameter): Parameter {
  const { name, value } = parameter;
  if (!/(^|_)(key|token|secret|password|subscription)$/i.test(name) && !/(Key|Token|Secret|Password)$/.test(name)) {
    return parameter;
  }
  const chain = value.chain.map((link) => ({ ...link, text: link.text.replace(/(["'`])(?:(?!\1).)+\1/g, '"•••"') }));
  return { name, value: { ...value, text: value.text === undefined || value.text === "" ? value.text : "•••", chain } };
}

function argumentParameters(argument: Argument, position: string, unit: Unit, follower: ValueFollower): Parameter[] {
  if (argument.isSpread) return spreadParameters(argument.value, unit, follower);
  const options = optionsOf(argument, unit, follower);
  if (options !== undefined) return options;
  return [{ name: argument.name ?? position, value: shown(argument.value, unit, follower) }];
}

/** Objects of options: any in JavaScript, and in Python those that are written in the call. */
function optionsOf(argument: Argument, unit: Unit, follower: ValueFollower): Parameter[] | undefined {
  const { value } = argument;
  const isScript = moduleOf(unit).language === "javascript";
  if (value.kind !== "dictionary" && !(isScript && (value.kind === "name" || value.kind === "call"))) return undefined;
  const parameters = follower.program.evaluator
    .evaluate(value, unit)
    .flatMap((entity) => (entity.kind === "dictionary" ? entriesOf(entity, value, unit, follower) : []));
  return parameters.length === 0 ? undefined : parameters;
}

/** Entries of options that `use` stands for; options made elsewhere are followed from where they are used. */
function entriesOf(
  { expression, unit: owner }: Entity & { readonly kind: "dictionary" },
  use: Expression,
  unit: Unit,
  follower: ValueFollower,
): Parameter[] {
  const parameters = expression.entries.flatMap((entry) =>
    entry.name === undefined && !entry.isSpread ? [] : argumentParameters(entry, entry.name ?? "", owner, follower),
  );
  if (expression === use) return parameters;
  return parameters.map(({ name, value }) => ({ name, value: from(use, unit, value) }));
}

/** `**options`, `**params.model_dump()`, `**asdict(params)`. */
function spreadParameters(value: Expression, unit: Unit, follower: ValueFollower): Parameter[] {
  const source = dumpedObject(value) ?? value;
  return [...assignedItems(source, unit, follower), ...madeFrom(source, value, unit, follower)];
}

/** `options["language"] = language` after `options` was made. */
function assignedItems(source: Expression, unit: Unit, follower: ValueFollower): Parameter[] {
  const { scopes } = follower.program;
  const owner = source.kind === "name" ? scopes.ownerOf(source.name, unit) : undefined;
  if (source.kind !== "name" || owner === undefined) return [];
  const prefix = itemOf(source.name, "").slice(0, -1);
  return [...owner.bindings.keys()].flatMap((bound) => {
    const key = bound.startsWith(prefix) ? bound.slice(prefix.length, -1) : "";
    const value = key === "" ? undefined : follower.followBound(scopes.bindingsIn(owner, bound));
    return value === undefined ? [] : [{ name: key, value: from(source, unit, value) }];
  });
}

function madeFrom(source: Expression, value: Expression, unit: Unit, follower: ValueFollower): Parameter[] {
  const { evaluator, members } = follower.program;
  return evaluator.evaluate(source, unit).flatMap((entity): Parameter[] => {
    if (entity.kind === "dictionary") return entriesOf(entity, value, unit, follower);
    if (entity.kind !== "instance") return [];
    return fieldNames(entity.unit, members, evaluator).flatMap((name) => {
      const field = followField(entity, name, follower);
      return field === undefined ? [] : [{ name, value: from(value, unit, field) }];
    });
  });
}

/** A value that is no single thing keeps the text of what it is made of, when that is short. */
function shown(expression: Expression, unit: Unit, follower: ValueFollower): Value {
  const value = follower.follow(expression, unit);
  const isList = expression.kind === "list" || expression.kind === "dictionary";
  return isList && value.text === undefined ? { ...value, text: textOf(expression, unit, 80) } : value;
}
