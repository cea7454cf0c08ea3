import { childOf, childOfType, type SyntaxNode } from "../syntax/tree";
import { addCall, addFunction, assign, awaited, bind, type Context, elementOf, unitThatBinds } from "./builder";
import type { Argument, CallExpression, DictionaryExpression, Expression, FunctionUnit, ParameterUnit } from "./unit";

/** Lowers the statements of a function body; handed in because statements and expressions hold each other. */
export type LowerBody = (node: SyntaxNode, context: Context) => void;

export function nodeText(node: SyntaxNode, context: Context): string {
  return context.module.source.slice(node.start, node.end);
}

/** @param boundName Name that a function expression gets from where it is assigned. */
export function lowerExpression(node: SyntaxNode, context: Context, body: LowerBody, boundName?: string): Expression {
  const at = positionOf(node);
  const field = (name: string) => lowerField(node, name, context, body);
  switch (node.type) {
    case "identifier":
    case "this":
    case "super":
    case "import":
    case "type_identifier":
    case "shorthand_property_identifier":
      return { kind: "name", name: nodeText(node, context), ...at };
    case "string":
      return { kind: "literal", value: nodeText(node, context).slice(1, -1), isString: true, ...at };
    case "number":
    case "true":
    case "false":
    case "null":
    case "undefined":
      return { kind: "literal", value: nodeText(node, context), isString: false, ...at };
    case "template_string":
      return lowerTemplate(node, context, body);
    case "member_expression":
    case "nested_type_identifier": {
      const property = childOf(node, "property") ?? childOf(node, "name");
      const name = property === undefined ? "" : nodeText(property, context).replace(/^#/, "");
      return { kind: "member", object: childOf(node, "object") ? field("object") : field("module"), name, ...at };
    }
    case "subscript_expression":
      return { kind: "subscript", object: field("object"), index: field("index"), ...at };
    case "call_expression":
    case "new_expression":
      return lowerCall(node, context, body);
    case "object":
      return lowerObject(node, context, body);
    case "array":
      return { kind: "list", items: lowerAll(node, context, body), ...at };
    case "ternary_expression":
      lowerField(node, "condition", context, body);
      return { kind: "choice", options: [field("consequence"), field("alternative")], ...at };
    case "binary_expression": {
      const operator = childOf(node, "operator");
      const sides = [field("left"), field("right")];
      const isChoice = operator !== undefined && ["||", "??", "&&"].includes(nodeText(operator, context));
      return isChoice ? { kind: "choice", options: sides, ...at } : opaque(node, sides);
    }
    case "unary_expression": {
      const argument = field("argument");
      if (argument.kind !== "literal") return opaque(node, [argument]);
      return { kind: "literal", value: nodeText(node, context), isString: false, ...at };
    }
    case "assignment_expression":
    case "augmented_assignment_expression": {
      const value = field("right");
      const left = childOf(node, "left");
      if (left !== undefined) reassign(left, value, context, body);
      return value;
    }
    case "await_expression":
      return awaited(lowerAll(node, context, body)[0] ?? opaque(node, []));
    case "yield_expression":
      if (context.unit.kind === "function") context.unit.isGenerator = true;
      return opaque(node, lowerAll(node, context, body));
    case "parenthesized_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
    case "spread_element":
    case "decorator":
      return lowerAll(node, context, body)[0] ?? opaque(node, []);
    case "arrow_function":
    case "function_expression":
    case "function":
    case "generator_function":
      return { kind: "function", unit: lowerFunction(node, context, boundName, body, true), ...at };
    case "type_annotation":
    case "type_arguments":
      return opaque(node, []);
    default:
      return opaque(node, lowerAll(node, context, body));
  }
}

/** @param isExpression The name comes from where the value is assigned, so it is not bound here. */
export function lowerFunction(
  node: SyntaxNode,
  context: Context,
  name: string | undefined,
  body: LowerBody,
  isExpression = false,
): FunctionUnit {
  const single = childOf(node, "parameter");
  const list = single === undefined ? (childOf(node, "parameters")?.children ?? []) : [single];
  const unit = addFunction(node, context, {
    name,
    isBound: !isExpression,
    isAsync: childOfType(node, "async") !== undefined,
    decorators: [],
    parameters: list.flatMap((child, index) => lowerParameter(child, index, context, body)),
    returnType: undefined,
  });
  const inside: Context = { ...context, unit, guarded: false, globals: new Set() };
  for (const [index, child] of list.entries()) assignParts(child, index, inside, body);
  const bodyNode = childOf(node, "body");
  if (bodyNode?.type === "statement_block") body(bodyNode, inside);
  else if (bodyNode !== undefined) unit.returns.push(lowerExpression(bodyNode, inside, body));
  return unit;
}

function opaque(node: SyntaxNode, children: readonly Expression[]): Expression {
  return { kind: "opaque", children, ...positionOf(node) };
}

/** Binds the names of a pattern: `const { model, language = "en" } = options`, `const [first] = list`. */
export function assignPattern(
  node: SyntaxNode,
  value: Expression | undefined,
  context: Context,
  body: LowerBody,
  annotation?: Expression,
): void {
  if (node.type === "object_pattern") {
    for (const child of node.children) assignProperty(child, value, context, body);
  } else if (node.type === "array_pattern") {
    for (const [index, child] of node.children.entries()) {
      if (value !== undefined) assignPattern(child, elementOf(value, index), context, body);
    }
  } else if (node.type === "assignment_pattern" || node.type === "object_assignment_pattern") {
    const [left, right] = node.children.filter((child) => child.field === "left" || child.field === "right");
    if (left === undefined || right === undefined) return;
    const fallback = lowerExpression(right, context, body);
    const options = value === undefined ? [fallback] : [value, fallback];
    assignPattern(left, { kind: "choice", options, ...positionOf(node) }, context, body);
  } else if (node.type === "shorthand_property_identifier_pattern") {
    assign({ kind: "name", name: nodeText(node, context), ...positionOf(node) }, value, context);
  } else if (node.type !== "rest_pattern") {
    assign(lowerExpression(node, context, body), value, context, annotation);
  }
}

/** An assignment to a name that is declared further out changes it there. */
export function reassign(left: SyntaxNode, value: Expression, context: Context, body: LowerBody): void {
  const owner = left.type === "identifier" ? unitThatBinds(nodeText(left, context), context.unit) : undefined;
  const outer = owner === undefined || owner === context.unit ? undefined : owner;
  if (outer === undefined) assignPattern(left, value, context, body);
  else {
    const annotation = undefined;
    bind(outer.bindings, nodeText(left, context), {
      kind: "value",
      line: left.line,
      unit: context.unit,
      value,
      annotation,
    });
  }
}

function assignProperty(node: SyntaxNode, value: Expression | undefined, context: Context, body: LowerBody): void {
  const target = node.type === "pair_pattern" ? childOf(node, "value") : node;
  const keyNode = childOf(node, "key") ?? childOf(node, "left") ?? node;
  if (target === undefined || value === undefined) return;
  const name = nodeText(keyNode, context);
  assignPattern(target, { kind: "member", object: value, name, ...positionOf(node) }, context, body);
}

function lowerParameter(node: SyntaxNode, index: number, context: Context, body: LowerBody): ParameterUnit[] {
  if (node.type === "comment") return [];
  const pattern = childOf(node, "pattern") ?? childOf(node, "left") ?? node;
  const defaultNode = childOf(node, "value") ?? childOf(node, "right");
  const type = childOf(node, "type");
  const typeName = type === undefined ? undefined : childOfType(type, "type_identifier", "nested_type_identifier");
  const name = pattern.type.endsWith("_pattern") ? undefined : nodeText(pattern, context);
  return [
    {
      name: name ?? patternParameter(index),
      line: node.line,
      annotation: typeName === undefined ? undefined : lowerExpression(typeName, context, body),
      defaultValue: defaultNode === undefined ? undefined : lowerExpression(defaultNode, context, body),
      isRest: pattern.type === "rest_pattern",
    },
  ];
}

/** Binds the names inside a parameter that is a pattern to members of that parameter. */
function assignParts(node: SyntaxNode, index: number, context: Context, body: LowerBody): void {
  const pattern = childOf(node, "pattern") ?? childOf(node, "left") ?? node;
  if (!pattern.type.endsWith("_pattern") || pattern.type === "rest_pattern") return;
  assignPattern(pattern, { kind: "name", name: patternParameter(index), ...positionOf(node) }, context, body);
}

function patternParameter(index: number): string {
  return `{${index}}`;
}

function lowerCall(node: SyntaxNode, context: Context, body: LowerBody): Expression {
  const list = childOf(node, "arguments");
  const call: CallExpression = {
    kind: "call",
    callee: lowerField(node, node.type === "new_expression" ? "constructor" : "function", context, body),
    arguments: (list?.children ?? [])
      .filter((child) => child.type !== "comment")
      .map((child) => ({
        name: undefined,
        isSpread: child.type === "spread_element",
        value: lowerExpression(child, context, body),
      })),
    ...positionOf(node),
  };
  addCall(call, context);
  return call;
}

function lowerObject(node: SyntaxNode, context: Context, body: LowerBody): DictionaryExpression {
  const entries = node.children.flatMap((child): Argument[] => {
    if (child.type === "comment") return [];
    if (child.type === "spread_element") {
      return [{ name: undefined, isSpread: true, value: lowerExpression(child, context, body) }];
    }
    const keyNode = childOf(child, "key") ?? childOf(child, "name") ?? child;
    const name = nodeText(keyNode, context).replace(/^["']|["']$/g, "");
    if (child.type === "method_definition") {
      const unit = lowerFunction(child, context, name, body, true);
      return [{ name, isSpread: false, value: { kind: "function", unit, ...positionOf(child) } }];
    }
    const value = childOf(child, "value") ?? child;
    return [{ name, isSpread: false, value: lowerExpression(value, context, body, name) }];
  });
  return { kind: "dictionary", entries, ...positionOf(node) };
}

function lowerTemplate(node: SyntaxNode, context: Context, body: LowerBody): Expression {
  const parts = node.children.filter((child) => child.type === "template_substitution");
  if (parts.length === 0) {
    return { kind: "literal", value: nodeText(node, context).slice(1, -1), isString: true, ...positionOf(node) };
  }
  return opaque(
    node,
    parts.flatMap((child) => lowerAll(child, context, body)),
  );
}

function lowerAll(node: SyntaxNode, context: Context, body: LowerBody): Expression[] {
  return node.children
    .filter((child) => child.type !== "comment" && !isOperator(child))
    .map((child) => lowerExpression(child, context, body));
}

function lowerField(node: SyntaxNode, field: string, context: Context, body: LowerBody): Expression {
  const child = childOf(node, field);
  return child === undefined ? opaque(node, []) : lowerExpression(child, context, body);
}

function positionOf({ line, endLine, start, end }: SyntaxNode) {
  return { line, endLine, start, end };
}

function isOperator({ field }: SyntaxNode): boolean {
  return field === "operator" || field === "operators";
}
