import type { ResolvedCall } from "../link/program";
import type { Argument, Expression, Unit } from "../lower/unit";
import { moduleOf, textOf } from "../lower/unit";
import type { Parameter, Value } from "../map";
import { fieldNames } from "./classes";
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
  const parameters = call.arguments.flatMap((argument, index) =>
    argumentParameters(argument, positional[index] ?? `argument ${index + 1}`, unit, follower),
  );
  const seen = new Set<string>();
  return parameters.filter(({ name }) => !seen.has(name) && seen.add(name));
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
  const parameters = follower.program.evaluator.evaluate(value, unit).flatMap((entity) => {
    if (entity.kind !== "dictionary") return [];
    return entity.expression.entries.flatMap((entry) =>
      entry.name === undefined && !entry.isSpread
        ? []
        : argumentParameters(entry, entry.name ?? "", entity.unit, follower),
    );
  });
  return parameters.length === 0 ? undefined : parameters;
}

/** `**options`, `**params.model_dump()`, `**asdict(params)`. */
function spreadParameters(value: Expression, unit: Unit, follower: ValueFollower): Parameter[] {
  const { evaluator, members } = follower.program;
  const source = dumpedObject(value) ?? value;
  return evaluator.evaluate(source, unit).flatMap((entity): Parameter[] => {
    if (entity.kind === "dictionary") {
      return entity.expression.entries.flatMap((entry) =>
        entry.name === undefined && !entry.isSpread
          ? []
          : argumentParameters(entry, entry.name ?? "", entity.unit, follower),
      );
    }
    if (entity.kind !== "instance") return [];
    return fieldNames(entity.unit, members, evaluator).flatMap((name) => {
      const field = followField(entity, name, follower);
      return field === undefined ? [] : [{ name, value: from(value, unit, field) }];
    });
  });
}

function dumpedObject(value: Expression): Expression | undefined {
  if (value.kind !== "call") return undefined;
  const { callee } = value;
  if (callee.kind === "member" && ["model_dump", "dict", "_asdict", "copy"].includes(callee.name)) return callee.object;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  return name === "asdict" || name === "vars" || name === "dict" ? value.arguments[0]?.value : undefined;
}

/** A value that is no single thing keeps the text of what it is made of, when that is short. */
function shown(expression: Expression, unit: Unit, follower: ValueFollower): Value {
  const value = follower.follow(expression, unit);
  const isList = expression.kind === "list" || expression.kind === "dictionary";
  return isList && value.text === undefined ? { ...value, text: textOf(expression, unit, 80) } : value;
}
