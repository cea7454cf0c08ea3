import { childOf, childrenOf, type SyntaxNode } from "../syntax/tree";
import { addCall, addFunction, assign, awaited, type Context, elementOf } from "./builder";
import type { Argument, CallExpression, DictionaryExpression, Expression, ParameterUnit } from "./unit";

export function nodeText(node: SyntaxNode, context: Context): string {
  return context.module.source.slice(node.start, node.end);
}

export function lowerExpression(node: SyntaxNode, context: Context): Expression {
  const at = positionOf(node);
  switch (node.type) {
    case "identifier":
      return { kind: "name", name: nodeText(node, context), ...at };
    case "string":
    case "concatenated_string":
      return lowerString(node, context);
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
    case "ellipsis":
      return { kind: "literal", value: nodeText(node, context), isString: false, ...at };
    case "unary_operator":
      return lowerUnary(node, context);
    case "attribute":
      return lowerMember(node, context);
    case "subscript": {
      const indexes = childrenOf(node, "subscript").map((child) => lowerExpression(child, context));
      const index = indexes.length > 1 ? { kind: "list" as const, items: indexes, ...at } : indexes[0];
      return { kind: "subscript", object: fieldOf(node, "value", context), index, ...at };
    }
    case "call":
      return lowerCall(node, context);
    case "dictionary":
      return lowerDictionary(node, context);
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
    case "pattern_list":
      return { kind: "list", items: lowerAll(node, context), ...at };
    case "boolean_operator":
      return { kind: "choice", options: [fieldOf(node, "left", context), fieldOf(node, "right", context)], ...at };
    case "conditional_expression": {
      const [first, , second] = lowerAll(node, context);
      return { kind: "choice", options: [first, second].filter(isPresent), ...at };
    }
    case "await":
      return awaited(lowerAll(node, context)[0] ?? opaque(node, []));
    case "parenthesized_expression":
    case "type":
    case "list_splat":
      return lowerAll(node, context)[0] ?? opaque(node, []);
    case "generic_type": {
      const [object, ...indexes] = lowerAll(node, context);
      return object === undefined ? opaque(node, []) : { kind: "subscript", object, index: indexes[0], ...at };
    }
    case "named_expression": {
      const value = fieldOf(node, "value", context);
      const name = childOf(node, "name");
      if (name !== undefined) assign(lowerTarget(name, context), value, context);
      return value;
    }
    case "lambda":
      return lowerLambda(node, context);
    case "for_in_clause": {
      const left = childOf(node, "left");
      const right = fieldOf(node, "right", context);
      if (left !== undefined) assign(lowerTarget(left, context), elementOf(right, undefined), context);
      return right;
    }
    case "yield": {
      const values = lowerAll(node, context);
      if (context.unit.kind === "function") {
        context.unit.isGenerator = true;
        context.unit.returns.push(...values);
      }
      return opaque(node, values);
    }
    default:
      return opaque(node, lowerAll(node, context));
  }
}

/** The left side of an assignment: names, `self.name`, items, tuples of these. Nothing in it is evaluated. */
export function lowerTarget(node: SyntaxNode, context: Context): Expression {
  if (node.type === "pattern_list" || node.type === "tuple_pattern" || node.type === "list_pattern") {
    const items = node.children.map((child) => lowerTarget(child, context));
    return { kind: "list", items, ...positionOf(node) };
  }
  return lowerExpression(node, context);
}

export function lowerArguments(node: SyntaxNode | undefined, context: Context): Argument[] {
  return (node?.children ?? [])
    .filter((child) => child.type !== "comment")
    .map((child): Argument => {
      if (child.type === "dictionary_splat") {
        return { name: undefined, isSpread: true, value: lowerAll(child, context)[0] ?? opaque(child, []) };
      }
      if (child.type !== "keyword_argument") {
        const isSpread = child.type === "list_splat";
        return { name: undefined, isSpread, value: lowerExpression(child, context) };
      }
      const name = childOf(child, "name");
      return {
        name: name === undefined ? undefined : nodeText(name, context),
        isSpread: false,
        value: fieldOf(child, "value", context),
      };
    });
}

