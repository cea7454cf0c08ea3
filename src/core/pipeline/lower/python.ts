import { childOf, childOfType, childrenOf, type PlainTree, type SyntaxNode } from "../syntax/tree";
import { addClass, addFunction, assign, type Context, createModule, elementOf } from "./builder";
import { lowerArguments, lowerExpression, lowerParameters, lowerTarget, nodeText, opaque } from "./python-expressions";
import { lowerImport, lowerImportFrom } from "./python-imports";
import type { Expression, ModuleUnit } from "./unit";

export function lowerPython(path: string, source: string, tree: PlainTree): ModuleUnit {
  const module = createModule(path, "python", source);
  lowerStatements(tree.root, { module, unit: module, guarded: false, globals: new Set() });
  return module;
}

function lowerStatements(node: SyntaxNode, context: Context): void {
  for (const child of node.children) lowerStatement(child, context);
}

function lowerStatement(node: SyntaxNode, context: Context): void {
  switch (node.type) {
    case "import_statement":
      lowerImport(node, context);
      return;
    case "import_from_statement":
      lowerImportFrom(node, context);
      return;
    case "function_definition":
      lowerFunction(node, [], context);
      return;
    case "class_definition":
      lowerClass(node, [], context);
      return;
    case "decorated_definition":
      lowerDecorated(node, context);
      return;
    case "expression_statement":
      for (const child of node.children) lowerSimple(child, context);
      return;
    case "return_statement":
      lowerReturn(node, context);
      return;
    case "if_statement":
      lowerIf(node, context);
      return;
    case "for_statement":
      lowerFor(node, context);
      return;
    case "try_statement":
      lowerTry(node, context);
      return;
    case "with_item":
      lowerWithItem(node, context);
      return;
    case "global_statement":
      for (const child of node.children) context.globals.add(nodeText(child, context));
      return;
    case "block":
    case "else_clause":
    case "elif_clause":
    case "finally_clause":
    case "except_clause":
    case "with_statement":
    case "with_clause":
    case "while_statement":
    case "match_statement":
    case "case_clause":
    case "case_pattern":
    case "ERROR":
      lowerStatements(node, context);
      return;
    default:
      lowerSimple(node, context);
  }
}

function lowerSimple(node: SyntaxNode, context: Context): void {
  if (node.type === "assignment" || node.type === "augmented_assignment") lowerAssignment(node, context);
  else if (node.type !== "comment") lowerExpression(node, context);
}

function lowerAssignment(node: SyntaxNode, context: Context): void {
  const left = childOf(node, "left");
  const right = childOf(node, "right");
  const type = childOf(node, "type");
  if (right?.type === "assignment") lowerAssignment(right, context);
  const valueNode = right?.type === "assignment" ? lastValue(right) : right;
  const value = valueNode === undefined ? undefined : lowerExpression(valueNode, context);
  const annotation = type === undefined ? undefined : lowerExpression(type, context);
  if (left === undefined) return;
  // `x += y` leaves a value that nobody wrote down.
  const known = node.type === "assignment" || value === undefined ? value : opaque(node, [value]);
  assign(lowerTarget(left, context), known, context, annotation);
}

/** The value of `a = b = value`. */
function lastValue(node: SyntaxNode): SyntaxNode | undefined {
  const right = childOf(node, "right");
  return right?.type === "assignment" ? lastValue(right) : right;
}

function lowerDecorated(node: SyntaxNode, context: Context): void {
  const decorators = node.children
    .filter((child) => child.type === "decorator")
    .flatMap((decorator) => decorator.children.filter((child) => child.type !== "comment"))
    .map((child) => lowerExpression(child, context));
  const definition = childOf(node, "definition");
  if (definition?.type === "class_definition") lowerClass(definition, decorators, context);
  else if (definition !== undefined) lowerFunction(definition, decorators, context);
}

function lowerFunction(node: SyntaxNode, decorators: readonly Expression[], context: Context): void {
  const name = childOf(node, "name");
  const returnType = childOf(node, "return_type");
  const body = childOf(node, "body");
  const unit = addFunction(node, context, {
    name: name === undefined ? undefined : nodeText(name, context),
    isBound: true,
    isAsync: childOfType(node, "async") !== undefined,
    decorators,
    parameters: lowerParameters(childOf(node, "parameters"), context),
    returnType: returnType === undefined ? undefined : lowerExpression(returnType, context),
  });
  if (body !== undefined) lowerStatements(body, { ...context, unit, guarded: false, globals: new Set() });
}

function lowerClass(node: SyntaxNode, decorators: readonly Expression[], context: Context): void {
  const name = childOf(node, "name");
  const body = childOf(node, "body");
  if (name === undefined) return;
  const bases = lowerArguments(childOf(node, "superclasses"), context)
    .filter((argument) => argument.name === undefined)
    .map((argument) => argument.value);
  const unit = addClass(node, context, { name: nodeText(name, context), bases, decorators });
  if (body !== undefined) lowerStatements(body, { ...context, unit, guarded: false, globals: new Set() });
}

function lowerReturn(node: SyntaxNode, context: Context): void {
  for (const child of node.children) {
    const value = lowerExpression(child, context);
    if (context.unit.kind === "function") context.unit.returns.push(value);
  }
}

function lowerIf(node: SyntaxNode, context: Context): void {
  const condition = childOf(node, "condition");
  if (context.unit.kind === "module" && condition !== undefined) {
    const text = nodeText(condition, context);
    if (/^\(?\s*__name__\s*==\s*["']__main__["']/.test(text)) context.module.mainLine ??= node.line;
  }
  lowerStatements(node, context);
}

function lowerFor(node: SyntaxNode, context: Context): void {
  const left = childOf(node, "left");
  const right = childOf(node, "right");
  if (left !== undefined && right !== undefined) {
    assign(lowerTarget(left, context), elementOf(lowerExpression(right, context), undefined), context);
  }
  for (const child of node.children) if (child !== left && child !== right) lowerStatement(child, context);
}

function lowerTry(node: SyntaxNode, context: Context): void {
  const catches = node.children.some((child) => child.type === "except_clause" || child.type === "except_group_clause");
  const [body] = childrenOf(node, "body");
  for (const child of node.children) {
    if (child === body) lowerStatements(child, { ...context, guarded: context.guarded || catches });
    else lowerStatement(child, context);
  }
}

function lowerWithItem(node: SyntaxNode, context: Context): void {
  const value = childOf(node, "value");
  if (value === undefined) return;
  if (value.type !== "as_pattern") {
    lowerExpression(value, context);
    return;
  }
  const [resource, target] = value.children;
  if (resource === undefined) return;
  const lowered = lowerExpression(resource, context);
  const name = target?.children[0];
  if (name !== undefined) assign(lowerTarget(name, context), lowered, context);
}
