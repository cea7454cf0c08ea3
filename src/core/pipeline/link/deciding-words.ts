import type { CallExpression, Expression, Unit } from "../lower/unit";
import type { Entity } from "./entity";
import type { Members } from "./members";
import type { Scopes } from "./scopes";

interface Evaluating {
  evaluate(expression: Expression, unit: Unit): readonly Entity[];
}

/**
 * The words that decide what a factory makes, `s3` of `boto3.client("s3")`: the argument of that keyword or the first one,
 * written down in the call, in a constant, in a field of a class or in options that are spread. The empty word when unknown.
 */
export function decidingWords(
  call: CallExpression,
  keyword: string,
  unit: Unit,
  evaluator: Evaluating,
  scopes: Scopes,
  members: Members,
): readonly string[] {
  const named = call.arguments.find((argument) => argument.name === keyword);
  const [first] = call.arguments;
  const spread = call.arguments.filter((argument) => argument.isSpread);
  const argument = named ?? (first?.name === undefined && first?.isSpread === false ? first : undefined);
  const words =
    argument === undefined
      ? spread.flatMap(({ value }) => wordsInOptions(value, keyword, unit, evaluator))
      : wordsOf(argument.value, unit, evaluator, scopes, members);
  return words.length > 0 ? words : [""];
}

function wordsOf(
  expression: Expression,
  unit: Unit,
  evaluator: Evaluating,
  scopes: Scopes,
  members: Members,
): readonly string[] {
  if (expression.kind === "literal") return [expression.value];
  if (expression.kind === "name") {
    const owner = scopes.ownerOf(expression.name, unit);
    const bindings = owner === undefined ? [] : scopes.bindingsIn(owner, expression.name);
    return bindings.flatMap(({ binding }) => (binding.kind === "value" ? literalOf(binding.value) : []));
  }
  if (expression.kind !== "member") return [];
  return evaluator.evaluate(expression.object, unit).flatMap((entity) => {
    if (entity.kind !== "instance" && entity.kind !== "class") return [];
    const { owners } = members.find(entity.unit, expression.name, evaluator);
    return owners.flatMap(({ bindings }) =>
      bindings.flatMap((binding) => (binding.kind === "value" ? literalOf(binding.value) : [])),
    );
  });
}

function wordsInOptions(options: Expression, keyword: string, unit: Unit, evaluator: Evaluating): readonly string[] {
  return evaluator.evaluate(options, unit).flatMap((entity) => {
    if (entity.kind !== "dictionary") return [];
    return entity.expression.entries.flatMap((entry) => (entry.name === keyword ? literalOf(entry.value) : []));
  });
}

function literalOf(expression: Expression | undefined): readonly string[] {
  return expression?.kind === "literal" ? [expression.value] : [];
}