export function lowerParameters(node: SyntaxNode | undefined, context: Context): ParameterUnit[] {
  return (node?.children ?? []).flatMap((child): ParameterUnit[] => {
    const nameNode = childOf(child, "name") ?? child.children.find((inner) => inner.type !== "type") ?? child;
    if (["keyword_separator", "positional_separator", "comment"].includes(child.type)) return [];
    const annotation = childOf(child, "type");
    const defaultValue = childOf(child, "value");
    return [
      {
        name: nodeText(nameNode, context).replace(/^\*+/, ""),
        line: child.line,
        annotation: annotation === undefined ? undefined : lowerExpression(annotation, context),
        defaultValue: defaultValue === undefined ? undefined : lowerExpression(defaultValue, context),
        isRest: nodeText(child, context).startsWith("*"),
      },
    ];
  });
}

export function opaque(node: SyntaxNode, children: readonly Expression[]): Expression {
  return { kind: "opaque", children, ...positionOf(node) };
}

function lowerCall(node: SyntaxNode, context: Context): Expression {
  const argumentsNode = childOf(node, "arguments");
  const list =
    argumentsNode?.type === "argument_list"
      ? lowerArguments(argumentsNode, context)
      : argumentsNode === undefined
        ? []
        : [{ name: undefined, isSpread: false, value: lowerExpression(argumentsNode, context) }];
  const call: CallExpression = {
    kind: "call",
    callee: fieldOf(node, "function", context),
    arguments: list,
    ...positionOf(node),
  };
  addCall(call, context);
  return call;
}

function lowerMember(node: SyntaxNode, context: Context): Expression {
  const attribute = childOf(node, "attribute");
  const name = attribute === undefined ? "" : nodeText(attribute, context);
  return { kind: "member", object: fieldOf(node, "object", context), name, ...positionOf(node) };
}

function lowerDictionary(node: SyntaxNode, context: Context): DictionaryExpression {
  const entries = node.children.flatMap((child): Argument[] => {
    if (child.type === "dictionary_splat") {
      return [{ name: undefined, isSpread: true, value: lowerAll(child, context)[0] ?? opaque(child, []) }];
    }
    if (child.type !== "pair") return [];
    const key = fieldOf(child, "key", context);
    const name = key.kind === "literal" ? key.value : undefined;
    return [{ name, isSpread: false, value: fieldOf(child, "value", context) }];
  });
  return { kind: "dictionary", entries, ...positionOf(node) };
}

function lowerString(node: SyntaxNode, context: Context): Expression {
  const parts = node.type === "concatenated_string" ? node.children : [node];
  const interpolations = parts.flatMap((part) => part.children.filter((child) => child.type === "interpolation"));
  if (interpolations.length > 0) {
    return opaque(
      node,
      interpolations.flatMap((child) => lowerAll(child, context)),
    );
  }
  const value = parts
    .flatMap((part) => part.children.filter((child) => child.type === "string_content"))
    .map((content) => nodeText(content, context))
    .join("");
  return { kind: "literal", value, isString: true, ...positionOf(node) };
}

function lowerUnary(node: SyntaxNode, context: Context): Expression {
  const argument = fieldOf(node, "argument", context);
  if (argument.kind !== "literal") return opaque(node, [argument]);
  return { kind: "literal", value: nodeText(node, context), isString: false, ...positionOf(node) };
}

function lowerLambda(node: SyntaxNode, context: Context): Expression {
  const unit = addFunction(node, context, {
    name: undefined,
    isBound: false,
    isAsync: false,
    decorators: [],
    parameters: lowerParameters(childOf(node, "parameters"), context),
    returnType: undefined,
  });
  unit.returns.push(fieldOf(node, "body", { ...context, unit, guarded: false, globals: new Set() }));
  return { kind: "function", unit, ...positionOf(node) };
}

function lowerAll(node: SyntaxNode, context: Context): Expression[] {
  return node.children
    .filter((child) => child.type !== "comment" && !isOperator(child))
    .map((child) => lowerExpression(child, context));
}

function fieldOf(node: SyntaxNode, field: string, context: Context): Expression {
  const child = childOf(node, field);
  return child === undefined ? opaque(node, []) : lowerExpression(child, context);
}

function positionOf({ line, endLine, start, end }: SyntaxNode) {
  return { line, endLine, start, end };
}

function isPresent<Item>(item: Item | undefined): item is Item {
  return item !== undefined;
}

function isOperator({ field }: SyntaxNode): boolean {
  return field === "operator" || field === "operators";
}
