import type { CallExpression, Expression, Unit } from "../lower/unit";
import type { Value } from "../map";
import type { ValueFollower } from "./follower";

/** Calls that declare a field or an option around its default: `Field("base")`, `typer.Option("base")`, `Form("base")`. */
const declarations = new Set([
  "Column",
  "mapped_column",
  "Field",
  "Query",
  "Form",
  "Body",
  "Header",
  "Path",
  "Option",
  "Argument",
  "field",
  "attrib",
  "ib",
]);

/** The default of a field or parameter; undefined when it declares that there is none. */
export function declaredDefault(expression: Expression, unit: Unit, follower: ValueFollower): Value | undefined {
  if (!isDeclaration(expression)) {
    return isEllipsis(expression) ? undefined : follower.follow(expression, unit);
  }
  const [first] = expression.arguments;
  const named = expression.arguments.find((argument) => argument.name === "default");
  const argument = named ?? (first?.name === undefined && !isColumn(expression) ? first : undefined);
  return argument === undefined || isEllipsis(argument.value) ? undefined : follower.follow(argument.value, unit);
}

/** Whether a default makes the parameter one that a request or a command line fills. */
export function isDeclaration(expression: Expression): expression is Expression & { readonly kind: "call" } {
  if (expression.kind !== "call") return false;
  const { callee } = expression;
  return (callee.kind === "name" || callee.kind === "member") && declarations.has(callee.name);
}

/** The first argument of a table column is its type. */
function isColumn({ callee }: CallExpression): boolean {
  return (callee.kind === "name" || callee.kind === "member") && ["Column", "mapped_column"].includes(callee.name);
}

function isEllipsis(expression: Expression): boolean {
  return expression.kind === "literal" && expression.value === "...";
}
